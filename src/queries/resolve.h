// The names of a statement held against a schema, without a server.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/schema.h"
#include "sources/sql/parse_tree.h"

namespace si {

enum class ReferenceUse : std::uint8_t { kRead, kWrite, kAll /* SELECT * */, kTable };

// A table or column that a statement names, found in the schema.
struct QueryReference {
  QualifiedName table;
  std::string column;  // empty: the table itself
  ReferenceUse use = ReferenceUse::kRead;
  std::size_t offset = 0;     // of the name's last part, in bytes of the statement
  bool qualified = false;     // a column written as table.column or alias.column
  bool names_result = false;  // it gives a column of the result its name
  bool placed = true;         // `offset` is the name's own, not only near it
  std::string alias;          // of a table: the name given to it in the statement; empty: none
};

// What a statement gets wrong, as the server would say.
struct QueryProblem {
  std::string rule;
  ObjectRef object;
  std::string message;
  std::string suggestion;  // the name that was probably meant; empty: none near enough
  std::size_t offset = 0;  // of the wrong word, in bytes of the statement
  // False: the server says so only when the statement runs (a NOT NULL column left out), or not at all.
  bool server_says_so = true;
};

struct ResolvedStatement {
  std::vector<QueryReference> references;
  std::vector<QueryProblem> problems;
  std::vector<std::string> undecided;  // names that could not be decided, with why; each once
  std::vector<QualifiedName> makes;    // tables that it creates
  std::size_t names = 0;               // table and column names met, decided or not
  // Of a SELECT whose only result is *: how many columns that is, where it is known, and where the star stands.
  std::optional<std::size_t> star_width;
  std::size_t star_offset = 0;
};

// `statement` is what ParseTree::statements() gives. What cannot be known (a hole, a function's columns, a catalog's
// table) hides nothing and condemns nothing.
ResolvedStatement resolve_statement(const ParseNode& statement, const Schema& schema);

// Where tables are looked up: the schema's own, and a list of names that the code makes itself (temporary tables).
bool names_relation(const Schema& schema, const QualifiedName& name);

}  // namespace si
