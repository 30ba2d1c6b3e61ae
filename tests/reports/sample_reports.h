// Hand-built reports for the tests of every format.
#pragma once

#include "reports/report.h"

namespace si {

inline Finding make_finding(std::string rule, Severity severity, ObjectRef object, std::string message,
                            Location location = {}) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.severity = severity;
  finding.object = std::move(object);
  finding.message = std::move(message);
  finding.location = std::move(location);
  return finding;
}

// A comparison as it comes: three severities, two findings on one line, one without a place, something unresolved.
inline FindingsReport plain_report() {
  FindingsReport report;
  report.command = "compare-db-models";
  report.truth = {"database", "app", 0, "PostgreSQL 15.20"};
  report.follower = {"models", "", 2, "SQLAlchemy 2.0 (assumed)"};
  report.tables_compared = 54;
  report.columns_compared = 801;
  report.compared = {"tables", "columns", "types"};
  report.not_compared = {{"row security policies", "models do not declare them"}};
  report.policy_hash = "0123abcd";
  report.policy_notes = {"column-comment is off (its own: info)"};
  report.suppressed = 3;
  report.default_file = "schema-inspector.toml";
  const Location column{"models/user.py", {4, 5, 4, 36}};
  const Location table{"models/user.py", {1, 7, 1, 11}};
  report.findings = {
      make_finding("table-missing", Severity::kWarning, {"public", "audit", "", "", "", {}},
                   "table audit is in the database, but no model maps it"),
      make_finding("column-missing", Severity::kCritical, {"public", "users", "created_by", "", "", {}},
                   "users.created_by (integer NOT NULL) is in the database, not in the model", table),
      make_finding("column-missing", Severity::kWarning, {"public", "users", "note", "", "", {}},
                   "users.note (text) is in the database, not in the model", table),
      make_finding("column-type", Severity::kWarning, {"public", "users", "ip", "", "", {}},
                   "users.ip is inet in the database, String(45) in the model", column),
      make_finding("foreign-key-missing", Severity::kInfo,
                   {"public", "users", "", "foreign key", "users_ip_fkey", {"a", "b"}},
                   "users(a, b) references hosts(a, b) in the database, not in the model", table),
  };
  report.findings[3].expected = "inet";
  report.findings[3].actual = "character varying(45)";
  report.findings[3].fixable = true;
  report.findings[1].includes = {"foreign key (created_by) references users (id)"};
  report.unresolved = {
      {{"public", "users"}, "token", "the length comes from a call", {"models/user.py", {6, 5, 6, 20}}}};
  return report;
}

inline std::optional<std::string> plain_source(const std::string& file, std::uint32_t line) {
  if (file != "models/user.py") return std::nullopt;
  if (line == 1) return "class User(Base):";
  if (line == 4) return "    ip = Column(String(45), nullable=True)  # caf\xC3\xA9";
  return std::nullopt;
}

// What a database may call its things.
inline const std::string kHostile =
    "a|b`c```</script><b>&amp;\"'\n\r\t\x1b[31m::error::%0A,\\_*[x](y)\xE2\x80\xAE\xFF]]>$x$ caf\xC3\xA9 ~~#";

// Every text of it hostile.
inline FindingsReport hostile_report() {
  FindingsReport report;
  report.command = "diff";
  report.truth = {"database", kHostile, 0, kHostile};
  report.follower = {"snapshot", kHostile, 0, ""};
  report.compared = {kHostile};
  report.not_compared = {{kHostile, kHostile}};
  report.policy_notes = {kHostile};
  report.policy_hash = "0123abcd";
  const Location place{"dir/" + kHostile + ".py", {2, 3, 2, 9}};
  for (const Severity severity : {Severity::kCritical, Severity::kWarning, Severity::kInfo}) {
    Finding finding = make_finding("column-type", severity,
                                   {kHostile, kHostile, kHostile, "index", kHostile, {kHostile}}, kHostile, place);
    finding.expected = kHostile;
    finding.actual = kHostile;
    finding.includes = {kHostile};
    report.findings.push_back(finding);
  }
  report.findings.push_back(
      make_finding("column-type", Severity::kInfo, {kHostile, kHostile, "", "", "", {}}, kHostile));
  report.default_file = kHostile;
  report.unresolved = {{{kHostile, kHostile}, kHostile, kHostile, place}};
  return report;
}

inline std::optional<std::string> hostile_source(const std::string&, std::uint32_t) { return kHostile; }

}  // namespace si
