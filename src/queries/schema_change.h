// A change of the schema, and the places of queries that it touches.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "queries/check.h"
#include "support/result.h"
#include "text/edit.h"

namespace si {

enum class ChangeKind : std::uint8_t { kRename, kDrop, kRetype };

// Of a column, or of a table where `column` is empty.
struct SchemaChange {
  ChangeKind kind = ChangeKind::kRename;
  QualifiedName table;
  std::string column;
  std::string to;  // the new name or type; empty for kDrop
};
std::string to_string(const SchemaChange& change);  // "rename users.a to b"

// Reads `users.a=b`, `users=people`, `sales.orders.a=b` (rename), `users.a` (drop), `users.a=bigint` (retype). Fails
// (kUsage) with what is expected.
Result<SchemaChange> parse_change(ChangeKind kind, std::string_view text);
// A plan: one change a line, `rename users.a=b`; empty lines and what follows # do not count. Fails (kUsage).
Result<std::vector<SchemaChange>> parse_change_plan(std::string_view text, const std::string& name);

// The schema as it is before the change: where it was made already, with the old names.
Schema schema_before(const Schema& schema, const SchemaChange& change);
// nullptr: the schema has no such table.
const Table* changed_table(const Schema& schema, const SchemaChange& change);

enum class Grade : std::uint8_t { kBreaks, kMayBreak, kReads };
std::string_view to_string(Grade grade);  // "breaks", "may break", "reads it"

// One place that a change touches.
struct TouchedPlace {
  Grade grade = Grade::kReads;
  std::string what;  // "query", "model", "document"
  Location location;
  std::string message;
};

// `check` was made against schema_before().
std::vector<TouchedPlace> touched_queries(const Extraction& extraction, const QueryCheck& check,
                                          const SchemaChange& change);

// Edits that carry a rename into the queries; what has no safe edit is told in `left`.
struct QueryEdits {
  std::vector<std::pair<const Document*, Edit>> edits;
  std::vector<TouchedPlace> left;
};
QueryEdits rename_in_queries(const Extraction& extraction, const QueryCheck& check, const SchemaChange& change);

}  // namespace si
