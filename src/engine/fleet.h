// Many databases held against the same models in one process: a limited number of connections at a time, and none waits
// for a slow or dead one.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "reports/fleet_report.h"
#include "sources/postgres/database.h"
#include "support/result.h"

namespace si {

struct FleetOptions {
  std::size_t shard = 1, shards = 1;  // the databases whose number is `shard` when they are dealt out in turn
  std::size_t connections = 16;       // at a time
};

// "2/4"; fails (kUsage) unless 1 <= I <= N.
Status parse_shard(const std::string& text, FleetOptions& options);

// The databases that a fleet's file names, one SOURCE a line; `#` begins a comment line. A line "query: SELECT …" is
// asked of the settings' own database, read-only: each row is a SOURCE, or the name of a database on that server.
Result<std::vector<DatabaseSource>> read_fleet(const Settings& settings, const std::string& path);

// Reads and compares this shard's databases. A database that cannot be read is an entry with its error. The order in
// which servers answer changes nothing.
FleetReport compare_fleet(const std::string& command, const Settings& settings,
                          const std::vector<DatabaseSource>& fleet, const Source& models,
                          const std::set<std::string>& known, const FleetOptions& options);

}  // namespace si
