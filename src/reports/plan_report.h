// A plan of changes to a database, as text, JSON, Markdown, SQL or an Alembic revision.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixes/ddl/plan.h"
#include "reports/report.h"

namespace si {

// What one data check says.
struct DataAnswer {
  std::optional<long long> rows;
  std::string why_not;  // where it was not counted
};

struct PlannedEntry {
  ddl::PlannedChange change;
  std::vector<DataAnswer> answers;  // one for each of the change's checks
  // nullopt: not known.
  std::optional<bool> data_allow() const;
};

struct PlanProof {
  bool ran = false;
  std::string why_not;
  std::vector<std::string> failed;     // "id: the server's words"
  std::vector<std::string> remaining;  // findings that the changes did not end
  std::vector<std::string> added;      // findings that were not there before
  // New findings of lint where the models asked for the change, and the other way round: an index that lint asks for is
  // one that the models do not declare.
  std::vector<std::string> follows;
  bool holds() const { return ran && failed.empty() && remaining.empty() && added.empty(); }
};

struct PlanReport {
  ReportSide database;
  std::string fingerprint;  // of the database's schema
  std::vector<PlannedEntry> entries;
  std::vector<ddl::NotPlanned> not_planned;
  PlanProof proof;
};

// `format`: "text", "json", "markdown", "sql" or "alembic". `down_revision`: what an Alembic revision follows; empty:
// none.
std::string render_plan(const PlanReport& report, std::string_view format, const std::string& down_revision,
                        bool color);

// What became of the changes that were to be applied.
struct AppliedChange {
  std::string id;
  std::string state;    // "applied", "would be applied", "applied before", "failed", "not run"
  std::string message;  // why it failed, what stands
  std::string sql;
};

struct ApplyReport {
  std::string before, after;  // fingerprints of the schema; `after` is empty where nothing was to change
  std::vector<AppliedChange> changes;
  std::string log;  // its path, as shown; empty: nothing was logged
  bool failed = false;

  std::size_t count(std::string_view state) const;
};

// `format`: "text" or "json".
std::string render_applied(const ApplyReport& report, std::string_view format);

}  // namespace si
