#include "rules/rules.h"

namespace si::rules {

const Rule query_conflict_target{
    "query-conflict-target",
    "An ON CONFLICT without a unique index to match",
    "queries",
    Severity::kCritical,
    true,
    R"(`ON CONFLICT (columns)` names columns on which the table has no unique index or constraint.

Why it matters: it fails with InvalidColumnReference every time it runs, also when there is no conflict.

Example: `INSERT INTO users … ON CONFLICT (email) DO NOTHING` where `email` is not unique.

What to do: name the columns of a unique index, all of them and no others, or make one.)"};

}  // namespace si::rules
