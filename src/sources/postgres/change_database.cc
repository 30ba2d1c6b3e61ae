#include "sources/postgres/change_database.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <utility>

#include "sources/postgres/connection.h"
#include "sources/postgres/server_answer.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

StatementFailure failure_of(PGconn* connection, const PGresult* result) {
  StatementFailure failure;
  const ServerError error = server_error(result);
  failure.message = error.message;
  if (failure.message.empty()) failure.message = std::string(trim(PQerrorMessage(connection)));
  if (!error.detail.empty()) failure.message += ": " + error.detail;
  failure.message = printable(failure.message);
  const std::string& state = error.sqlstate;
  failure.may_pass = state == "55P03" || state == "40P01" || state == "40001";
  failure.lost = PQstatus(connection) == CONNECTION_BAD;
  return failure;
}

}  // namespace

DatabaseSession::DatabaseSession(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
DatabaseSession::DatabaseSession(DatabaseSession&&) noexcept = default;
DatabaseSession& DatabaseSession::operator=(DatabaseSession&&) noexcept = default;
DatabaseSession::~DatabaseSession() = default;

Result<DatabaseSession> DatabaseSession::open(const DatabaseSource& source, int connect_timeout_s) {
  Result<Connection> connection = Connection::open(source, connect_timeout_s);
  if (!connection) return connection.error();
  PQsetnonblocking(connection->raw(), 0);
  return DatabaseSession(std::make_unique<Connection>(std::move(*connection)));
}

std::optional<StatementFailure> DatabaseSession::run(const std::string& sql) {
  PGconn* connection = connection_->raw();
  const ResultHandle result(PQexec(connection, sql.c_str()));
  if (is_done(result.get())) return std::nullopt;
  return failure_of(connection, result.get());
}

Result<long long> DatabaseSession::count(const std::string& sql, int statement_timeout_ms) {
  PGconn* connection = connection_->raw();
  const auto failed = [&](const StatementFailure& failure) { return Error{ErrorKind::kDatabase, failure.message, ""}; };
  if (auto failure = run("BEGIN READ ONLY")) return failed(*failure);
  if (auto failure = run("SET LOCAL statement_timeout = " + std::to_string(statement_timeout_ms)))
    return failed(*failure);
  const ResultHandle result(PQexec(connection, sql.c_str()));
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQntuples(result.get()) != 1) {
    const StatementFailure failure = failure_of(connection, result.get());
    run("ROLLBACK");
    return failed(failure);
  }
  const long long rows = std::strtoll(PQgetvalue(result.get(), 0, 0), nullptr, 10);
  run("ROLLBACK");
  return rows;
}

Result<OpenDatabase> open_database(const DatabaseSource& source) {
  if (source.form == DatabaseForm::kSnapshot)
    return Error{ErrorKind::kUsage, "a snapshot holds no rows and cannot be changed: " + printable(source.display_name),
                 "name the database itself with --db"};
  OpenDatabase open;
  open.source = source;
  if (source.form == DatabaseForm::kServer) return open;
  Result<std::string> text = read_file(source.path);
  if (!text) return text.error();
  Result<EmbeddedServer> server = EmbeddedServer::start();
  if (!server) return server.error();
  Result<DatabaseSource> database = server->create_database("script", *text, source.display_name);
  if (!database) return database.error();
  open.server = std::move(*server);
  open.source = std::move(*database);
  return open;
}

}  // namespace si
