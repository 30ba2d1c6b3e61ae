#include "sources/postgres/connection.h"

#include <libpq-fe.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "sources/postgres/connect_error.h"
#include "sources/postgres/server_answer.h"
#include "support/strings.h"

namespace si {
namespace {

using Clock = std::chrono::steady_clock;

// True when the socket is ready (or broken, which the next call on it will tell); false at the deadline.
bool wait_for(int socket, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd entry = {socket, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::min<long long>(left, 60000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;
  }
}

// Hands the answers over on a thread of its own, in order: rows are decoded while the server works on what follows.
class Delivery {
 public:
  using Receiver = std::function<void(std::size_t statement, const PGresult* result)>;

  explicit Delivery(const Receiver& receiver) : receiver_(receiver), thread_([this] { run(); }) {}
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;
  ~Delivery() { join(); }

  void push(std::size_t statement, ResultHandle result) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(statement, std::move(result));
    }
    changed_.notify_one();
  }

  // Returns when the receiver has seen everything; throws what it threw.
  void finish() {
    join();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 private:
  void join() {
    if (!thread_.joinable()) return;
    push(0, nullptr);  // the end
    thread_.join();
  }

  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !waiting_.empty(); });
      const auto [statement, result] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      if (result == nullptr) return;
      if (thrown_) continue;
      try {
        receiver_(statement, result.get());
      } catch (...) {
        thrown_ = std::current_exception();
      }
    }
  }

  const Receiver receiver_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::size_t, ResultHandle>> waiting_;
  std::exception_ptr thrown_;
  std::thread thread_;  // last: it uses the others
};

// libpq tries the hosts of a list in turn, but leaves the time-out for each to a blocking call that we don't use; so
// each host becomes an attempt of its own. Ports and addresses go with their host, as libpq pairs them.
std::vector<std::map<std::string, std::string>> attempts(const std::map<std::string, std::string>& parameters) {
  const auto list = [&](const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::vector<std::string>() : split(found->second, ',');
  };
  const std::vector<std::string> hosts = list("host"), addresses = list("hostaddr"), ports = list("port");
  const std::size_t count = std::max({hosts.size(), addresses.size(), std::size_t{1}});
  if (count == 1 || (ports.size() > 1 && ports.size() != count)) return {parameters};
  std::vector<std::map<std::string, std::string>> result;
  if (const auto wanted = parameters.find("target_session_attrs");
      wanted != parameters.end() && wanted->second == "prefer-standby") {
    std::map<std::string, std::string> pass = parameters;
    pass["target_session_attrs"] = "standby";
    result = attempts(pass);
    pass["target_session_attrs"] = "any";
    for (auto& attempt : attempts(pass)) result.push_back(std::move(attempt));
    return result;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::map<std::string, std::string> one = parameters;
    if (!hosts.empty()) one["host"] = i < hosts.size() ? hosts[i] : "";
    if (!addresses.empty()) one["hostaddr"] = i < addresses.size() ? addresses[i] : "";
    if (ports.size() > 1) one["port"] = ports[i];
    result.push_back(std::move(one));
  }
  return result;
}

// The addresses of a host, as libpq's hostaddr takes them.
struct Addresses {
  std::vector<std::string> texts;
  std::string failure;  // why there are none
};

Addresses look_up(const std::string& host) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list); error != 0)
    return {{}, "could not translate host name \"" + host + "\" to address: " + ::gai_strerror(error)};
  Addresses addresses;
  for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.texts.emplace_back(text);
  }
  ::freeaddrinfo(list);
  return addresses;
}

// libpq would wait for the name's resolution as long as the system likes. Here a thread waits; when it is too slow it
// is left to itself. Gives back the failure; empty when `parameters` now say the addresses, or need none.
std::string resolve(std::map<std::string, std::string>& parameters, Clock::time_point deadline) {
  const char* usual = std::getenv("PGHOST");
  const auto named = parameters.find("host");
  const std::string host = named != parameters.end() ? named->second : usual != nullptr ? usual : "";
  const bool is_elsewhere = parameters.contains("service") || std::getenv("PGSERVICE") != nullptr ||
                            std::getenv("PGHOSTADDR") != nullptr || host.find(',') != std::string::npos;
  if (host.empty() || host.starts_with('/') || host.starts_with('@') || parameters.contains("hostaddr") || is_elsewhere)
    return "";
  std::promise<Addresses> promise;
  std::future<Addresses> future = promise.get_future();
  std::thread([host, answer = std::move(promise)]() mutable { answer.set_value(look_up(host)); }).detach();
  if (future.wait_until(deadline) != std::future_status::ready) return kResolveTimeout;
  const Addresses addresses = future.get();
  if (addresses.texts.empty()) return addresses.failure;
  parameters["hostaddr"] = join(addresses.texts, ",");
  parameters["host"] = join(std::vector<std::string>(addresses.texts.size(), host), ",");
  return "";
}

struct Attempt {
  PGconn* connection = nullptr;
  std::string failure;  // empty: connected
};

