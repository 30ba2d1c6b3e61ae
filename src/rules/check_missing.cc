#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_missing(pair.checks, pair, comparison, sink);
}

}  // namespace

const Rule check_missing{
    "check-missing",
    "A check constraint of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has a check constraint that the follower (usually a model) does not declare. Checks are
matched by meaning, then by name.

Why it matters: the application meets an IntegrityError that its models do not foretell, and a database created from
the models would take values that must not be.

Example: `CHECK (credit_balance >= 0)` in the database, nothing in the model.

What to do: add `CheckConstraint("credit_balance >= 0", name="…")` to `__table_args__`.)",
    check};

}  // namespace si::rules
