#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_missing(pair.exclusions, pair, comparison, sink);
}

}  // namespace

const Rule exclusion_missing{
    "exclusion-missing",
    "An exclusion constraint of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has an exclusion constraint that the follower (usually a model) does not declare.

Why it matters: the application meets an IntegrityError that its models do not foretell, and a database created from
the models would take overlapping rows.

Example: `EXCLUDE USING gist (room WITH =, during WITH &&)` in the database, nothing in the model.

What to do: add `ExcludeConstraint(("room", "="), ("during", "&&"), using="gist")` to `__table_args__`.)",
    check};

}  // namespace si::rules
