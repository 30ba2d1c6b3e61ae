// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

#include <algorithm>

#include "reports/formats.h"
#include "rules/rule.h"
#include "support/strings.h"
#include "support/version.h"

namespace si {
namespace {

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return "error";
    case Severity::kWarning: return "warning";
    case Severity::kInfo: return "note";
  }
  return "none";
}

// A path as a relative URI (RFC 3986): everything but unreserved characters and '/' is percent-encoded.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~/";
  std::string out;
  for (const char c : to_valid_utf8(path)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  // "a:b" would read as a scheme, but ':' is encoded above; "//host" as a network path.
  while (out.starts_with("//")) out.erase(0, 1);
  return out;
}

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key).begin_object().key("text").string(printable(text)).end_object();
}

std::vector<std::string> rules_in_use(const FindingsReport& report) {
  std::vector<std::string> rules;
  for (const Finding& finding : report.findings) rules.push_back(finding.rule);
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

void write_rule(JsonWriter& json, const std::string& name) {
  json.begin_object().member("id", name);
  if (const Rule* rule = find_rule(name)) {
    write_text(json, "shortDescription", rule->title);
    // Markdown with line ends of its own, written by us: not made printable.
    json.key("help").begin_object().key("text").string(rule->explanation).key("markdown").string(rule->explanation);
    json.end_object();
    json.key("defaultConfiguration").begin_object().member("enabled", rule->on_by_default);
    json.key("level").string(level_of(rule->severity)).end_object();
  }
  json.end_object();
}

void write_location(JsonWriter& json, const Finding& finding) {
  json.key("locations").begin_array().begin_object();
  if (finding.location.known()) {
    const SourceSpan& span = finding.location.span;
    json.key("physicalLocation").begin_object();
    json.key("artifactLocation").begin_object().member("uri", uri_of(finding.location.file)).end_object();
    if (span.known()) {
      json.key("region").begin_object();
      json.member("startLine", static_cast<std::int64_t>(span.line));
      json.member("startColumn", static_cast<std::int64_t>(span.column));
      json.member("endLine", static_cast<std::int64_t>(span.end_line));
      json.member("endColumn", static_cast<std::int64_t>(span.end_column)).end_object();
    }
    json.end_object();
  }
  json.key("logicalLocations").begin_array().begin_object();
  json.key("fullyQualifiedName").string(printable(to_string(finding.object)));
  json.end_object().end_array();
  json.end_object().end_array();
}

void write_result(JsonWriter& json, const Finding& finding, std::size_t rule_index) {
  json.begin_object();
  json.member("ruleId", finding.rule).member("ruleIndex", rule_index);
  json.key("level").string(level_of(finding.severity));
  write_text(json, "message", finding.message);
  write_location(json, finding);
  json.key("partialFingerprints").begin_object().member("schemaInspector/v1", finding.id()).end_object();
  json.key("properties").begin_object();
  json.key("severity").string(to_string(finding.severity));
  json.member("expected", finding.expected).member("actual", finding.actual).member("fixable", finding.fixable);
  json.end_object();
  json.end_object();
}

void write_run_properties(JsonWriter& json, const FindingsReport& report) {
  json.key("properties").begin_object();
  json.member("command", report.command);
  json.member("truth", describe(report.truth)).member("follower", describe(report.follower));
  json.member("policy", report.policy_hash).member("policyNotes", report.policy_notes);
  json.member("suppressed", report.suppressed).member("unresolved", report.unresolved.size());
  json.member("compared", report.compared);
  json.key("notCompared").begin_array();
  for (const NotRead& entry : report.not_compared)
    json.begin_object().member("what", entry.what).member("why", entry.why).end_object();
  json.end_array();
  json.end_object();
}

}  // namespace

std::string render_sarif(const FindingsReport& report) {
  const std::vector<std::string> rules = rules_in_use(report);
  JsonWriter json;
  json.begin_object();
  json.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  json.member("version", "2.1.0");
  json.key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object();
  json.member("name", "schema-inspector").key("semanticVersion").string(version());
  json.key("rules").begin_array();
  for (const std::string& rule : rules) write_rule(json, rule);
  json.end_array().end_object().end_object();
  json.member("columnKind", "unicodeCodePoints");
  json.key("results").begin_array();
  for (const Finding& finding : report.findings) {
    const auto at = std::lower_bound(rules.begin(), rules.end(), finding.rule);
    write_result(json, finding, static_cast<std::size_t>(at - rules.begin()));
  }
  json.end_array();
  write_run_properties(json, report);
  json.end_object().end_array().end_object();
  return json.take();
}

}  // namespace si
