#include "rules/rules.h"

namespace si::rules {

const Rule query_without_where{"query-without-where",
                               "An UPDATE or DELETE of every row",
                               "queries",
                               Severity::kInfo,
                               true,
                               R"(An UPDATE or DELETE has no WHERE.

Why it matters: it changes the whole table. That may be meant; when it is not, it is the worst kind of mistake.

Example: `UPDATE users SET is_active = false`.

What to do: add the condition, or ignore the rule on that line to say that it is meant.)"};

}  // namespace si::rules
