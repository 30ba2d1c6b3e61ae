// The log of the database's changes, whatever its form, held against what changed: the last snapshot and the database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"

namespace si {

struct ChangeLogCheck {
  std::string path;                    // relative; empty: there is none
  std::size_t lines = 0;               // that speak of a change
  std::vector<std::string> unlogged;   // changes since the snapshot that no line names
  std::vector<std::string> not_there;  // changes that a line tells of and the database does not show
};

// A change counts as logged when one line names its table and, where it has one, its column.
ChangeLogCheck check_change_log(const Settings& settings, const Source& database, SourceLines& lines);

// What the text tells of and the schema does not show: columns, tables and primary keys that were added.
std::vector<std::string> logged_but_not_there(std::string_view log, const Schema& database);

}  // namespace si
