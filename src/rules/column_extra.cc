#include "rules/words.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.table.both() && pair.view == nullptr) return;
  if (pair.table.truth != nullptr && !pair.table.truth->unresolved_columns.empty()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.extra()) continue;
    const Column& follower = *column.follower;
    Finding& finding = sink.add(Severity::kCritical, column_object(pair, follower.name));
    if (follower.type.known()) finding.actual = to_string(*follower.type);
    finding.message = "column " + column_words(pair, follower.name) +
                      (finding.actual ? " (" + *finding.actual + ')' : std::string()) + " is in " +
                      follower_words(comparison) + ", not in " + truth_words(comparison);
    finding.includes = column.includes;
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_extra{
    "column-extra",
    "A column of the follower that the truth lacks",
    "comparison",
    Severity::kCritical,
    true,
    R"(The follower (usually a model) declares a column that the truth's table (usually the database) does not have.

Why it matters: SQLAlchemy names every mapped column in its SELECT and INSERT statements, so every query of that model
fails with `column "…" does not exist`.

Example: the model has `login_count = Column(Integer)`, the table `users_devices` has no such column.

What to do: remove the attribute, give it the column's real name (`Column("real_name", …)`), or add the column by a
migration.)",
    check};

}  // namespace si::rules
