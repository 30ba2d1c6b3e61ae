// How a text speaks of a schema: names of tables and columns, statements that change it, reads of the catalog,
// connections.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/schema.h"
#include "project/path_mentions.h"

namespace si {

// The names that texts are searched for.
struct SchemaNames {
  // Of tables and views, by bare name: what may stand behind the dot (columns, and attributes of the models).
  std::unordered_map<std::string, std::unordered_set<std::string>> members;
  std::unordered_map<std::string, std::unordered_set<std::string>> columns;
  // Tables that something says there once were; certain only because of that.
  std::unordered_set<std::string> former_tables;
  std::unordered_set<std::string> former_columns;  // "users.rating_limit"
  // "users.rating_limit" -> "user_score_limit", where a text tells of the rename and the database confirms it.
  std::map<std::string, std::string> renamed_columns;

  // `models` may be null: then attributes are not known, and no column is called stale.
  static SchemaNames of(const Schema& database, const Schema* models);
  bool has_models = false;
};

enum class Signal {
  kDdl,            // CREATE TABLE, ALTER TABLE …
  kWrites,         // INSERT INTO, DELETE FROM, UPDATE … SET
  kCatalog,        // information_schema, pg_class, get_table_names() …
  kColumnCatalog,  // information_schema.columns, get_columns(), metadata.tables: reads what columns there are
  kMore,           // does more than look: commits, creates, dumps, reads statistics
  kConnection,     // a PostgreSQL URL, psycopg.connect(), create_engine()
  kTool,           // this program, or a script of the old tool's name
  kPassword,       // a password in the text
  kSuperseded,     // says of itself that it is superseded, deprecated or obsolete
};
inline constexpr std::size_t kSignals = 9;

struct NameMention {
  std::string table, column;  // `column` is empty for a table
  std::size_t offset = 0, length = 0;
  std::uint32_t line = 0;
};

struct SchemaMentions {
  std::set<std::string> tables;                   // that are there
  std::size_t columns = 0;                        // `table.column` that are there
  std::vector<NameMention> stale_columns;         // table.column: the table is there, the column is not
  std::vector<NameMention> former_tables;         // former names, in code spans
  std::array<std::uint32_t, kSignals> signals{};  // line of the first; 0: none
  std::set<std::string> queried;                  // tables behind FROM, JOIN, INTO, UPDATE

  bool has(Signal signal) const { return signals[static_cast<std::size_t>(signal)] != 0; }
  std::uint32_t line(Signal signal) const { return signals[static_cast<std::size_t>(signal)]; }
  // Anything beside a connection.
  bool speaks() const;
};

// Adds the renames that a text tells of (`ALTER TABLE users RENAME COLUMN a TO b`, `RENAME COLUMN users.a -> b`) and
// the database confirms: the old name is not there, the new one is.
void add_renames(std::string_view text, SchemaNames& names);

SchemaMentions find_schema_mentions(std::string_view text, TextForm form, const SchemaNames& names);

}  // namespace si
