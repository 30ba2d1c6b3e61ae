#include "compare/describe.h"
#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const IndexShape& shape : index_shapes(*at.table)) {
      if (!shape.unique || shape.kind == "primary key" || shape.nulls_not_distinct || !shape.predicate.empty())
        continue;
      std::vector<std::string> nullable;
      for (const std::string& name : shape.columns) {
        const Column* column = find_column(at.table->columns, name);
        if (column != nullptr && *column->nullable) nullable.push_back(name);
      }
      if (nullable.empty()) continue;
      Finding& finding = add_at_part(at, shape.kind, shape.name, shape.columns, Severity::kInfo, sink);
      finding.expected = "NOT NULL, or NULLS NOT DISTINCT";
      finding.message = words(at) + ": " + shape.kind + ' ' + printable(shape.name) + " lets rows pass where " +
                        printable(column_list(nullable)) + (nullable.size() == 1 ? " is NULL" : " are NULL");
    }
  }
}

}  // namespace

const Rule unique_nullable{
    "unique-nullable",
    "A unique key on a column that may be NULL",
    "lint",
    Severity::kInfo,
    true,
    R"(A unique constraint or unique index has a column that may be NULL, without NULLS NOT DISTINCT. Partial indexes and
keys on expressions are left alone.

Why it matters: NULL equals nothing, so the key lets any number of rows with NULL pass, also where all their other
columns are equal. On a single column that is often what is meant; with two and more it seldom is.

Example: UNIQUE (user_id, deleted_at) does not keep two rows with a NULL in `deleted_at` apart.

What to do: SET NOT NULL, NULLS NOT DISTINCT (from PostgreSQL 15 on), or a partial unique index.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
