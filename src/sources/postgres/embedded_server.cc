// Databases on a private server, and the loading of scripts into them.
#include <libpq-fe.h>

#include <algorithm>
#include <set>
#include <utility>

#include "sources/postgres/connection.h"
#include "sources/postgres/database.h"
#include "sources/postgres/server_answer.h"
#include "sources/postgres/server_process.h"
#include "sources/sql/split.h"
#include "support/strings.h"

namespace si {
namespace {

// Everything that a PG* variable could change is said, so that none of them counts.
DatabaseSource source_of(const std::string& folder, const std::string& database) {
  DatabaseSource source;
  source.parameters = {{"host", folder},
                       {"port", "5432"},
                       {"user", "postgres"},
                       {"dbname", database},
                       {"sslmode", "disable"},
                       {"gssencmode", "disable"},
                       {"options", "-c jit=off"},
                       {"channel_binding", "disable"},
                       {"target_session_attrs", "any"}};
  source.display_name = database + " on a private server";
  return source;
}

// Loads one script, statement by statement, each in a transaction of its own unless the script says otherwise.
class Loader {
 public:
  Loader(PGconn* connection, const std::string& path) : connection_(connection), path_(path) {}

  Status load(std::string_view script) {
    for (const PsqlCommand& command : psql_commands(script)) {
      for (const char* reading : {"i", "ir", "include", "include_relative", "copy"})
        if (command.name == reading)
          return Error{ErrorKind::kFiles,
                       printable(path_) + ':' + std::to_string(command.line) + ": psql's \\" + command.name +
                           " is not followed, and without it the script is not whole",
                       "put what it reads into the script, or load the script with psql and name that database"};
    }
    for (const ScriptStatement& statement : split_statements(script)) {
      if (!concerns_us(statement.text)) continue;
      // A role that is not there is made: dumps name owners and grantees, but do not hold them.
      for (std::set<std::string> made;;) {
        const bool guarded = in_transaction() && may_name_a_role(statement.text);
        if (guarded) execute("SAVEPOINT before_a_role");
        const std::optional<ServerError> refusal = run(statement);
        if (guarded && refusal) execute("ROLLBACK TO before_a_role");
        if (guarded) execute("RELEASE before_a_role");
        if (!refusal) break;
        const std::string role = missing_role(*refusal);
        if (role.empty() || !made.insert(role).second || PQtransactionStatus(connection_) == PQTRANS_INERROR) {
          if (is_setting_of_another_version(statement.text, *refusal)) break;
          return error(statement, *refusal);
        }
        execute("CREATE ROLE " + quote_identifier(role));
      }
    }
    if (in_transaction()) execute("COMMIT");
    return Done{};
  }

 private:
  // The script goes into a database that we made; one that it would make itself is not where its objects go, as the
  // \connect behind that is psql's.
  static bool concerns_us(std::string_view statement) {
    const std::string start = to_lower_ascii(statement.substr(0, 40));
    for (const char* other : {"create database", "drop database", "alter database", "comment on database"})
      if (start.starts_with(other)) return false;
    return true;
  }

  // pg_dump of a newer version sets what an older server does not know, e.g. transaction_timeout.
  static bool is_setting_of_another_version(std::string_view statement, const ServerError& refusal) {
    return to_lower_ascii(statement.substr(0, 4)) == "set " &&
           (refusal.sqlstate == "42704" || refusal.sqlstate == "22023");
  }

  static bool may_name_a_role(std::string_view statement) {
    const std::string start = to_lower_ascii(statement.substr(0, 40));
    for (const char* word : {"grant ", "revoke ", "alter ", "create policy", "create schema", "create user mapping"})
      if (start.starts_with(word)) return true;
    return false;
  }

  // The server's messages are in English: it was started so.
  static std::string missing_role(const ServerError& refusal) {
    constexpr std::string_view start = "role \"", end = "\" does not exist";
    if (refusal.sqlstate != "42704" || !refusal.message.starts_with(start) || !refusal.message.ends_with(end))
      return "";
    return refusal.message.substr(start.size(), refusal.message.size() - start.size() - end.size());
  }

  bool in_transaction() const { return PQtransactionStatus(connection_) != PQTRANS_IDLE; }

