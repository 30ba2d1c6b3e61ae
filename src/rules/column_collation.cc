#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    // A type that takes no collation has none: that is the type's finding.
    if (!column.both() || column.same_collation) continue;
    if (!column.same_type && type_family(*column.truth->type) != type_family(*column.follower->type)) continue;
    Finding& finding = sink.add(Severity::kWarning, column_object(pair, column.truth->name));
    finding.expected = column.truth->collation;
    finding.actual = column.follower->collation;
    finding.message = column_words(pair, column.truth->name) + " has the collation " +
                      printable(finding.expected.value_or("of its type")) + " in " + truth_words(comparison) + ", " +
                      printable(finding.actual.value_or("of its type")) + " in " + follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_collation{"column-collation",
                            "A column whose collations differ",
                            "comparison",
                            Severity::kWarning,
                            true,
                            R"(The column sorts and compares by another collation on the other side.

Why it matters: ORDER BY gives another order, a unique key may take or refuse other values (non-deterministic
collations), and an index cannot serve a comparison under another collation.

Example: `users.email text COLLATE "C"` in the database, `Column(Text)` in the model.

What to do: declare `Text(collation="C")` in the model, or change the column by a migration.)",
                            check};

}  // namespace si::rules
