#include <fmt/format.h>

#include "reports/formats.h"

namespace si {
namespace {

std::string class_name(const Finding& finding) {
  std::string out = finding.object.schema.empty() ? "public" : finding.object.schema;
  const std::string& last = finding.object.table.empty() ? finding.object.name : finding.object.table;
  return last.empty() ? out : out + '.' + last;
}

// printable() would make its line ends visible; they are ours.
std::string escape_body(const Finding& finding) {
  std::string out = escape_xml(finding.message) + '\n';
  if (finding.expected) out += "expected: " + escape_xml(*finding.expected) + '\n';
  if (finding.actual) out += "actual: " + escape_xml(*finding.actual) + '\n';
  if (finding.location.known())
    out += fmt::format("at {}:{}:{}\n", escape_xml(finding.location.file), finding.location.span.line,
                       finding.location.span.column);
  return out;
}

std::string test_case(const Finding& finding) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{} {}\"", escape_xml(class_name(finding)),
                                escape_xml(finding.rule), escape_xml(to_string(finding.object)));
  if (finding.location.known())
    out += fmt::format(" file=\"{}\" line=\"{}\"", escape_xml(finding.location.file), finding.location.span.line);
  out += ">\n";
  if (finding.severity == Severity::kInfo) {
    out += fmt::format("      <skipped message=\"info: {}\"/>\n", escape_xml(finding.message));
  } else {
    out += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", to_string(finding.severity),
                       escape_xml(finding.message), escape_body(finding));
  }
  return out + "    </testcase>\n";
}

}  // namespace

// The form that Jenkins and its followers read. One test that passed says that the comparison was made, so that no
// finding is not the same as no test; what is critical or a warning has failed, info is skipped.
std::string render_junit(const FindingsReport& report) {
  const std::size_t info = report.count(Severity::kInfo);
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
                                         report.findings.size() + 1, report.findings.size() - info, info);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"schema-inspector\" {}>\n", counts);
  out += fmt::format("  <testsuite name=\"{}\" {}>\n", escape_xml(report.command), counts);
  out += fmt::format("    <properties>\n      <property name=\"policy\" value=\"{}\"/>\n", report.policy_hash);
  for (const std::string& note : report.policy_notes)
    out += fmt::format("      <property name=\"policy-note\" value=\"{}\"/>\n", escape_xml(note));
  out += "    </properties>\n";
  out += fmt::format("    <testcase classname=\"{}\" name=\"{} and {} compared in {}\"/>\n", escape_xml(report.command),
                     counted(report.tables_compared, "table"), counted(report.columns_compared, "column"),
                     fmt::format("{} kinds of facts", report.compared.size()));
  for (const Finding& finding : report.findings) out += test_case(finding);
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace si
