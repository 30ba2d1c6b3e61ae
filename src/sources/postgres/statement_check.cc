// Statements are sent some hundreds ahead of the answers, each followed by a Sync of its own: an error ends its own
// statement only, and outside a transaction block the locks of parsing go with it.
#include "sources/postgres/statement_check.h"

#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <memory>

#include "sources/postgres/server_answer.h"

namespace si {
namespace {

constexpr std::size_t kAhead = 256;

// Until a result can be taken without waiting, sending what is to be sent on the way. False: silence, or it is broken.
bool wait_for_result(PGconn* connection, int silence_ms) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(silence_ms);
  while (PQisBusy(connection) != 0) {
    const int unsent = PQflush(connection);
    if (unsent < 0) return false;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd entry = {PQsocket(connection), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return false;
    if (ready > 0 && PQconsumeInput(connection) == 0) return false;
    if (ready > 0) deadline = Clock::now() + std::chrono::milliseconds(silence_ms);
  }
  return true;
}

Error lost() {
  return Error{ErrorKind::kDatabase, "the connection to the server was lost while it checked statements",
               "see the server's log, then run the command again"};
}

}  // namespace

Result<StatementChecker> StatementChecker::open(const DatabaseSource& source, const StatementCheckOptions& options) {
  Result<Connection> connection = Connection::open(source, options.connect_timeout_s);
  if (!connection) return connection.error();
  const int silence_ms = options.statement_timeout_ms + 30000;
  const std::vector<std::string> settings = {
      "SET default_transaction_read_only = on",
      "SET lock_timeout = " + std::to_string(options.lock_timeout_ms),
      "SET statement_timeout = " + std::to_string(options.statement_timeout_ms),
      "SET idle_in_transaction_session_timeout = 60000",
      "SET check_function_bodies = off",
  };
  if (const auto failure = connection->run_batch(settings, silence_ms, [](std::size_t, const Rows&) {}))
    return failure->error;
  return StatementChecker(std::move(*connection), silence_ms);
}

Result<std::vector<std::optional<ServerError>>> StatementChecker::check(const std::vector<std::string>& statements) {
  std::vector<std::optional<ServerError>> verdicts(statements.size());
  if (statements.empty()) return verdicts;
  PGconn* connection = connection_.raw();
  if (PQenterPipelineMode(connection) != 1) return lost();
  std::size_t sent = 0;
  for (std::size_t answered = 0; answered < statements.size();) {
    // Refill when half of it is used up, not after each answer.
    if (sent - answered <= kAhead / 2) {
      while (sent < statements.size() && sent - answered < kAhead) {
        const bool ok = PQsendPrepare(connection, "", statements[sent].c_str(), 0, nullptr) == 1 &&
                        PQsendDescribePrepared(connection, "") == 1 && PQpipelineSync(connection) == 1;
        if (!ok) return lost();
        ++sent;
      }
      if (PQflush(connection) < 0) return lost();
    }
    if (!wait_for_result(connection, silence_ms_)) return lost();
    const ResultHandle result(PQgetResult(connection));
    if (PQstatus(connection) == CONNECTION_BAD) return lost();
    if (result == nullptr) continue;
    switch (PQresultStatus(result.get())) {
      case PGRES_PIPELINE_SYNC: ++answered; break;
      case PGRES_FATAL_ERROR:
        if (!verdicts[answered]) verdicts[answered] = server_error(result.get());
        break;
      default: break;
    }
  }
  PQexitPipelineMode(connection);
  return verdicts;
}

}  // namespace si
