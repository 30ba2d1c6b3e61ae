#include <fmt/format.h>

#include <algorithm>

#include "reports/formats.h"

namespace si {
namespace {

std::string place_of(const Finding& finding) {
  if (!finding.location.known()) return "";
  std::string place = finding.location.file;
  if (finding.location.span.known()) place += fmt::format(":{}", finding.location.span.line);
  return markdown_code(place);
}

std::string heading_of(const Finding& finding) {
  ObjectRef table = finding.object;
  table.column.clear();
  table.columns.clear();
  return to_string(table);
}

std::string summary_of(const FindingsReport& report) {
  std::string out = "| | |\n| --- | --- |\n";
  out += fmt::format("| truth | {} |\n| follower | {} |\n", escape_markdown(describe(report.truth)),
                     escape_markdown(describe(report.follower)));
  for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo})
    out += fmt::format("| {} | {} |\n", to_string(severity), report.count(severity));
  if (report.coverage.empty())
    out += fmt::format("| tables compared | {} |\n| columns compared | {} |\n", report.tables_compared,
                       report.columns_compared);
  for (const auto& [what, count] : report.coverage) {
    std::string words = what;
    std::replace(words.begin(), words.end(), '_', ' ');
    out += fmt::format("| {} | {} |\n", words, count);
  }
  out += fmt::format("| unresolved | {} |\n| suppressed | {} |\n", report.unresolved.size(), report.suppressed);
  out += fmt::format("| policy | {} |\n", markdown_code(report.policy_hash));
  return out;
}

std::string findings_of(const FindingsReport& report) {
  std::string out, heading;
  for (const Finding& finding : report.findings) {
    if (const std::string current = heading_of(finding); current != heading) {
      heading = current;
      out += fmt::format("\n### {}\n\n| severity | rule | finding | expected | actual | place |\n",
                         escape_markdown(heading));
      out += "| --- | --- | --- | --- | --- | --- |\n";
    }
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", to_string(finding.severity), markdown_code(finding.rule),
                       escape_markdown(finding.message), markdown_code(finding.expected.value_or("")),
                       markdown_code(finding.actual.value_or("")), place_of(finding));
  }
  return out;
}

std::string unresolved_of(const FindingsReport& report) {
  std::string out = "\n## Unresolved\n\nNo finding rests on these.\n\n| object | why | place |\n| --- | --- | --- |\n";
  for (const Unresolved& entry : report.unresolved) {
    Finding stand_in;
    stand_in.object = ObjectRef{entry.table.schema, entry.table.name, entry.column, "", "", {}};
    stand_in.location = entry.location;
    out += fmt::format("| {} | {} | {} |\n", escape_markdown(to_string(stand_in.object)), escape_markdown(entry.reason),
                       place_of(stand_in));
  }
  return out;
}

}  // namespace

std::string render_markdown(const FindingsReport& report) {
  std::string out = fmt::format("# {}: {}\n\n", escape_markdown(report.command), describe_counts(report));
  out += summary_of(report);
  for (const std::string& note : report.policy_notes) out += fmt::format("\n> {}\n", escape_markdown(note));
  out += "\n## Findings\n";
  out += report.findings.empty() ? "\nNone.\n" : findings_of(report);
  if (!report.unresolved.empty()) out += unresolved_of(report);
  if (!report.compared.empty()) out += "\n## Compared\n\n";
  for (const std::string& fact : report.compared) out += fmt::format("- {}\n", escape_markdown(fact));
  if (!report.not_compared.empty()) out += "\n## Not compared\n\n";
  for (const NotRead& entry : report.not_compared)
    out += fmt::format("- {}: {}\n", escape_markdown(entry.what), escape_markdown(entry.why));
  return out;
}

}  // namespace si
