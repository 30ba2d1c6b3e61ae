// Two schemas laid side by side: which table, column, key and index of the truth is which of the follower.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/schema.h"

namespace si {

// Borrows from the two schemas; a null side means: the other has it, this one lacks it.
template <typename Object>
struct Pair {
  const Object* truth = nullptr;
  const Object* follower = nullptr;

  bool both() const { return truth != nullptr && follower != nullptr; }
  bool missing() const { return follower == nullptr; }  // the truth has it
  bool extra() const { return truth == nullptr; }
  const Object& any() const { return truth != nullptr ? *truth : *follower; }
};

// A pair of what has a definition. Names are not part of it: where they alone differ, the pair is equal.
template <typename Object>
struct DefinitionPair : Pair<Object> {
  // What differs between the two, in words that a reader knows: "columns", "ON DELETE", "predicate". Empty: nothing.
  std::vector<std::string> differences;
};

struct ColumnPair : Pair<Column> {
  bool renamed = false;  // matched by evidence although the names differ
  std::string evidence;  // "same type, similar name"
  // False only where it is certain; what cannot be known or judged counts as the same (and stands under unresolved).
  bool same_type = true;
  bool same_default = true;    // by meaning; true where one of them is serial or has none
  bool same_generated = true;  // the expression, by meaning
  bool same_collation = true;
  // A column on one side only: constraints and indexes that the other side lacks because it lacks the column.
  std::vector<std::string> includes;
};

struct TablePair {
  std::string schema;  // the truth's, else the follower's
  std::string name;
  Pair<Table> table;
  const View* view = nullptr;       // the truth has a view of this name: only columns are compared
  std::vector<ColumnPair> columns;  // in the truth's order, then the follower's extra ones in its order
  // Differences of the primary key: "columns", "deferrability" …; empty: equal, or explained by a column's finding.
  DefinitionPair<PrimaryKey> primary_key;
  std::vector<DefinitionPair<ForeignKey>> foreign_keys;
  // A unique constraint and a unique index that are twins are in no list.
  std::vector<DefinitionPair<Unique>> uniques;
  std::vector<DefinitionPair<Check>> checks;
  std::vector<DefinitionPair<Exclusion>> exclusions;
  std::vector<DefinitionPair<Index>> indexes;
  bool same_column_order = true;  // of the columns that both have
  bool renamed = false;
  std::string evidence;
  std::vector<std::string> includes;  // a table on one side only: foreign keys of others that point to it

  bool both() const { return table.both() && view == nullptr; }
};

struct EnumPair : Pair<Enum> {
  std::string schema;
  std::string name;
  bool renamed = false;    // the same labels under another name, used by the same columns
  bool explained = false;  // on one side only, and the finding of a table or column says so already
};

// An object that is compared as a whole: a view, sequence, domain, type, function, trigger, policy, rule, extension …
// or the table itself, beside its columns.
struct ObjectPair {
  std::string kind;    // as people call it: "view", "materialized view", "sequence", "trigger", "table" …
  std::string schema;  // the truth's; empty for what is in no schema
  std::string table;   // of a trigger, policy or rule, and of a table itself
  std::string name;    // of a function: "name(arguments)"; empty for a table
  std::optional<std::string> truth, follower;  // as SQL or in words; nullopt: it is not there
  std::vector<std::string> differences;        // of a pair: what differs, in words; never empty for one
  Location location;

  bool missing() const { return !follower.has_value(); }
  bool extra() const { return !truth.has_value(); }
};

// An expression of the follower whose meaning only a server can tell: what would it make of the text in this place?
struct OpenExpression {
  enum class Use { kDefault, kGenerated, kCheck, kIndexKey, kPredicate };
  QualifiedName table;  // the truth's
  std::string column;   // of a default or generated value
  Use use = Use::kCheck;
  std::string text;
  friend auto operator<=>(const OpenExpression&, const OpenExpression&) = default;
};
// The server's own spelling of such an expression.
using ServerReadings = std::map<OpenExpression, std::string>;

// What the project's code names, besides what declares the models. Columns by table and name as the database would
// spell them, each with its first place.
struct ColumnUses {
  using Columns = std::map<std::pair<QualifiedName, std::string>, Location>;
  Columns in_sql;                            // there or not
  Columns on_models;                         // used as attributes of a table's class, which it does not have
  std::set<std::string, std::less<>> names;  // of attributes and keywords that are read or set anywhere
};

struct CompareOptions {
  bool include_extension_members = false;
  bool include_partitions = false;
  bool match_renames = true;                                     // off: a renamed thing is one missing and one extra
  std::vector<std::string> ignore_tables = {"alembic_version"};  // globs on "table" or "schema.table"
  std::vector<std::string> schemas;                              // globs; empty: those both sides speak of
  ServerReadings server_readings;                                // what a server of the truth's version said before
  // Asked at most once, and only where it may tell a renamed column; null: nothing is known of the code.
  std::function<const ColumnUses&()> column_uses;
};

struct Comparison {
  const Schema* truth = nullptr;
  const Schema* follower = nullptr;
  std::vector<TablePair> tables;    // sorted by schema, name
  std::vector<EnumPair> enums;      // sorted by schema, name
  std::vector<ObjectPair> objects;  // only those with something to say; sorted by kind, schema, table, name
  std::size_t tables_compared = 0, columns_compared = 0;
  std::vector<std::string> compared;             // kinds of facts, for the report
  std::vector<NotRead> not_compared;             // what, why
  std::vector<Unresolved> unresolved;            // of both sides, for compared tables
  std::vector<OpenExpression> open_expressions;  // sorted; those of which `unresolved` speaks and a server could settle
};

// The schemas must outlive the result. What models (or a document) cannot declare is not compared with them.
Comparison compare_schemas(const Schema& truth, const Schema& follower, const CompareOptions& options);

}  // namespace si
