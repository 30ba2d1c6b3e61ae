// The log of the database's changes, whatever its form, held against what changed: the last snapshot and the database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "fixes/ddl/plan.h"

namespace si {

struct ChangeLogCheck {
  std::string path;                    // relative; empty: there is none
  std::size_t lines = 0;               // that speak of a change
  std::size_t repeated = 0;            // of these, those that say what a line before says
  std::vector<Finding> new_changes;    // since the snapshot, that no line names
  std::vector<std::string> unlogged;   // these, and those of earlier runs that still nobody explained
  std::vector<std::string> not_there;  // changes that a line tells of and the database does not show
};

// The change log that is there: [changes] log, else docs/pgdb_changes.md or pgdb_changes.md; "" for none.
std::string change_log_path(const Config& config);

// A change counts as logged when one line names its table and, where it has one, its column.
ChangeLogCheck check_change_log(const Settings& settings, const Source& database, SourceLines& lines);

// What the log tells of and the schema does not show: columns and primary keys that were added to a table that is
// there. `path` is for the places.
std::vector<ddl::LoggedAddition> logged_but_not_there(std::string_view log, const std::string& path,
                                                      const Schema& database);
// The same of the project's log; none where it cannot be read.
std::vector<ddl::LoggedAddition> logged_but_not_there(const Config& config, const Schema& database);

// Enters changes that nobody had logged as "unexplained", so that they are told of after the snapshot is new, until a
// later line names them. The log as it shall be.
std::string with_unexplained(std::string_view log, const ChangeLogCheck& check, const std::string& fingerprint);

// What the log holds, for its managed block.
std::string change_log_summary(const ChangeLogCheck& check);

}  // namespace si
