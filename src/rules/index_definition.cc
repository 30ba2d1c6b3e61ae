#include "rules/parts.h"

namespace si::rules {
namespace {

Severity severity_of(const std::vector<std::string>& differences) {
  for (const std::string& word : differences)
    if (word == "keys" || word == "uniqueness" || word == "predicate" || word == "NULLS NOT DISTINCT")
      return Severity::kWarning;
  return Severity::kInfo;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_differences(pair.indexes, pair, comparison, severity_of, sink);
}

}  // namespace

const Rule index_definition{"index-definition",
                            "An index that differs in its definition",
                            "comparison",
                            Severity::kWarning,
                            true,
                            R"(Both sides have an index under the same name, or on the same keys, but it differs.

Why it matters: a warning where keys, uniqueness, NULLS NOT DISTINCT or the predicate differ: the index serves other
queries, or holds other rows unique. Info for what only its cost depends on: method, operator class, order, collation,
INCLUDE, storage parameters. Expressions and predicates compare by meaning.

Example: `(email) WHERE deleted_at IS NULL` in the database, `Index("ix_users_email", "email")` in the model.

What to do: give the model's `Index` the database's keys and options (`postgresql_where=`, `postgresql_using=`,
`postgresql_ops=`, `postgresql_include=`).)",
                            check};

}  // namespace si::rules