Attempt connect_once(std::map<std::string, std::string> parameters, int timeout_s) {
  const Clock::time_point deadline = Clock::now() + std::chrono::seconds(timeout_s);
  if (std::string failure = resolve(parameters, deadline); !failure.empty()) return {nullptr, std::move(failure)};
  std::vector<const char*> names, values;
  for (const auto& [name, value] : parameters) {
    if (name == "connect_timeout" || name == "client_encoding") continue;
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  for (const auto& [name, value] : {std::pair("fallback_application_name", "schema-inspector"),
                                    std::pair("client_encoding", "UTF8"), std::pair<const char*, const char*>({})}) {
    names.push_back(name);
    values.push_back(value);
  }
  PGconn* connection = PQconnectStartParams(names.data(), values.data(), 0);
  if (connection == nullptr) return {nullptr, "out of memory"};
  // Error texts come in the server's language; with this they carry the SQLSTATE too.
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  if (PQstatus(connection) == CONNECTION_BAD) state = PGRES_POLLING_FAILED;
  while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
    if (!wait_for(PQsocket(connection), state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
      return {connection, kConnectTimeout};
    state = PQconnectPoll(connection);
  }
  return {connection, state == PGRES_POLLING_OK ? "" : PQerrorMessage(connection)};
}

}  // namespace

Rows::Rows(const pg_result* result, bool* repaired) : result_(result), repaired_(repaired), size_(PQntuples(result)) {}

std::string Rows::string(int row, int column) const {
  const std::string_view value = text(row, column);
  if (repaired_ == nullptr || is_valid_utf8(value)) return std::string(value);
  *repaired_ = true;
  return to_valid_utf8(value);
}

bool Rows::is_null(int row, int column) const { return PQgetisnull(result_, row, column) != 0; }

std::string_view Rows::text(int row, int column) const {
  return {PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column))};
}

std::optional<std::string> Rows::optional(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return string(row, column);
}

char Rows::letter(int row, int column) const {
  const std::string_view value = text(row, column);
  return value.empty() ? '\0' : value.front();
}

unsigned Rows::oid(int row, int column) const {
  const std::string_view value = text(row, column);
  unsigned number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

long long Rows::integer(int row, int column) const {
  const std::string_view value = text(row, column);
  long long number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

void Connection::Closer::operator()(pg_conn* connection) const { PQfinish(connection); }

Connection::Connection(pg_conn* connection, std::string where) : connection_(connection), where_(std::move(where)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const DatabaseSource& source, int connect_timeout_s) {
  std::string failure;
  for (const auto& parameters : attempts(source.parameters)) {
    const Attempt attempt = connect_once(parameters, std::max(1, connect_timeout_s));
    Connection connection(attempt.connection, source.display_name);
    if (attempt.failure.empty()) {
      PQsetnonblocking(connection.raw(), 1);
      PQsetErrorVerbosity(connection.raw(), PQERRORS_DEFAULT);
      PQsetNoticeReceiver(
          connection.raw(), [](void*, const PGresult*) {}, nullptr);
      return connection;
    }
    failure = attempt.failure;
  }
  return connect_error(failure, source, connect_timeout_s);
}

int Connection::server_version() const { return PQserverVersion(raw()); }

std::string Connection::server_version_text() const {
  const char* text = PQparameterStatus(raw(), "server_version");
  const std::string_view version = text != nullptr ? text : "";
  return std::string(version.substr(0, version.find(' ')));  // "15.20 (Debian 15.20-0+deb12u1)"
}

bool Connection::has_unchecked_text() const {
  const char* encoding = PQparameterStatus(raw(), "server_encoding");
  return encoding != nullptr && std::string_view(encoding) == "SQL_ASCII";
}

Error Connection::lost(std::string_view what) const {
  return Error{ErrorKind::kDatabase, std::string(what) + ": " + where_,
               "see the server's log, then run the command again"};
}

// Flushes what is to be sent while it waits. False: nothing came for `silence_ms`.
bool Connection::wait_readable(int silence_ms) {
  const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(silence_ms);
  while (PQisBusy(raw()) != 0) {
    const int unsent = PQflush(raw());
    if (unsent < 0) return true;  // broken: reading will tell
    if (!wait_for(PQsocket(raw()), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), deadline)) return false;
    if (PQconsumeInput(raw()) == 0) return true;
  }
  return true;
}

std::optional<BatchFailure> Connection::run_batch(
    const std::vector<std::string>& statements, int silence_ms,
    const std::function<void(std::size_t statement, const Rows& rows)>& on_rows) {
  const auto broken = [&](std::size_t statement, std::string_view what) {
    connection_.reset();  // every call of libpq refuses a null connection
    return BatchFailure{statement, std::nullopt, lost(what)};
  };
  const bool unchecked = has_unchecked_text();
  ++round_trips_;
  if (PQenterPipelineMode(raw()) != 1) return broken(0, "the connection to the server is lost");
  bool sent = true;
  for (const std::string& statement : statements)
    sent = sent && PQsendQueryParams(raw(), statement.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
  sent = sent && PQpipelineSync(raw()) == 1;
  if (!sent) return broken(0, "the connection to the server is lost");

  Delivery delivery([&](std::size_t statement, const PGresult* result) {
    on_rows(statement, Rows(result, unchecked ? &repaired_ : nullptr));
  });
  std::optional<BatchFailure> failure;
  for (std::size_t statement = 0;;) {
    if (!wait_readable(silence_ms)) return broken(statement, "the server has stopped answering");
    ResultHandle result(PQgetResult(raw()));
    if (PQstatus(raw()) == CONNECTION_BAD) return broken(statement, "the connection was lost while reading");
    if (result == nullptr) {  // the end of one statement's results
      ++statement;
      continue;
    }
    switch (PQresultStatus(result.get())) {
      case PGRES_PIPELINE_SYNC:
        PQexitPipelineMode(raw());
        delivery.finish();
        return failure;
      case PGRES_PIPELINE_ABORTED: break;
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK: delivery.push(statement, std::move(result)); break;
      default:
        if (failure) break;
        failure = BatchFailure{statement, server_error(result.get()), {}};
        failure->error = refused_error(*failure->refused, where_);
    }
  }
}

}  // namespace si
