#include "rules/rules.h"

namespace si::rules {

const Rule query_parameter{"query-parameter",
                           "A parameter that the server cannot type",
                           "queries",
                           Severity::kCritical,
                           true,
                           R"(A parameter `$1` is used with two types, or nothing says what type it has.

Why it matters: drivers that leave parameters to the server (asyncpg) fail with AmbiguousParameter or
IndeterminateDatatype. For those that write values into the text, nothing is reported.

Example: `WHERE id = $1 OR name = $1`.

What to do: cast it, `$1::integer`, or use two parameters.)"};

}  // namespace si::rules
