#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_differences(pair.foreign_keys, pair, comparison, always_warning, sink);
}

}  // namespace

const Rule foreign_key_definition{
    "foreign-key-definition",
    "A foreign key that differs in target, actions or deferrability",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a foreign key on the same columns (or under the same name), but it differs: in the table or columns it
points to, ON DELETE, ON UPDATE, MATCH, deferrability; between two databases also in NOT VALID.

Why it matters: deleting a parent row removes, keeps or refuses its children depending on which side is asked; the
ORM's `cascade` and `passive_deletes` are written for what the model says.

Example: `ON DELETE CASCADE` in the database, `ForeignKey("users.id")` without `ondelete=` in the model.

What to do: give the model's `ForeignKey` the database's actions.)",
    check};

}  // namespace si::rules
