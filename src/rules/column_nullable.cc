#include <algorithm>

#include "rules/words.h"

namespace si::rules {
namespace {

// Being part of a primary key makes a column NOT NULL: where the keys differ, their finding says so.
bool is_explained_by_key(const TablePair& pair, const ColumnPair& column) {
  if (pair.primary_key.differences.empty()) return false;
  const auto holds = [](const PrimaryKey* key, const std::string& name) {
    return key != nullptr && std::find(key->columns.begin(), key->columns.end(), name) != key->columns.end();
  };
  const bool in_truth = holds(pair.primary_key.truth, column.truth->name);
  const bool in_follower = holds(pair.primary_key.follower, column.follower->name);
  return in_truth != in_follower && (in_truth ? !*column.truth->nullable : !*column.follower->nullable);
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.both() || !column.truth->nullable.known() || !column.follower->nullable.known()) continue;
    const bool truth = *column.truth->nullable, follower = *column.follower->nullable;
    if (truth == follower || is_explained_by_key(pair, column)) continue;
    const bool critical = !truth && !fills_itself(*column.truth);
    Finding& finding =
        sink.add(critical ? Severity::kCritical : Severity::kWarning, column_object(pair, column.truth->name));
    finding.expected = truth ? "NULL" : "NOT NULL";
    finding.actual = follower ? "NULL" : "NOT NULL";
    finding.message = column_words(pair, column.truth->name) + (truth ? " may be NULL in " : " is NOT NULL in ") +
                      truth_words(comparison) + ", " + (follower ? "may be NULL in " : "is NOT NULL in ") +
                      follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_nullable{"column-nullable",
                           "A column that may be NULL on one side only",
                           "comparison",
                           Severity::kCritical,
                           true,
                           R"(One side says NOT NULL, the other does not.

Why it matters: critical when the truth (usually the database) says NOT NULL and nothing fills the column by itself
(no default, identity, sequence): the model lets a row through that the database refuses. A warning otherwise: with
a default the insert works; and where only the model says NOT NULL, rows with NULL that are there already break code
that trusts the annotation.

Example: `media.credit_cost integer NOT NULL` in the database, `credit_cost = db.Column(db.Integer)` in the model.

What to do: say `nullable=False` (or `Mapped[int]` in place of `Mapped[Optional[int]]`) in the model, or change the
database by a migration.)",
                           check};

}  // namespace si::rules
