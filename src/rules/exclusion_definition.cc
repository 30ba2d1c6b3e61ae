#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_differences(pair.exclusions, pair, comparison, always_warning, sink);
}

}  // namespace

const Rule exclusion_definition{
    "exclusion-definition",
    "An exclusion constraint whose definitions differ",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have an exclusion constraint under the same name, but with other elements, operators, method or predicate.

Why it matters: one side takes rows that the other refuses.

Example: `room WITH =, during WITH &&` in the database, `during WITH &&` alone in the model.

What to do: copy the database's elements into the model, or change the constraint by a migration.)",
    check};

}  // namespace si::rules
