#include "reports/validation_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"
#include "support/strings.h"

namespace si {
namespace {

std::string_view verdict_of(const ValidationPart& part) {
  if (part.skipped) return "skipped";
  return part.failed ? "FAIL" : "PASS";
}

std::string result_of(const ValidationPart& part) {
  if (!part.report) return part.reason;
  std::string out = describe_counts(*part.report);
  if (!part.report->unresolved.empty()) out += fmt::format(", {} not resolved", part.report->unresolved.size());
  if (part.report->suppressed > 0) out += fmt::format(", {} suppressed", part.report->suppressed);
  return out;
}

std::string paint(std::string_view text, const ValidationPart& part, bool color) {
  if (!color) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", part.skipped ? "2" : (part.failed ? "1;31" : "1;32"), text);
}

std::string last_line(const ValidationReport& report, bool color) {
  const std::string line = report.passed() ? "validate: PASS" : "validate: FAIL";
  return (color ? fmt::format("\x1b[{}m{}\x1b[0m", report.passed() ? "1;32" : "1;31", line) : line) + '\n';
}

// What the configuration accepts, each once: it must be read before any verdict.
std::vector<std::string> policy_notes(const ValidationReport& report) {
  std::vector<std::string> notes;
  for (const ValidationPart& part : report.parts)
    if (part.report)
      for (const std::string& note : part.report->policy_notes)
        if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  return notes;
}

std::string validation_text(const ValidationReport& report, const RenderOptions& options) {
  std::string out;
  for (const std::string& note : policy_notes(report)) out += "! policy: " + printable(note) + '\n';
  if (options.verbose)
    for (const ValidationPart& part : report.parts)
      if (part.report) out += render(*part.report, Format::kText, options) + '\n';
  out += "Each against " + printable(describe(report.truth)) + "\n\n";
  std::size_t width = 0;
  for (const ValidationPart& part : report.parts) width = std::max(width, count_code_points(printable(part.what)));
  for (const ValidationPart& part : report.parts) {
    const std::string what = printable(part.what);
    out += fmt::format("  {}  {:<9}  {}{}  {}\n", paint(fmt::format("{:<7}", verdict_of(part)), part, options.color),
                       part.name, what, std::string(width - count_code_points(what), ' '), printable(result_of(part)));
  }
  return out + '\n' + last_line(report, options.color);
}

std::string validation_json(const ValidationReport& report) {
  JsonWriter json;
  json.begin_object().member("format", "schema-inspector/validation/1").member("command", "validate");
  json.member("verdict", report.passed() ? "PASS" : "FAIL");
  json.key("truth").begin_object().member("kind", report.truth.kind).member("name", report.truth.name).end_object();
  json.member("policy_notes", policy_notes(report)).key("parts").begin_array();
  for (const ValidationPart& part : report.parts) {
    json.begin_object().member("part", part.name).member("what", part.what);
    json.key("verdict").string(part.skipped ? "SKIPPED" : verdict_of(part));
    const auto count = [&](Severity severity) { return part.report ? part.report->count(severity) : 0; };
    json.member("critical", count(Severity::kCritical)).member("warning", count(Severity::kWarning));
    json.member("info", count(Severity::kInfo));
    json.key("reason");
    part.reason.empty() ? json.null() : json.string(part.reason);
    json.key("report");
    if (part.report) {
      json.begin_object();
      write_findings_members(json, *part.report);
      json.end_object();
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string validation_markdown(const ValidationReport& report) {
  std::string out = fmt::format("# validate: {}\n\nEach against {}.\n\n", report.passed() ? "PASS" : "FAIL",
                                escape_markdown(describe(report.truth)));
  for (const std::string& note : policy_notes(report)) out += "> policy: " + escape_markdown(note) + "\n\n";
  out += "| verdict | part | what | result |\n| --- | --- | --- | --- |\n";
  for (const ValidationPart& part : report.parts)
    out += fmt::format("| {} | {} | {} | {} |\n", verdict_of(part), part.name, escape_markdown(part.what),
                       escape_markdown(result_of(part)));
  return out + fmt::format("\nvalidate: {}\n", report.passed() ? "PASS" : "FAIL");
}

}  // namespace

bool ValidationReport::passed() const {
  return std::none_of(parts.begin(), parts.end(), [](const ValidationPart& part) { return part.failed; });
}

std::string render_validation(const ValidationReport& report, Format format, const RenderOptions& options) {
  if (format == Format::kJson) return validation_json(report);
  if (format == Format::kMarkdown) return validation_markdown(report);
  return validation_text(report, options);
}

}  // namespace si
