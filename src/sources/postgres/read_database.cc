// The reading of a whole database: which queries go out, what a refusal means, what is put in order at the end.
//
// One REPEATABLE READ READ ONLY transaction sees one state of the catalogs. The deparsing functions (pg_get_expr, …)
// look further, at what is committed now: where another session drops an object meanwhile, they fail with "cache lookup
// failed" or "does not exist". Then everything is read again, a few times at most.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>

#include "model/snapshot.h"
#include "sources/postgres/catalog.h"
#include "sources/postgres/database.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

#define SI_LIST_READER(name) &name##_reader,
constexpr const CatalogReader* kReaders[] = {SI_CATALOG_READERS(SI_LIST_READER)};
#undef SI_LIST_READER

// The system's schemas are never read: PostgreSQL reserves the whole prefix.
constexpr std::string_view kUserNamespaces =
    "SELECT n.oid FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

// A glob as a POSIX regular expression.
std::string regex_of(std::string_view glob) {
  std::string regex;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const char c = glob[i];
    const std::size_t close = c == '[' ? glob.find(']', i + 2) : std::string_view::npos;
    if (c == '*') {
      regex += ".*";
    } else if (c == '?') {
      regex += '.';
    } else if (close != std::string_view::npos) {
      std::string set(glob.substr(i, close - i + 1));
      if (set[1] == '!') set[1] = '^';
      regex += replace_all(std::move(set), "\\", "\\\\");
      i = close;
    } else {
      if (std::string_view(".^$+|(){}[]\\").find(c) != std::string_view::npos) regex += '\\';
      regex += c;
    }
  }
  return regex;
}

ServerFacts facts_of(const Connection& connection, const ReadDatabaseOptions& options) {
  ServerFacts facts;
  facts.version = connection.server_version();
  facts.all_namespaces = options.schemas.empty();
  facts.namespaces = kUserNamespaces;
  std::vector<std::string> patterns;
  for (const std::string& glob : options.schemas) patterns.push_back(regex_of(glob));
  if (!patterns.empty()) facts.namespaces += " AND n.nspname ~ " + quote_literal("^(" + join(patterns, "|") + ")$");
  return facts;
}

// SET LOCAL rather than connection options: a pooler in between passes it on.
std::vector<std::string> preamble(const ReadDatabaseOptions& options) {
  return {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
          "SET LOCAL statement_timeout = " + std::to_string(options.statement_timeout_ms),
          "SET LOCAL lock_timeout = " + std::to_string(options.lock_timeout_ms),
          "SET LOCAL jit = off",
          "SET LOCAL datestyle = 'ISO, YMD'",
          "SET LOCAL timezone = 'UTC'",
          "SET LOCAL intervalstyle = 'postgres'",
          "SET LOCAL quote_all_identifiers = off",
          "SET LOCAL extra_float_digits = 3"};
}

// Another session changed an object between two looks at it; or the server is of a version that is not known yet.
bool looks_like_another_catalog(const ServerError& error) {
  const std::string_view code = error.sqlstate;
  return code == "XX000" || code == "40001" || code == "42P01" || code == "42704" || code == "42703" || code == "42883";
}

void sort_by_name(Table& table) {
  std::sort(table.privileges.begin(), table.privileges.end());
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(table.foreign_keys.begin(), table.foreign_keys.end(), by_name);
  std::sort(table.uniques.begin(), table.uniques.end(), by_name);
  std::sort(table.checks.begin(), table.checks.end(), by_name);
  std::sort(table.exclusions.begin(), table.exclusions.end(), by_name);
  std::sort(table.indexes.begin(), table.indexes.end(), by_name);
  std::sort(table.triggers.begin(), table.triggers.end(), by_name);
  std::sort(table.rules.begin(), table.rules.end(), by_name);
  std::sort(table.policies.begin(), table.policies.end(), by_name);
}

// The order of rows in a catalog is no fact: everything without an order of its own is sorted.
void put_in_order(Schema& schema) {
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  const auto by_kind = [](const OtherObject& a, const OtherObject& b) {
    return std::tie(a.kind, a.name, a.definition) < std::tie(b.kind, b.name, b.definition);
  };
  for (auto& [name, space] : schema.schemas) {
    for (auto& [table_name, table] : space.tables) sort_by_name(table);
    for (auto* views : {&space.views, &space.materialized_views}) {
      for (auto& [view_name, view] : *views) {
        std::sort(view.privileges.begin(), view.privileges.end());
        std::sort(view.indexes.begin(), view.indexes.end(), by_name);
        std::sort(view.triggers.begin(), view.triggers.end(), by_name);
        std::sort(view.rules.begin(), view.rules.end(), by_name);
      }
    }
    std::sort(space.other.begin(), space.other.end(), by_kind);
  }
  std::sort(schema.database_objects.begin(), schema.database_objects.end(), by_kind);
  std::sort(schema.not_read.begin(), schema.not_read.end(),
            [](const NotRead& a, const NotRead& b) { return std::tie(a.what, a.why) < std::tie(b.what, b.why); });
  schema.not_read.erase(std::unique(schema.not_read.begin(), schema.not_read.end()), schema.not_read.end());
}

}  // namespace

namespace {

// What is sent together: statements, and beside each the reader of its rows (nullptr: none).
struct Batch {
  std::vector<std::string> statements;
  std::vector<const CatalogReader*> readers;

