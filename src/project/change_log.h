// The log of changes to the database: one line each, only ever appended to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace si {

struct LoggedChange {
  std::string time;    // UTC, 2026-11-22T15:40:00Z
  std::string id;      // of the planned change
  std::string result;  // "applied", "failed"; "unexplained": found in the database, and nobody had logged it
  std::string statement;
  std::string reason;
  std::string before, after;  // fingerprints of the schema
};

// `- 2026-11-22T15:40:00Z | 1a2b3c4d5e6f | applied | ALTER TABLE … | why | 0123… -> 4567…`; a `|` inside of a part is
// written `\|`, and nothing in a part ends the line.
std::string change_line(const LoggedChange& change);
// The lines of that form; all others are somebody else's.
std::vector<LoggedChange> read_change_lines(std::string_view log);
// The log with the change at its end. What stands there stays as it is, whatever its format; a change that is logged
// already (the same id, result and fingerprints) is not logged again.
std::string append_change(std::string_view log, const LoggedChange& change);

}  // namespace si
