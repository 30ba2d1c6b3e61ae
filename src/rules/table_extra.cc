#include "rules/words.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.table.extra() || pair.view != nullptr) return;
  Finding& finding = sink.add(Severity::kCritical, table_object(pair));
  finding.actual = pair.name;
  finding.message = (pair.table.follower->is_view ? "view " : "table ") + table_words(pair) + " is in " +
                    follower_words(comparison) + ", not in " + truth_words(comparison);
  finding.includes = pair.includes;
  finding.location = table_place(pair);
}

}  // namespace

const Rule table_extra{
    "table-extra",
    "A table of the follower that the truth lacks",
    "comparison",
    Severity::kCritical,
    true,
    R"(The follower (usually the models) declares a table that the truth (usually the database) does not have.

Why it matters: every query through that model fails with `relation "…" does not exist`.

Example: a class says `__tablename__ = "user_logins"`, the database has no such table.

What to do: remove the model, correct its table name or schema, or create the table by a migration.)",
    check};

}  // namespace si::rules