  void add(std::string statement, const CatalogReader* reader = nullptr) {
    statements.push_back(std::move(statement));
    readers.push_back(reader);
  }
};

// One row: of each reader with a condition, whether it holds.
std::string conditions_sql() {
  std::string columns;
  for (const CatalogReader* reader : kReaders)
    if (!reader->condition.empty()) columns += (columns.empty() ? "SELECT " : ", ") + std::string(reader->condition);
  return columns;
}

Batch first_batch(const ServerFacts& server, const ReadDatabaseOptions& options, bool unchecked_text,
                  bool with_conditions) {
  Batch batch;
  for (std::string& statement : preamble(options)) batch.add(std::move(statement));
  if (unchecked_text) batch.add("SET LOCAL client_encoding = 'SQL_ASCII'");
  batch.add(database_reader.sql(server), &database_reader);  // it needs the role's own search path, the others none
  batch.add("SET LOCAL search_path = ''");
  if (with_conditions) batch.add(conditions_sql());
  return batch;
}

Batch second_batch(const ServerFacts& server, const std::set<const CatalogReader*>& left_out) {
  Batch batch;
  for (const CatalogReader* reader : kReaders)
    if (reader != &database_reader && !left_out.contains(reader)) batch.add(reader->sql(server), reader);
  batch.add("COMMIT");
  return batch;
}

// The readers whose conditions do not hold.
void find_absent(const Rows& rows, std::set<const CatalogReader*>& absent) {
  int column = 0;
  for (const CatalogReader* reader : kReaders)
    if (!reader->condition.empty() && !rows.flag(0, column++)) absent.insert(reader);
}

}  // namespace

Result<Schema> read_catalog(Connection& connection, const ReadDatabaseOptions& options) {
  const ServerFacts server = facts_of(connection, options);
  // The server's own time-out comes first, unless it was switched off.
  const int silence_ms = options.statement_timeout_ms > 0 ? options.statement_timeout_ms + 5000 : 24 * 3600 * 1000;
  std::vector<NotRead> refused;
  std::set<const CatalogReader*> left_out;
  bool with_conditions = true;
  for (int changes = 0;;) {
    Catalog catalog;
    catalog.schema.source.kind = SourceKind::kDatabase;
    catalog.schema.source.server_version = connection.server_version_text();
    catalog.schema.not_read = refused;
    std::set<const CatalogReader*> absent;
    const auto run = [&](const Batch& batch) {
      return connection.run_batch(batch.statements, silence_ms, [&](std::size_t i, const Rows& rows) {
        const CatalogReader* reader = batch.readers[i];
        if (reader == nullptr && rows.size() == 1) find_absent(rows, absent);
        if (reader == nullptr) return;
        if (options.progress) options.progress(reader->what);
        reader->decode(rows, server, catalog);
      });
    };
    Batch batch = first_batch(server, options, connection.has_unchecked_text(), with_conditions);
    auto failure = run(batch);
    if (!failure) {
      absent.insert(left_out.begin(), left_out.end());
      batch = second_batch(server, absent);
      failure = run(batch);
    }
    if (!failure) {
      if (connection.repaired_text())
        catalog.not_read("bytes that are no UTF-8",
                         "the database's encoding is SQL_ASCII; they are shown as \xEF\xBF\xBD");
      put_in_order(catalog.schema);
      return std::move(catalog.schema);
    }
    if (!failure->refused) return failure->error;
    connection.run_batch({"ROLLBACK"}, silence_ms, [](std::size_t, const Rows&) {});
    if (with_conditions && failure->statement + 1 == batch.readers.size() && batch.readers.back() == nullptr) {
      with_conditions = false;  // a role may look into one of these catalogs and not into the next
      continue;
    }
    const CatalogReader* reader =
        failure->statement < batch.readers.size() ? batch.readers[failure->statement] : nullptr;
    const bool unlike_ours = looks_like_another_catalog(*failure->refused);
    if (unlike_ours && ++changes <= 3) continue;
    const bool can_do_without = reader != nullptr && !reader->required;
    if (!can_do_without || (!unlike_ours && failure->refused->sqlstate != "42501")) return failure->error;
    left_out.insert(reader);
    refused.push_back({std::string(reader->what), "the server refuses it: " + printable(failure->refused->message)});
    changes = 0;
  }
}

namespace {

Result<Schema> read_server(const DatabaseSource& source, const ReadDatabaseOptions& options) {
  int timeout = options.connect_timeout_s;
  if (const auto own = source.parameters.find("connect_timeout"); own != source.parameters.end()) {
    int seconds = 0;
    std::from_chars(own->second.data(), own->second.data() + own->second.size(), seconds);
    if (seconds > 0) timeout = seconds;
  }
  if (options.progress) options.progress("connecting");
  Result<Connection> connection = Connection::open(source, timeout);
  if (!connection) return connection.error();
  return read_catalog(*connection, options);
}

}  // namespace

Result<Schema> read_database(const DatabaseSource& source, const ReadDatabaseOptions& options) {
  if (source.form == DatabaseForm::kServer) return read_server(source, options);
  Result<std::string> text = read_file(source.path);
  if (!text) return text.error();
  if (source.form == DatabaseForm::kSnapshot) return read_snapshot(*text, source.display_name);
  if (options.progress) options.progress("starting a private server");
  Result<EmbeddedServer> server = EmbeddedServer::start();
  if (!server) return server.error();
  if (options.progress) options.progress("loading the script");
  Result<DatabaseSource> database = server->create_database("script", *text, source.display_name);
  if (!database) return database.error();
  Result<Schema> schema = read_server(*database, options);
  if (schema) schema->source.name = source.display_name;
  return schema;
}

}  // namespace si
