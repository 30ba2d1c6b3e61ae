// A live PostgreSQL server as a source: where it is (every SOURCE form), and its whole schema read from pg_catalog.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "support/result.h"

namespace si {

// What a SOURCE text names.
enum class DatabaseForm {
  kServer,    // a libpq URI or keyword string, a SQLAlchemy URL, or libpq's own environment
  kScript,    // file:PATH.sql
  kSnapshot,  // snapshot:PATH.json
};

struct DatabaseSource {
  DatabaseForm form = DatabaseForm::kServer;
  std::map<std::string, std::string> parameters;  // libpq keywords; may hold a password: never printed
  std::string path;                               // of a script or snapshot
  // For people and reports, without any secret: "app on db.example:5432 as reader", "schema.sql".
  std::string display_name;
};

// Reads one SOURCE text: libpq URI or keyword string, SQLAlchemy URL (`postgresql+psycopg2://`, `+asyncpg`,
// `postgres://`, with their query parameters, e.g. ssl=require, host as a parameter, connect_timeout), `file:`,
// `snapshot:`. Relative paths start at `base_folder`. Empty text means libpq's own environment. Fails (kUsage) without
// printing secrets.
Result<DatabaseSource> parse_database_source(std::string_view text, const std::string& base_folder);

struct ReadDatabaseOptions {
  std::vector<std::string> schemas;  // globs; empty: all but the system's
  int statement_timeout_ms = 60000;
  int lock_timeout_ms = 5000;
  int connect_timeout_s = 10;
  std::function<void(std::string_view phase)> progress;  // may be empty
};

// Connects, reads everything in one REPEATABLE READ READ ONLY transaction in a fixed number of round trips,
// disconnects. For kScript: starts a private embedded server, loads the script, reads, removes it. For kSnapshot: reads
// the file.
Result<Schema> read_database(const DatabaseSource& source, const ReadDatabaseOptions& options);

// A private throw-away server: Unix socket only, no fsync, in a folder of its own; stopped and removed by the
// destructor, on SIGINT/SIGTERM/SIGHUP, and by a watching child when the parent dies in any other way.
class EmbeddedServer {
 public:
  // Fails (kDatabase) with the package to install when there are no PostgreSQL binaries.
  static Result<EmbeddedServer> start();
  EmbeddedServer(EmbeddedServer&&) noexcept;
  EmbeddedServer& operator=(EmbeddedServer&&) noexcept;
  ~EmbeddedServer();

  // A fresh empty database of that name, as a SOURCE; loads `script` (plain SQL or pg_dump output) when not empty.
  // Fails (kFiles for a script's own mistake) with file:line of the statement that the server refused.
  Result<DatabaseSource> create_database(const std::string& name, std::string_view script,
                                         const std::string& script_path);

 private:
  struct State;
  explicit EmbeddedServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace si
