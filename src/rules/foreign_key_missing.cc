#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_missing(pair.foreign_keys, pair, comparison, sink);
}

}  // namespace

const Rule foreign_key_missing{
    "foreign-key-missing",
    "A foreign key of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has a foreign key that the follower (usually a model) does not declare.

Why it matters: the model hides a rule that the database enforces. Inserts and deletes in the wrong order fail,
`relationship()` finds no join condition by itself, and a migration generator proposes to drop the key.

Example: `files.created_by` references `users (id)` in the database, the model has a plain `Column(Integer)`.

What to do: add `ForeignKey("users.id")` to the model, with the database's `ondelete=`. A key that is missing only
because its column or the table it points to is missing is listed under that finding's `includes`.)",
    check};

}  // namespace si::rules
