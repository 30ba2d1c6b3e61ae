#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_extra(pair.checks, pair, comparison, Severity::kWarning, sink);
}

}  // namespace

const Rule check_extra{
    "check-extra",
    "A check constraint of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually a model) declares a check constraint that the truth (usually the database) does not have; also one
that SQLAlchemy makes for `Enum(native_enum=False, create_constraint=True)` or `Boolean(create_constraint=True)`.

Why it matters: the application trusts a rule that nobody enforces.

Example: `CheckConstraint("age >= 18")` in the model, no such check in the database.

What to do: remove it from the model, or add it by a migration after checking the rows that are there.)",
    check};

}  // namespace si::rules
