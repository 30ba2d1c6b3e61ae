#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_differences(pair.checks, pair, comparison, always_warning, sink);
}

}  // namespace

const Rule check_expression{
    "check-expression",
    "A check constraint whose conditions differ",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a check constraint under the same name (or the name that PostgreSQL would give), but its condition
differs. Conditions compare by meaning: `status IN ('a', 'b')` equals the server's
`((status)::text = ANY (ARRAY['a'::text, 'b'::text]))`. Between two databases also NOT VALID and NO INHERIT count.

Why it matters: one side takes rows that the other refuses.

Example: `CHECK (rating <= 10)` in the database, `CheckConstraint("rating <= 5")` in the model.

What to do: copy the database's condition into the model, or change the constraint by a migration.)",
    check};

}  // namespace si::rules
