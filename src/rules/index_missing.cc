#include "rules/parts.h"

namespace si::rules {
namespace {

Severity severity_of(const Index& index) { return index.unique ? Severity::kWarning : Severity::kInfo; }

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_missing(pair.indexes, pair, comparison, severity_of, sink);
}

}  // namespace

const Rule index_missing{
    "index-missing",
    "An index of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has an index that the follower (usually a model) does not declare. Matched by name,
then by definition; a unique index and a unique constraint on the same columns count as one.

Why it matters: info for a plain index: nothing fails, but a database created from the models is slower, and a
migration generator proposes to drop it. A warning for a unique index: it is a rule about the data.

Example: `CREATE INDEX ix_media_title ON media (title)` in the database, no `index=True` in the model.

What to do: add `index=True` or an `Index(…)` to the model.)",
    check};

}  // namespace si::rules
