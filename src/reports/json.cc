#include "reports/formats.h"

namespace si {
namespace {

void write_summary(JsonWriter& json, const FindingsReport& report) {
  json.key("summary").begin_object();
  json.member("critical", report.count(Severity::kCritical));
  json.member("warning", report.count(Severity::kWarning));
  json.member("info", report.count(Severity::kInfo));
  if (report.coverage.empty()) {
    json.member("tables_compared", report.tables_compared);
    json.member("columns_compared", report.columns_compared);
  }
  for (const auto& [what, count] : report.coverage) json.member(what, count);
  json.member("unresolved", report.unresolved.size());
  json.member("suppressed", report.suppressed);
  json.end_object();
}

void write_object(JsonWriter& json, const ObjectRef& object) {
  json.key("object").begin_object();
  const auto member = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) json.member(key, value);
  };
  member("schema", object.schema);
  member("table", object.table);
  member("column", object.column);
  member("kind", object.kind);
  member("name", object.name);
  if (!object.columns.empty()) json.member("columns", object.columns);
  json.end_object();
}

void write_location(JsonWriter& json, const Location& location) {
  json.key("location");
  if (!location.known()) {
    json.null();
    return;
  }
  json.begin_object().member("file", location.file);
  if (location.span.known()) {
    json.member("line", static_cast<std::int64_t>(location.span.line));
    json.member("column", static_cast<std::int64_t>(location.span.column));
    json.member("end_line", static_cast<std::int64_t>(location.span.end_line));
    json.member("end_column", static_cast<std::int64_t>(location.span.end_column));
  }
  json.end_object();
}

void write_unresolved(JsonWriter& json, const Unresolved& entry) {
  json.begin_object();
  write_object(json, ObjectRef{entry.table.schema, entry.table.name, entry.column, "", "", {}});
  json.member("reason", entry.reason);
  write_location(json, entry.location);
  json.end_object();
}

}  // namespace

void write_side(JsonWriter& json, std::string_view key, const ReportSide& side) {
  json.key(key).begin_object().member("kind", side.kind);
  if (!side.name.empty()) json.member("name", side.name);
  if (side.kind == "models" || side.kind == "queries") json.member("files", side.files);
  if (!side.detail.empty()) json.member("detail", side.detail);
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("id", finding.id());
  json.member("rule", finding.rule);
  json.key("severity").string(to_string(finding.severity));
  json.member("fixable", finding.fixable);
  write_object(json, finding.object);
  json.member("expected", finding.expected);
  json.member("actual", finding.actual);
  json.member("message", finding.message);
  if (!finding.includes.empty()) json.member("includes", finding.includes);
  write_location(json, finding.location);
  json.end_object();
}

void write_findings_members(JsonWriter& json, const FindingsReport& report) {
  json.member("format", "schema-inspector/findings/1");
  json.member("command", report.command);
  write_side(json, "truth", report.truth);
  write_side(json, "follower", report.follower);
  write_summary(json, report);
  json.member("compared", report.compared);
  json.key("not_compared").begin_array();
  for (const NotRead& entry : report.not_compared)
    json.begin_object().member("what", entry.what).member("why", entry.why).end_object();
  json.end_array();
  json.member("policy", report.policy_hash);
  json.member("policy_notes", report.policy_notes);
  json.key("findings").begin_array();
  for (const Finding& finding : report.findings) write_finding(json, finding);
  json.end_array();
  json.key("unresolved").begin_array();
  for (const Unresolved& entry : report.unresolved) write_unresolved(json, entry);
  json.end_array();
}

std::string render_json(const FindingsReport& report) {
  JsonWriter json;
  json.begin_object();
  write_findings_members(json, report);
  json.end_object();
  return json.take();
}

}  // namespace si
