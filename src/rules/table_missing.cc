#include "rules/words.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.table.missing() || pair.view != nullptr) return;
  Finding& finding = sink.add(Severity::kWarning, table_object(pair));
  finding.expected = pair.name;
  finding.message = "table " + table_words(pair) + " is in " + truth_words(comparison) + ", " +
                    (follower_is_models(comparison) ? "no model declares it" : "not in " + follower_words(comparison));
  finding.includes = pair.includes;
  finding.location = table_place(pair);
}

}  // namespace

const Rule table_missing{
    "table-missing",
    "A table of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth (usually the database) has a table that the follower (usually the models) does not declare.

Why it matters: the application cannot reach the table through its models, `Base.metadata.create_all()` would build
a database without it, and a migration generator may propose to drop it.

Example: the database has `tv_channels`, no class says `__tablename__ = "tv_channels"`.

What to do: add a model, or leave the table out by `[compare] ignore_tables` when it belongs to somebody else.
Foreign keys of other tables that point to it are listed under `includes`, not reported one by one. Partitions,
tables of extensions and `alembic_version` are never reported.)",
    check};

}  // namespace si::rules
