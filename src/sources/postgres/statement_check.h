// What a server says of statements that it is never asked to run.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sources/postgres/connection.h"

namespace si {

struct StatementCheckOptions {
  int lock_timeout_ms = 500;
  int statement_timeout_ms = 5000;
  int connect_timeout_s = 10;
};

// A read-only session that parses and describes statements (the protocol's Parse and Describe) and binds and executes
// none. Each stands in its own implicit transaction, so no lock outlives it.
class StatementChecker {
 public:
  static Result<StatementChecker> open(const DatabaseSource& source, const StatementCheckOptions& options);

  // For each statement what the server has against it; nullopt: nothing. One statement a text, parameters as $n. Fails
  // (kDatabase) when the connection is lost.
  Result<std::vector<std::optional<ServerError>>> check(const std::vector<std::string>& statements);

 private:
  StatementChecker(Connection connection, int silence_ms)
      : connection_(std::move(connection)), silence_ms_(silence_ms) {}

  Connection connection_;
  int silence_ms_;
};

}  // namespace si
