#include "rules/rules.h"

namespace si::rules {

const Rule query_unknown_function{
    "query-unknown-function",
    "A call of a function that is not there",
    "queries",
    Severity::kCritical,
    true,
    R"(A statement calls a function that does not exist, or not with arguments of these types.

Why it matters: it fails with UndefinedFunction every time it runs. Often an extension is missing, or a function of
another database was meant (`ifnull`, `group_concat`).

Example: `SELECT uuid_generate_v4()` without the extension `uuid-ossp`.

What to do: install the extension, call what the server has (`coalesce`, `string_agg`, `gen_random_uuid`), or cast the
arguments. Only the server finds this; offline nothing is said about functions.)"};

}  // namespace si::rules
