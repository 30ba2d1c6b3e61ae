#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_extra(pair.uniques, pair, comparison, Severity::kWarning, sink);
}

}  // namespace

const Rule unique_extra{
    "unique-extra",
    "A unique constraint of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually a model) declares a unique constraint that the truth (usually the database) does not have. A
unique index on the same columns counts as one.

Why it matters: the application trusts that there are no duplicates (`.one()`, upserts by ON CONFLICT), and nobody
enforces it; `INSERT … ON CONFLICT (email)` fails without the constraint.

Example: `email = Column(String, unique=True)` in the model, no unique constraint in the database.

What to do: remove `unique=True`, or add the constraint by a migration after checking for duplicates.)",
    check};

}  // namespace si::rules
