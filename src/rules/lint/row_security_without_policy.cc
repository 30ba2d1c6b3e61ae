#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    const bool on = at.table->row_security, has_policies = !at.table->policies.empty();
    if (on == has_policies) continue;
    Finding& finding = add_at_table(at, Severity::kWarning, sink);
    finding.expected = on ? "a policy" : "ENABLE ROW LEVEL SECURITY";
    finding.message = on ? words(at) + " has row security enabled and no policy: nobody but its owner sees a row"
                         : words(at) + " has policies, but row security is not enabled: they do nothing";
  }
}

}  // namespace

const Rule row_security_without_policy{
    "row-security-without-policy",
    "Row security without policy, or policies that are not switched on",
    "lint",
    Severity::kWarning,
    true,
    R"(Row security is enabled on the table, but there is no policy; or there are policies, and row security is not enabled.

Why it matters: without a policy everybody but the owner sees no row at all and can insert none. Policies without row
security do nothing: every row is open to whoever may read the table.

Example: `tenants` has the policy `own_tenant`, and nobody ran ENABLE ROW LEVEL SECURITY.

What to do: CREATE POLICY, or ALTER TABLE … ENABLE ROW LEVEL SECURITY.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
