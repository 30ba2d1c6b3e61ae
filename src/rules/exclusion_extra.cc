#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_extra(pair.exclusions, pair, comparison, Severity::kWarning, sink);
}

}  // namespace

const Rule exclusion_extra{
    "exclusion-extra",
    "An exclusion constraint of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually a model) declares an exclusion constraint that the truth (usually the database) does not have.

Why it matters: the application trusts a rule that nobody enforces.

Example: `ExcludeConstraint(("room", "="), ("during", "&&"))` in the model, no such constraint in the database.

What to do: remove it from the model, or add it by a migration after checking the rows that are there.)",
    check};

}  // namespace si::rules
