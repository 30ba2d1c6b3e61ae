#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    const std::vector<IndexShape> shapes = index_shapes(*at.table);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const IndexShape& copy = shapes[i];
      if (copy.kind != "index") continue;
      for (std::size_t j = 0; j < i; ++j) {
        const IndexShape& first = shapes[j];
        if (first.keys != copy.keys || first.method != copy.method || first.predicate != copy.predicate ||
            first.include != copy.include || first.unique != copy.unique ||
            first.nulls_not_distinct != copy.nulls_not_distinct)
          continue;
        Finding& finding = add_at_part(at, "index", copy.name, copy.columns, Severity::kWarning, sink);
        finding.actual = copy.name;
        finding.message =
            words(at) + ": index " + printable(copy.name) + " is a copy of " + first.kind + ' ' + printable(first.name);
        break;
      }
    }
  }
}

}  // namespace

const Rule index_duplicate{
    "index-duplicate",
    "An index that another one is a copy of",
    "lint",
    Severity::kWarning,
    true,
    R"(Two valid indexes of a table have the same method, keys, order, INCLUDE columns and predicate, and are both unique
or both not; or a unique index stands beside a primary key or unique constraint of the same columns. The finding is
at the one that can go: never a constraint's, else the one that comes later by name.

Why it matters: each write maintains both, both take disk and memory, and no query gains.

Example: `users_email_key` is the index of a unique constraint on `email`, and `ix_users_email` a unique index on it.

What to do: DROP INDEX CONCURRENTLY for the copy, after a look at who names it (REPLICA IDENTITY, CLUSTER, hints).)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
