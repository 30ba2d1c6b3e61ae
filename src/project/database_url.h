// Which database is meant: the first of the places that may name one.
#pragma once

#include <string>

#include "project/config.h"
#include "support/result.h"

namespace si {

struct DatabaseUrl {
  std::string source;       // a SOURCE text; empty: libpq's own environment. May hold a password: never printed.
  std::string base_folder;  // where its relative paths start
  std::string said_by;  // for messages: "--db", "[database] url in schema-inspector.toml", "DATABASE_URL in .env" …
};

// First hit wins: `option` (--db), [database] url (may be env:NAME), DATABASE_URL in the environment, DATABASE_URL in
// the root's .env, libpq's own PG* variables and service files. Fails (kUsage) when nothing at all names a database, or
// env:NAME names no variable.
Result<DatabaseUrl> find_database_url(const Config& config, const std::string& option);

}  // namespace si
