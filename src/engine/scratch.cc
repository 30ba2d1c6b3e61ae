#include "engine/scratch.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "model/names.h"
#include "sources/postgres/connection.h"
#include "sources/postgres/database.h"
#include "sources/sql/expression.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr int kSilenceMs = 10'000;
constexpr int kConnectSeconds = 10;
constexpr std::size_t kMaxQuestions = 500;

using Use = OpenExpression::Use;

// Every statement goes alone by the extended protocol, which takes no second one; a text that is not one expression is
// never sent. Tables are empty, so no expression is evaluated.
class Scratch {
 public:
  explicit Scratch(Connection connection) : connection_(std::move(connection)) {}

  ServerReadings ask(const Schema& truth, const std::vector<OpenExpression>& questions) {
    ServerReadings readings;
    if (!run("BEGIN") || !run("SET LOCAL statement_timeout = '5s'")) return readings;
    // Its deparser leaves out the schemas of the search path; the catalog was read with none.
    if (!run("SET LOCAL search_path = ''")) return readings;
    make_types(truth);
    std::set<QualifiedName> made;
    for (const OpenExpression& question : questions) {
      if (readings.size() >= kMaxQuestions) break;
      const Table* table = truth.find_table(question.table);
      if (table == nullptr || !canonical_expression(question.text)) continue;
      if (made.insert(question.table).second) make_table(question.table, *table, truth.default_schema());
      if (auto text = answer(truth, question, *table)) readings.emplace(question, std::move(*text));
    }
    run("ROLLBACK");
    return readings;
  }

 private:
  // One statement that may fail without harm to the transaction; its one value, if any.
  std::optional<std::string> value(const std::string& sql) {
    std::optional<std::string> found;
    const auto failure = connection_.run_batch({sql}, kSilenceMs, [&](std::size_t, const Rows& rows) {
      if (rows.size() == 1) found = rows.optional(0, 0);
    });
    ok_ = !failure.has_value();
    return found;
  }

  bool run(const std::string& sql) {
    value(sql);
    return ok_;
  }

  bool attempt(const std::string& sql) {
    run("SAVEPOINT attempt");
    const bool done = run(sql);
    if (!done) run("ROLLBACK TO attempt");
    return done;
  }

