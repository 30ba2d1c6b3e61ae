#include "compare/describe.h"
#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    for (const Index& index : at.table->indexes) {
      if (index.valid) continue;
      Finding& finding = add_at_part(at, "index", index.name, key_texts(index), Severity::kWarning, sink);
      finding.actual = "invalid";
      finding.message = words(at) + ": index " + printable(index.name) + " is not valid, so no query uses it";
    }
  }
}

}  // namespace

const Rule index_invalid{
    "index-invalid",
    "An index that is not valid",
    "lint",
    Severity::kWarning,
    true,
    R"(The index is marked invalid: CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY failed or was cut off.

Why it matters: no query uses it, a unique one may not hold for old rows, and each write still maintains it.

Example: `ix_events_at` was left behind when a deployment ran into its time limit.

What to do: REINDEX INDEX CONCURRENTLY, or drop it and make it anew.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
