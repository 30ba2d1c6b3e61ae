#include "rules/rules.h"

namespace si::rules {

const Rule query_syntax{
    "query-syntax",
    "A statement that the server does not take",
    "queries",
    Severity::kCritical,
    true,
    R"(A statement does not parse, or breaks a rule that no single name explains (a column outside of GROUP BY, a value for a
generated column, more values than columns).

Why it matters: it fails every time it runs.

Example: `SELECT id, name users FROM WHERE id = :id`.

What to do: mend the statement; the message is the server's own. With `--engine offline` the grammar is the one this
program was built with, and nothing is said about servers that are newer.)"};

}  // namespace si::rules
