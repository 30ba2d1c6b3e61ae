// The SQL of a project: every string in Python code that goes to a database, and every statement of its .sql files.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "queries/built_text.h"
#include "sources/python/module_graph.h"
#include "support/result.h"

namespace si {

// How a statement marks its parameters.
enum class ParameterStyle : std::uint8_t {
  kNone,     // it has none: characters mean themselves
  kNamed,    // :name (sqlalchemy.text, databases); \: is a colon
  kFormat,   // %s and %(name)s (psycopg); %% is a per cent sign
  kNumeric,  // $1 (asyncpg)
};

// A row of a result taken apart into names: `id, name = cursor.fetchone()`.
struct FixedRow {
  std::size_t width = 0;
  Location place;
};

struct Query {
  Location place;                      // of the call, or the statement in a file
  std::vector<BuiltText> variants;     // all that it can be; never empty
  std::vector<bool> certain_variants;  // of each: it surely is that at some time, in a turn of a loop
  ParameterStyle style = ParameterStyle::kNone;
  std::string callee;    // "sqlalchemy.text"
  bool certain = false;  // the callee is known to take SQL; else it only looks so
  std::string other;     // why it is not this database's business; empty: it is
  std::optional<FixedRow> row;
  std::size_t number = 0;  // in the order of finding
};

struct ExtractOptions {
  std::string root;                // the project root; places are relative to it
  std::vector<std::string> paths;  // files or folders; empty: the root
  std::vector<std::string> import_paths;
  std::vector<std::string> exclude;  // globs relative to the root
  std::vector<std::string> helpers;  // "module.function:0", "Class.method:1": project functions that take SQL
  unsigned threads = 0;              // 0: as many as cores
  // Hears of queries as they are found, module by module; what is found later may add to them.
  std::function<void(std::vector<Query> found)> on_found;
};

// What was found; owns the files that the places of the texts point into.
struct Extraction {
  std::unique_ptr<python::ModuleGraph> graph;
  std::deque<Document> documents;  // .sql files
  std::vector<Query> queries;      // by file, then place
  std::vector<NotRead> unread;
  std::size_t files = 0;
  std::size_t lines = 0;
};

// Below a folder, tests, migrations, virtual environments and the like are left out; a path that names them is read.
// Fails (kFiles) when a path does not exist.
Result<Extraction> extract_queries(const ExtractOptions& options);

// Does it begin as a statement of SQL does? A hole counts as anything.
bool looks_like_sql(const BuiltText& text);

}  // namespace si
