#include "compare/describe.h"
#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    const auto report = [&](const char* kind, const auto& constraint, const std::vector<std::string>& columns) {
      const std::string name = constraint.name.value_or("");
      Finding& finding = add_at_part(at, kind, name, columns, Severity::kWarning, sink);
      finding.expected = describe(constraint).substr(0, describe(constraint).rfind(" NOT VALID"));
      finding.actual = describe(constraint);
      finding.message =
          words(at) + ": " + kind + ' ' + printable(name) + " is NOT VALID: rows from before it were never checked";
    };
    for (const ForeignKey& key : at.table->foreign_keys)
      if (!key.validated && key.enforced) report("foreign key", key, key.columns);
    for (const Check& each : at.table->checks)
      if (!each.validated && each.enforced && !each.inherited) report("check", each, {});
  }
}

}  // namespace

const Rule constraint_not_valid{
    "constraint-not-valid",
    "A constraint that old rows were never checked against",
    "lint",
    Severity::kWarning,
    true,
    R"(A foreign key or check is NOT VALID: new rows are checked, those from before were not. A constraint that is NOT
ENFORCED is meant to be so, and is no finding.

Why it matters: the table may hold rows that break the constraint; the planner does not rely on it; and the step
that was to follow was forgotten.

Example: `orders_user_id_fkey` was added NOT VALID, to block nobody, and never validated.

What to do: ALTER TABLE … VALIDATE CONSTRAINT; it blocks neither reads nor writes. `plan-ddl` counts the rows first.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
