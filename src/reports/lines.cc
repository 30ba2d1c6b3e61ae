// Formats of one line a finding: gcc's, and the workflow commands of GitHub Actions.

#include <fmt/format.h>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {
namespace {

// Where a finding stands, for formats in which it must stand somewhere.
Location place_of(const Finding& finding, const FindingsReport& report) {
  Location place = finding.location;
  if (!place.known()) place.file = report.default_file;
  if (!place.span.known()) place.span = {1, 1, 1, 1};
  return place;
}

std::string_view github_command(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return "error";
    case Severity::kWarning: return "warning";
    case Severity::kInfo: return "notice";
  }
  return "";
}

// As @actions/core escapes a command's message (escapeData).
std::string escape_data(std::string_view text) {
  std::string out = replace_all(printable(text), "%", "%25");
  return replace_all(replace_all(std::move(out), "\r", "%0D"), "\n", "%0A");
}

// … and its properties (escapeProperty).
std::string escape_property(std::string_view text) {
  return replace_all(replace_all(escape_data(text), ":", "%3A"), ",", "%2C");
}

}  // namespace

std::string render_gcc(const FindingsReport& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    const Location place = place_of(finding, report);
    out += fmt::format("{}:{}:{}: {}: {} [{}]\n", printable(place.file), place.span.line, place.span.column,
                       to_string(finding.severity), printable(finding.message), finding.rule);
  }
  return out;
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
std::string render_github(const FindingsReport& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    const Location place = place_of(finding, report);
    out += fmt::format("::{} file={},line={},endLine={},col={}", github_command(finding.severity),
                       escape_property(place.file), place.span.line, place.span.end_line, place.span.column);
    // A range of columns makes sense to GitHub only within one line; its end is inclusive.
    if (place.span.end_line == place.span.line && place.span.end_column > place.span.column)
      out += fmt::format(",endColumn={}", place.span.end_column - 1);
    out += fmt::format(",title={}::{}\n", escape_property(finding.rule), escape_data(finding.message));
  }
  return out;
}

}  // namespace si