  void make_types(const Schema& truth) {
    for (const auto& [schema, space] : truth.schemas)
      attempt("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(schema));
    for (const auto& [name, extension] : truth.extensions)
      attempt("CREATE EXTENSION IF NOT EXISTS " + quote_identifier(name) +
              (extension.schema.empty() ? "" : " SCHEMA " + quote_identifier(extension.schema)));
    for (const auto& [schema, space] : truth.schemas) {
      for (const auto& [name, type] : space.enums) {
        std::vector<std::string> labels;
        for (const std::string& label : *type.labels) labels.push_back(quote_literal(label));
        attempt("CREATE TYPE " + to_string(QualifiedName{schema, name}) + " AS ENUM (" + join(labels, ", ") + ')');
      }
    }
  }

  // Columns of types that this server does not have are left out, and with them what speaks of them.
  void make_table(const QualifiedName& name, const Table& table, const std::string& default_schema) {
    attempt("CREATE TABLE " + to_string(name) + " ()");
    for (const Column& column : table.columns) {
      if (!column.type.known()) continue;
      Type type = *column.type;
      if (type.schema.empty() && !is_builtin(type)) type.schema = default_schema;
      std::string sql =
          "ALTER TABLE " + to_string(name) + " ADD COLUMN " + quote_identifier(column.name) + ' ' + to_string(type);
      if (column.collation) sql += " COLLATE " + *column.collation;
      attempt(sql);
    }
  }

  std::optional<std::string> answer(const Schema& truth, const OpenExpression& question, const Table& table) {
    const std::string at = to_string(question.table), column = quote_identifier(question.column);
    const std::string from = " WHERE conrelid = " + quote_literal(at) + "::regclass";
    run("SAVEPOINT question");
    // The follower's names are looked up as it would: along the search path.
    std::vector<std::string> path;
    for (const std::string& schema : truth.search_path) path.push_back(quote_identifier(schema));
    bool done = run("SET LOCAL search_path = " + (path.empty() ? "''" : join(path, ", ")));
    const auto then = [&](const std::string& change, const std::string& reading) -> std::optional<std::string> {
      done = done && run(change) && run("SET LOCAL search_path = ''");
      return done ? value(reading) : std::nullopt;
    };
    const std::string index =
        "SELECT pg_get_expr(KEY, indrelid) FROM pg_index WHERE indrelid = " + quote_literal(at) + "::regclass";
    std::optional<std::string> text;
    switch (question.use) {
      case Use::kCheck:
        text = then(fmt::format("ALTER TABLE {} ADD CONSTRAINT scratch CHECK ({})", at, question.text),
                    "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint" + from);
        break;
      case Use::kDefault:
        text = then(
            fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", at, column, question.text),
            "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = " + quote_literal(at) + "::regclass");
        break;
      case Use::kGenerated: text = generated(question, table, then); break;
      case Use::kIndexKey:
        text = then(fmt::format("CREATE INDEX ON {} (({}))", at, question.text), replace_all(index, "KEY", "indexprs"));
        break;
      case Use::kPredicate:
        text = then(fmt::format("CREATE INDEX ON {} ((1)) WHERE {}", at, question.text),
                    replace_all(index, "KEY", "indpred"));
        break;
    }
    run("ROLLBACK TO question");
    return text;
  }

  template <typename Then>
  static std::optional<std::string> generated(const OpenExpression& question, const Table& table, const Then& then) {
    for (const Column& column : table.columns) {
      if (column.name != question.column || !column.type.known()) continue;
      const std::string at = to_string(question.table);
      return then(
          fmt::format("ALTER TABLE {} ADD COLUMN scratch_value {} GENERATED ALWAYS AS ({}) STORED", at,
                      to_string(*column.type), question.text),
          "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = " + quote_literal(at) + "::regclass");
    }
    return std::nullopt;
  }

  Connection connection_;
  bool ok_ = true;
};

ServerReadings ask(const DatabaseSource& source, const Schema& truth, const std::vector<OpenExpression>& questions,
                   std::string& why_not) {
  Result<Connection> connection = Connection::open(source, kConnectSeconds);
  if (!connection) {
    why_not = connection.error().message;
    return {};
  }
  // Another version may write the same expression in other words.
  const std::string version = split(truth.source.server_version, '.').front();
  if (version != std::to_string(connection->server_version() / 10000)) {
    why_not = "the scratch server is PostgreSQL " + connection->server_version_text() + ", the database " + version;
    return {};
  }
  return Scratch(std::move(*connection)).ask(truth, questions);
}

}  // namespace

ServerReadings ScratchServer::ask(const std::string& where, const Schema& truth,
                                  const std::vector<OpenExpression>& questions, std::string& why_not) {
  if (where == "off" || questions.empty()) return {};
  if (where != "embedded") {
    std::error_code failure;
    const Result<DatabaseSource> source = parse_database_source(where, std::filesystem::current_path(failure).string());
    if (source && source->form == DatabaseForm::kServer) return si::ask(*source, truth, questions, why_not);
    why_not = source ? "compare.scratch names no server" : source.error().message;
    return {};
  }
  const std::lock_guard lock(mutex_);
  start();
  if (source_) return si::ask(*source_, truth, questions, why_not);
  why_not = why_not_;
  return {};
}

Result<DatabaseSource> ScratchServer::with_schema(const std::string& where, const std::string& script) {
  if (where != "embedded") return Error{ErrorKind::kDatabase, "[compare] scratch does not allow a private server", ""};
  const std::lock_guard lock(mutex_);
  start();
  if (!source_) return Error{ErrorKind::kDatabase, why_not_, ""};
  return server_->create_database("scratch_" + std::to_string(++databases_), script, "the database's schema");
}

void ScratchServer::start() {
  if (source_ || !why_not_.empty()) return;
  Result<EmbeddedServer> server = EmbeddedServer::start();
  if (!server) {
    why_not_ = server.error().message;
    return;
  }
  server_ = std::move(*server);
  Result<DatabaseSource> source = server_->create_database("scratch", "", "");
  if (source)
    source_ = std::move(*source);
  else
    why_not_ = source.error().message;
}

}  // namespace si
