#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition() || at.table->kind == TableKind::kForeign || at.table->primary_key) continue;
    Finding& finding = add_at_table(at, Severity::kWarning, sink);
    finding.expected = "a primary key";
    finding.message = words(at) + " has no primary key";
  }
}

}  // namespace

const Rule no_primary_key{
    "no-primary-key",
    "A table without a primary key",
    "lint",
    Severity::kWarning,
    true,
    R"(The table has no primary key. Partitions are not looked at: they have what their parent has.

Why it matters: rows cannot be told apart, so an update or delete of one may hit its twins; logical replication refuses
updates and deletes; and SQLAlchemy refuses a class on the table unless its model names a key of its own.

Example: `users_faves_directors` has a column `id` with unique values, but no key.

What to do: where a column is unique and not NULL already, `plan-ddl` proposes a key that is built without blocking
writers: CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
