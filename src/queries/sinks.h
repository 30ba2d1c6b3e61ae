// Which calls take SQL, and which database it is meant for.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "queries/extract.h"

namespace si {

// A function or method that takes SQL.
struct Sink {
  std::size_t position = 0;    // of the argument
  bool needs_library = false;  // the name alone says too little
};
// By the name it is called by; nullopt: none that we know.
std::optional<Sink> find_sink(std::string_view method);
// The names an argument with SQL goes by.
bool is_sql_keyword(std::string_view name);

enum class Engine : std::uint8_t { kUnknown, kPostgres, kAny, kOther };
// By the package that a dotted callee begins with: psycopg2 is PostgreSQL's, sqlalchemy anybody's, sqlite3 another's.
Engine engine_of(std::string_view callee);
// By the packages that a file imports, from its text.
struct EngineEvidence {
  bool ours = false;   // PostgreSQL's drivers, or a library for any database
  bool other = false;  // a driver of another database
};
EngineEvidence engine_evidence(std::string_view python);

// Does a test's text, taken or not, say that what follows is for another database? (`dialect.name == "sqlite"`)
bool is_for_other_engine(std::string_view test, bool taken);
// A word in a name of a file, class or function that says so.
bool names_other_engine(std::string_view name);
// Statements that PostgreSQL's own grammar or catalog never had: PRAGMA, `back-ticks`, ON DUPLICATE KEY … Empty: none.
std::string other_dialect(std::string_view sql);

}  // namespace si
