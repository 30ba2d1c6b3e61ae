#include "queries/sinks.h"

#include <algorithm>
#include <array>

#include "support/strings.h"

namespace si {
namespace {

struct SinkRow {
  std::string_view method;
  Sink sink;
};

constexpr SinkRow kSinks[] = {
    {"text", {0, true}},           {"execute", {0, false}},
    {"executemany", {0, false}},   {"exec_driver_sql", {0, false}},
    {"scalars", {0, false}},       {"scalar", {0, false}},
    {"stream", {0, false}},        {"stream_scalars", {0, false}},
    {"fetch", {0, false}},         {"fetchrow", {0, false}},
    {"fetchval", {0, false}},      {"fetch_all", {0, false}},
    {"fetch_one", {0, false}},     {"fetch_val", {0, false}},
    {"execute_many", {0, false}},  {"iterate", {0, true}},
    {"prepare", {0, true}},        {"cursor", {0, true}},
    {"copy_expert", {0, false}},   {"exec", {0, true}},
    {"read_sql", {0, false}},      {"read_sql_query", {0, false}},
    {"execute_values", {1, true}}, {"execute_batch", {1, true}},
    {"mogrify", {0, false}},
};

constexpr std::string_view kPostgres[] = {"psycopg",      "psycopg2",     "asyncpg", "aiopg",
                                          "psycopg_pool", "psycopg2cffi", "pg8000",  "psycopg2_extensions"};
constexpr std::string_view kAny[] = {"sqlalchemy",
                                     "flask_sqlalchemy",
                                     "sqlmodel",
                                     "databases",
                                     "alembic",
                                     "django",
                                     "pandas",
                                     "geoalchemy2",
                                     "sqlalchemy_utils",
                                     "oslo_db",
                                     "flask_sqlalchemy_lite",
                                     "quart_db"};
constexpr std::string_view kOther[] = {
    "sqlite3",
    "aiosqlite",
    "pymysql",
    "MySQLdb",
    "mysql",
    "aiomysql",
    "cx_Oracle",
    "oracledb",
    "pyodbc",
    "pymssql",
    "duckdb",
    "clickhouse_driver",
    "clickhouse_connect",
    "snowflake",
    "trino",
    "prestodb",
    "pyhive",
    "impala",
    "vertica_python",
    "databricks",
    "pymongo",
    "redis",
    "cassandra",
    "asyncmy",
    "apsw",
    "pysqlite2",
    "pysqlite3",
    "sqlcipher3",
    "teradatasql",
    "hdbcli",
    "ibm_db",
    "ibm_db_dbi",
    "elasticsearch",
    "opensearchpy",
    "neo4j",
    "pyexasol",
    "redshift_connector",
    "bigquery",
    "libsql",
    "pyspark",
    "aioodbc",
    "jaydebeapi",
    "phoenixdb",
    "taosrest",
    "questdb",
    "aiochclient",
    "arango",
};

constexpr std::string_view kOtherWords[] = {"sqlite",     "mysql",     "mariadb",  "oracle",   "mssql",
                                            "sqlserver",  "snowflake", "bigquery", "redshift", "duckdb",
                                            "clickhouse", "presto",    "trino",    "spanner"};
constexpr std::string_view kOurWords[] = {"postgres", "pgsql", "psycopg", "asyncpg", "cockroach"};

bool is_one_of(std::string_view name, const auto& list) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}
bool holds_one_of(std::string_view text, const auto& list) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

std::optional<Sink> find_sink(std::string_view method) {
  for (const SinkRow& row : kSinks)
    if (row.method == method) return row.sink;
  return std::nullopt;
}

bool is_sql_keyword(std::string_view name) {
  return name == "statement" || name == "query" || name == "sql" || name == "operation" || name == "text";
}

Engine engine_of(std::string_view callee) {
  const std::string_view root = callee.substr(0, callee.find_first_of(".(["));
  if (is_one_of(root, kPostgres)) return Engine::kPostgres;
  if (is_one_of(root, kAny)) return Engine::kAny;
  if (is_one_of(root, kOther) || callee.starts_with("google.cloud.")) return Engine::kOther;
  return Engine::kUnknown;
}

EngineEvidence engine_evidence(std::string_view python) {
  EngineEvidence out;
  for (const std::string_view word : {"import ", "from "}) {
    for (std::size_t at = python.find(word); at != std::string_view::npos; at = python.find(word, at + 1)) {
      // At the start of a line, or after blanks.
      std::size_t before = at;
      while (before > 0 && (python[before - 1] == ' ' || python[before - 1] == '\t')) --before;
      if (before > 0 && python[before - 1] != '\n') continue;
      std::size_t end = at + word.size();
      while (end < python.size() && python[end] == ' ') ++end;
      const std::size_t begin = end;
      while (end < python.size() && (std::isalnum(static_cast<unsigned char>(python[end])) != 0 || python[end] == '_'))
        ++end;
      const std::string_view package = python.substr(begin, end - begin);
      switch (engine_of(package)) {
        case Engine::kPostgres:
        case Engine::kAny: out.ours = out.ours || package != "pandas"; break;
        case Engine::kOther: out.other = out.other || (package != "redis" && package != "elasticsearch"); break;
        case Engine::kUnknown: break;
      }
    }
  }
  return out;
}

bool is_for_other_engine(std::string_view source, bool taken) {
  const std::string test = to_lower_ascii(source);
  const bool other = holds_one_of(test, kOtherWords), ours = holds_one_of(test, kOurWords);
  if (other == ours) return false;
  const bool inverted = test.find("!=") != std::string::npos || test.find("not in") != std::string::npos ||
                        test.find("is not") != std::string::npos;
  return other == (taken != inverted);
}

bool names_other_engine(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  return holds_one_of(lower, kOtherWords) && !holds_one_of(lower, kOurWords);
}

std::string other_dialect(std::string_view sql) {
  // In lower case, stretches of blanks as one, one in front and behind.
  std::string words = " ";
  words.reserve(std::min<std::size_t>(sql.size(), 20000) + 2);
  for (const char c : sql.substr(0, 20000)) {
    const bool blank = is_space(c);
    if (!blank || words.back() != ' ')
      words += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (words.back() != ' ') words += ' ';
  static constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
      {" pragma ", "SQLite"},
      {"sqlite_master", "SQLite"},
      {"sqlite_sequence", "SQLite"},
      {"sqlite_version(", "SQLite"},
      {" insert or replace ", "SQLite"},
      {" insert or ignore ", "SQLite"},
      {" autoincrement", "SQLite"},
      {" attach ", "SQLite"},
      {"datetime('now", "SQLite"},
      {"strftime(", "SQLite"},
      {"julianday(", "SQLite"},
      {" glob '", "SQLite"},
      {"on duplicate key", "MySQL"},
      {" auto_increment", "MySQL"},
      {" replace into ", "MySQL"},
      {" show tables", "MySQL"},
      {" show columns", "MySQL"},
      {" show databases", "MySQL"},
      {" show create ", "MySQL"},
      {" show index", "MySQL"},
      {" insert ignore ", "MySQL"},
      {"group_concat(", "MySQL"},
      {"ifnull(", "MySQL"},
      {") engine=", "MySQL"},
      {") engine =", "MySQL"},
      {"@@identity", "SQL Server"},
      {"@@rowcount", "SQL Server"},
      {"@@version", "MySQL"},
      {"@@session.", "MySQL"},
      {"@@global.", "MySQL"},
      {" describe ", "MySQL"},
      {" select top ", "SQL Server"},
      {"(nolock)", "SQL Server"},
      {" from dual", "Oracle"},
      {" where rownum ", "Oracle"},
      {" and rownum ", "Oracle"},
      {"sys.tables", "SQL Server"},
      {"identity_insert", "SQL Server"},
      {" dbo.", "SQL Server"},
      {" use ", "MySQL"},
      {"last_insert_id(", "MySQL"},
      {"last_insert_rowid(", "SQLite"},
      {" foreign_key_checks", "MySQL"},
      {" show variables", "MySQL"},
      {"table_schema = database()", "MySQL"},
  };
  // Marks by their second character: most begin with a blank.
  static const std::array<std::vector<std::size_t>, 256> kBySecond = [] {
    std::array<std::vector<std::size_t>, 256> out;
    for (std::size_t i = 0; i < std::size(kMarks); ++i)
      out[static_cast<unsigned char>(kMarks[i].first[1])].push_back(i);
    return out;
  }();
  std::size_t found = std::size(kMarks);
  for (std::size_t at = 0; at + 1 < words.size(); ++at)
    for (const std::size_t i : kBySecond[static_cast<unsigned char>(words[at + 1])]) {
      const std::string_view mark = kMarks[i].first;
      if (i >= found || mark[0] != words[at] || words.compare(at, mark.size(), mark) != 0) continue;
      const bool only_first = mark == " use " || mark == " describe " || mark == " attach ";
      if (!only_first || at == 0) found = i;
    }
  if (found < std::size(kMarks)) return "its SQL is " + std::string(kMarks[found].second) + "'s";
  // `name`: never PostgreSQL's, unless it stands in a literal.
  bool quoted = false;
  std::size_t ticks = 0;
  for (const char c : sql) {
    if (c == '\'') quoted = !quoted;
    if (c == '`' && !quoted) ++ticks;
  }
  return ticks >= 2 ? "it quotes names with back-ticks, as MySQL does" : "";
}

}  // namespace si
