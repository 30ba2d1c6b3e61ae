#include "rules/rules.h"

namespace si::rules {

const Rule query_ambiguous{
    "query-ambiguous",
    "A name that more than one table of a statement has",
    "queries",
    Severity::kCritical,
    true,
    R"(A column without its table's name, where more than one table in FROM has it; or a function or operator of which several
fit equally well.

Why it matters: it fails with AmbiguousColumn. It often comes with a new column: the statement was right before.

Example: `SELECT id FROM users JOIN payments ON users_id = users.id`.

What to do: write the table's name or alias before it.)"};

}  // namespace si::rules
