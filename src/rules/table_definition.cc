#include "rules/objects.h"

namespace si::rules {
namespace {

void check(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"table"}, Severity::kWarning, sink);
}

}  // namespace

const Rule table_definition{
    "table-definition",
    "A table that is of another make on the two sides",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have the table, and it differs in what it is beside its columns and constraints: an ordinary, partitioned
or foreign table, its partition key, its parents, UNLOGGED, row security, storage parameters. Compared between
databases and their snapshots; models are not held to it.

Why it matters: row security decides who sees which rows; an UNLOGGED table is empty after a crash; the rest is
performance.

Example: `ALTER TABLE notes ENABLE ROW LEVEL SECURITY` in production only.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
