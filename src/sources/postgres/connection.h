// A connection to a PostgreSQL server that cannot hang: every wait has a deadline, every failure says what to do.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/postgres/database.h"
#include "support/result.h"

struct pg_conn;
struct pg_result;

namespace si {

// What a server said against a statement, in its own words. `position` counts characters from 1; 0: none.
struct ServerError {
  std::string sqlstate, message, detail, hint;
  int position = 0;
};

// The rows of one statement, as text. A NULL is an empty text for which is_null() is true. A SQL_ASCII database holds
// whatever bytes came; then string() puts U+FFFD for those that are no UTF-8, and `repaired` is set.
class Rows {
 public:
  explicit Rows(const pg_result* result, bool* repaired = nullptr);

  int size() const { return size_; }
  bool is_null(int row, int column) const;
  std::string_view text(int row, int column) const;
  std::string string(int row, int column) const;
  std::optional<std::string> optional(int row, int column) const;
  bool flag(int row, int column) const { return text(row, column) == "t"; }
  char letter(int row, int column) const;  // '\0' for an empty text or NULL
  unsigned oid(int row, int column) const;
  long long integer(int row, int column) const;

 private:
  const pg_result* result_;
  bool* repaired_;
  int size_;
};

// Why a batch stopped: a statement was refused (then `refused` is set), or the connection failed.
struct BatchFailure {
  std::size_t statement = 0;
  std::optional<ServerError> refused;
  Error error;  // for people, in both cases
};

class Connection {
 public:
  // Fails (kDatabase) within `connect_timeout_s` for each host that the source names.
  static Result<Connection> open(const DatabaseSource& source, int connect_timeout_s);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Sends all statements, in pipeline mode with one Sync, before it reads the first answer: one round trip. `on_rows`
  // sees each statement's rows, in order, on a thread of its own while the server works on the next; they are freed
  // when it returns, and it has returned from all before this does. Stops at the first refusal; the connection can be
  // used after it unless it was lost. Waits at most `silence_ms` for the next byte.
  std::optional<BatchFailure> run_batch(const std::vector<std::string>& statements, int silence_ms,
                                        const std::function<void(std::size_t statement, const Rows& rows)>& on_rows);

  int server_version() const;               // 150020
  std::string server_version_text() const;  // "15.20"
  bool has_unchecked_text() const;          // the database's encoding is SQL_ASCII
  bool repaired_text() const { return repaired_; }
  // How often a request was sent and its answer awaited, after the connection was made.
  int round_trips() const { return round_trips_; }
  pg_conn* raw() const { return connection_.get(); }

 private:
  struct Closer {
    void operator()(pg_conn* connection) const;
  };
  explicit Connection(pg_conn* connection, std::string where);
  Error lost(std::string_view what) const;
  bool wait_readable(int silence_ms);

  std::unique_ptr<pg_conn, Closer> connection_;
  std::string where_;  // the source's display name
  int round_trips_ = 0;
  bool repaired_ = false;
};

}  // namespace si
