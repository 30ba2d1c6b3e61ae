// What changes a database: the only file of the program that writes to one that it did not make itself. And the counts
// of rows that a change cannot bear, which only read.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/postgres/database.h"
#include "support/result.h"

namespace si {

class Connection;

// What a server said against a statement.
struct StatementFailure {
  std::string message;    // in the server's words, printable
  bool may_pass = false;  // a lock that did not come in time, a deadlock: worth another try
  bool lost = false;      // the connection is gone: nobody knows what of the last statement stands
};

class DatabaseSession {
 public:
  static Result<DatabaseSession> open(const DatabaseSource& source, int connect_timeout_s);
  DatabaseSession(DatabaseSession&&) noexcept;
  DatabaseSession& operator=(DatabaseSession&&) noexcept;
  ~DatabaseSession();

  // One statement, outside of any pipeline; nullopt: done.
  std::optional<StatementFailure> run(const std::string& sql);
  // A count, in a READ ONLY transaction of its own with a time limit; the server's words where it does not come.
  Result<long long> count(const std::string& sql, int statement_timeout_ms);

 private:
  explicit DatabaseSession(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

// A database that outlives its reading: a server's, or that of a script on a private server.
struct OpenDatabase {
  std::optional<EmbeddedServer> server;  // of a script
  DatabaseSource source;                 // to connect to
};
// Fails for a snapshot (kUsage), and as read_database() does.
Result<OpenDatabase> open_database(const DatabaseSource& source);

}  // namespace si
