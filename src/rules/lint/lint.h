// What the rules of the group "lint" look at: one schema by itself, the project's conventions, and the models where
// there are some.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "rules/rules.h"

namespace si {

struct ModelClass;

// What a project has agreed on; what is left out is not held against anybody.
struct Conventions {
  std::optional<std::string> created_at_server_default, updated_at_server_default;  // "none" or an expression
  std::vector<std::string> created_at_columns, updated_at_columns;
  std::optional<std::regex> table_names, column_names;    // ECMAScript; the whole name must match
  std::string table_names_pattern, column_names_pattern;  // as written
};

// A table of the schema, with its model where there is one.
struct LintTable {
  QualifiedName name;
  const Table* table = nullptr;
  const Table* model = nullptr;
  // Partitions have what their parent has: most rules look at the parent alone.
  bool is_partition() const { return table->partition_of.has_value(); }
};

// Borrows from both schemas.
struct LintInput {
  const Schema* schema = nullptr;
  const Schema* models = nullptr;                    // nullptr: none were read
  const std::vector<ModelClass>* classes = nullptr;  // the models' classes; nullptr: not known
  Conventions conventions;
  std::vector<LintTable> tables;  // sorted by name; without extensions' and ignored ones
};

LintInput lint_input(const Schema& schema, const Schema* models, Conventions conventions,
                     const std::vector<std::string>& ignored_tables);

// All findings of the lint rules, sorted. `suppressed` (may be null) gets the number that the policy left out.
std::vector<Finding> run_lint(const LintInput& input, const RulePolicy& policy, std::size_t* suppressed);

namespace rules {

// Findings at a table, a column, or a part of it; with the model's place where there is one.
Finding& add_at_table(const LintTable& at, Severity severity, FindingSink& sink);
Finding& add_at_column(const LintTable& at, const Column& column, Severity severity, FindingSink& sink);
Finding& add_at_part(const LintTable& at, std::string_view kind, const std::string& name,
                     const std::vector<std::string>& columns, Severity severity, FindingSink& sink);
// "users" or "sales.orders", and "users.email", made printable.
std::string words(const LintTable& at);
std::string words(const LintTable& at, const Column& column);
const Column* model_column(const LintTable& at, const std::string& name);

// The type behind a domain.
Type base_type(const Type& type, const Schema& schema);
bool is_timestamp(const Type& type);

// Everything of a table that an index stands behind, in one form.
struct IndexShape {
  std::string kind;  // "primary key", "unique", "index"
  std::string name;
  bool unique = false, nulls_not_distinct = false;
  std::string method = "btree", predicate;
  std::vector<std::string> keys;     // with operator class, collation and order
  std::vector<std::string> columns;  // of the keys; an expression is empty
  std::vector<std::string> include;
};
// The valid ones; without those of parents.
std::vector<IndexShape> index_shapes(const Table& table);

}  // namespace rules
}  // namespace si