  std::optional<ServerError> execute(const std::string& sql) { return refusal_of(PQexec(connection_, sql.c_str())); }

  std::optional<ServerError> run(const ScriptStatement& statement) {
    PGresult* result = PQexec(connection_, std::string(statement.text).c_str());
    if (PQresultStatus(result) != PGRES_COPY_IN) return refusal_of(result);
    PQclear(result);
    std::string_view data = statement.copy_data;
    while (!data.empty()) {
      const std::string_view part = data.substr(0, 1 << 20);
      if (PQputCopyData(connection_, part.data(), static_cast<int>(part.size())) != 1) break;
      data.remove_prefix(part.size());
    }
    PQputCopyEnd(connection_, nullptr);
    std::optional<ServerError> refusal;
    while (PGresult* next = PQgetResult(connection_))
      if (std::optional<ServerError> one = refusal_of(next); one && !refusal) refusal = std::move(one);
    return refusal;
  }

  std::optional<ServerError> refusal_of(PGresult* raw) {
    const ResultHandle result(raw);
    if (is_done(raw)) return std::nullopt;
    ServerError refusal = server_error(raw);
    if (refusal.message.empty()) refusal.message = std::string(trim(PQerrorMessage(connection_)));
    if (PQresultStatus(raw) == PGRES_COPY_OUT) refusal.message = "COPY … TO STDOUT makes no sense in a schema script";
    return refusal;
  }

  Error error(const ScriptStatement& statement, const ServerError& refusal) const {
    std::uint32_t line = statement.line;
    int character = 1;
    for (const char c : statement.text) {
      if (character >= refusal.position) break;
      if (c == '\n') ++line;
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++character;
    }
    Error result{ErrorKind::kFiles,
                 printable(path_) + ':' + std::to_string(line) +
                     ": the server refuses this statement: " + printable(refusal.message),
                 printable(refusal.hint)};
    if (refusal.message.starts_with("extension ") ||
        refusal.message.find("extension control file") != std::string::npos)
      result.hint =
          "install the package with that extension for the server on this machine (Debian: postgresql-contrib, "
          "postgresql-NN-NAME), or take the statement out of the script";
    return result;
  }

  PGconn* connection_;
  const std::string& path_;
};

}  // namespace

struct EmbeddedServer::State {
  ServerProcess process;
};

EmbeddedServer::EmbeddedServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
EmbeddedServer::EmbeddedServer(EmbeddedServer&&) noexcept = default;
EmbeddedServer& EmbeddedServer::operator=(EmbeddedServer&&) noexcept = default;
EmbeddedServer::~EmbeddedServer() = default;

Result<EmbeddedServer> EmbeddedServer::start() {
  const Result<std::string> binaries = find_server_binaries();
  if (!binaries) return binaries.error();
  Result<ServerProcess> process = ServerProcess::start(*binaries);
  if (!process) return process.error();
  return EmbeddedServer(std::make_unique<State>(State{std::move(*process)}));
}

Result<DatabaseSource> EmbeddedServer::create_database(const std::string& name, std::string_view script,
                                                       const std::string& script_path) {
  constexpr int kConnectSeconds = 30;
  const std::string& folder = state_->process.folder();
  {
    Result<Connection> connection = Connection::open(source_of(folder, "postgres"), kConnectSeconds);
    if (!connection) return connection.error();
    // Outside of a pipeline, where CREATE DATABASE would stand in a transaction block.
    PQsetnonblocking(connection->raw(), 0);
    const ResultHandle made(PQexec(connection->raw(), ("CREATE DATABASE " + quote_identifier(name)).c_str()));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
      return Error{ErrorKind::kDatabase,
                   "cannot create a database on the private server: " + printable(PQerrorMessage(connection->raw())),
                   ""};
  }
  DatabaseSource source = source_of(folder, name);
  if (trim(script).empty()) return source;
  Result<Connection> connection = Connection::open(source, kConnectSeconds);
  if (!connection) return connection.error();
  PQsetnonblocking(connection->raw(), 0);
  if (Status loaded = Loader(connection->raw(), script_path).load(script); !loaded) return loaded.error();
  return source;
}

}  // namespace si
