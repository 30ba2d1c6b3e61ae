// What a comparison of many databases with the same models says: one line a database, and which finding is in which.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "reports/report.h"
#include "support/result.h"

namespace si {

struct FleetDatabase {
  std::size_t number = 0;  // its place in the fleet, from 1
  std::string name;        // without any secret
  std::string error;       // why it could not be read; empty: it was
  std::size_t tables_compared = 0, columns_compared = 0, unresolved = 0, suppressed = 0;
};

// A finding and the databases that have it, by their numbers in order: a row of the matrix of divergence.
struct FleetFinding {
  Finding finding;
  std::vector<std::size_t> databases;
};

struct FleetReport {
  std::string command;
  ReportSide follower;
  std::string policy_hash;
  std::vector<std::string> policy_notes;
  std::size_t total = 0;                 // databases of the whole fleet
  std::vector<FleetDatabase> databases;  // those of this report, by number
  std::vector<FleetFinding> findings;    // as sort_findings() sorts them

  // Adds one database's own report.
  void add(const FleetDatabase& database, const FindingsReport& report);
  // Puts everything in order; add() and merge() leave that to the end.
  void finish();
  std::size_t failed() const;
  std::size_t count(std::size_t database, Severity severity) const;
};

// `format`: "text", "json" or "markdown".
std::string render_fleet(const FleetReport& report, std::string_view format);

// Takes the JSON of a share of a fleet into `whole`, which may be empty. Fails (kFiles) where it is none, or is of
// another fleet, policy or set of models; `name` is the file's, for messages.
Status merge_fleet(FleetReport& whole, std::string_view json, const std::string& name);

}  // namespace si
