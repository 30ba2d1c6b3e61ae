#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_extra(pair.indexes, pair, comparison, Severity::kWarning, sink);
}

}  // namespace

const Rule index_extra{
    "index-extra",
    "An index of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually a model) declares an index that the truth (usually the database) does not have. Matched by name,
then by definition; a unique index and a unique constraint on the same columns count as one.

Why it matters: queries that count on it scan the whole table; a unique one is a rule that nobody enforces.

Example: `email = Column(String, index=True)` in the model, no index on `email` in the database.

What to do: create the index (`CREATE INDEX CONCURRENTLY`), or remove it from the model.)",
    check};

}  // namespace si::rules
