#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_missing(pair.uniques, pair, comparison, sink);
}

}  // namespace

const Rule unique_missing{
    "unique-missing",
    "A unique constraint of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has a unique constraint that the follower (usually a model) does not declare. A unique
index on the same columns counts as one.

Why it matters: the application meets an IntegrityError that its models do not foretell, and a database created from
the models would take duplicates.

Example: `UNIQUE (email)` in the database, `email = Column(String)` in the model.

What to do: add `unique=True` to the column, or a `UniqueConstraint` to `__table_args__`.)",
    check};

}  // namespace si::rules
