#include "rules/rules.h"

namespace si::rules {

const Rule query_fixed_row{"query-fixed-row",
                           "SELECT * taken apart into another number of names",
                           "queries",
                           Severity::kInfo,
                           false,
                           R"(The row of a `SELECT *` is unpacked into a fixed number of names, and the tables have
another number of columns.

Why it matters: Python raises `ValueError: too many values to unpack` for each row; somebody has added or dropped a
column since the line was written.

Example: `cursor.execute("SELECT * FROM users")` and then `id, name = cursor.fetchone()`, where users has three columns.

What to do: name the columns that are wanted. The rule speaks only where statement and unpacking stand together. It is
off unless the configuration asks for it: `query-fixed-row = "warning"` under `[severity]`.)"};

}  // namespace si::rules
