#include "rules/rules.h"

namespace si::rules {

const Rule query_null_comparison{"query-null-comparison",
                                 "A comparison with NULL that is never true",
                                 "queries",
                                 Severity::kWarning,
                                 true,
                                 R"(`= NULL` and `<> NULL` are NULL, never true, whatever stands on the other side.

Why it matters: the statement runs and finds nothing, or changes nothing.

Example: `WHERE deleted_at = NULL`.

What to do: write `IS NULL` or `IS NOT NULL`.)"};

}  // namespace si::rules
