#include "rules/rules.h"

namespace si::rules {

const Rule query_type{
    "query-type",
    "A value or comparison whose types do not fit",
    "queries",
    Severity::kCritical,
    true,
    R"(A literal that is no value of its type, an enum label that does not exist, types that do not compare or convert.

Why it matters: the statement fails every time it runs.

Example: `WHERE status = 'opened'` where the enum has `open` and `closed`; `WHERE id = 'abc'` on an integer.

What to do: use a value of the type, or cast. Where a driver writes parameters into the text, a complaint counts only
when it stays with values of every kind.)"};

}  // namespace si::rules
