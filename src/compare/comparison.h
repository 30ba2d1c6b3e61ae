// Two schemas laid side by side: which table, column, key and index of the truth is which of the follower.
#pragma once

#include <string>
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
};

struct ColumnPair : Pair<Column> {
  bool renamed = false;  // matched by evidence although the names differ
  std::string evidence;  // "same position, same type, name differs in 1 character"
};

struct TablePair {
  std::string schema;  // the truth's, else the follower's
  std::string name;
  Pair<Table> table;
  const View* view = nullptr;       // the truth has a view of this name: only columns are compared
  std::vector<ColumnPair> columns;  // in the truth's order, then the follower's extra ones in its order
  std::vector<Pair<ForeignKey>> foreign_keys;
  std::vector<Pair<Unique>> uniques;  // a unique constraint and a unique index that are twins are not in any list
  std::vector<Pair<Check>> checks;
  std::vector<Pair<Exclusion>> exclusions;
  std::vector<Pair<Index>> indexes;
  bool renamed = false;
  std::string evidence;
};

struct EnumPair : Pair<Enum> {
  std::string schema;
  std::string name;
};

struct CompareOptions {
  bool include_extension_members = false;
  bool include_partitions = false;
  std::vector<std::string> ignore_tables = {"alembic_version"};  // globs on "table" or "schema.table"
  std::vector<std::string> schemas;                              // empty: those both sides speak of
};

struct Comparison {
  const Schema* truth = nullptr;
  const Schema* follower = nullptr;
  std::vector<TablePair> tables;  // sorted by schema, name
  std::vector<EnumPair> enums;    // sorted by schema, name
  std::size_t tables_compared = 0, columns_compared = 0;
  std::vector<std::string> compared;   // kinds of facts, for the report
  std::vector<NotRead> not_compared;   // what, why
  std::vector<Unresolved> unresolved;  // of both sides, for compared tables
};

// The schemas must outlive the result.
Comparison compare_schemas(const Schema& truth, const Schema& follower, const CompareOptions& options);

}  // namespace si
