#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

std::string words(const std::optional<Generated>& generated) {
  return generated ? printable(describe(*generated)) : std::string("an ordinary column");
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.both() || !column.truth->generated.known() || !column.follower->generated.known()) continue;
    const auto &truth = *column.truth->generated, &follower = *column.follower->generated;
    if (!truth && !follower) continue;
    if (truth && follower && column.same_generated && truth->stored == follower->stored) continue;
    // A model that knows of no generated value writes the column, and the server refuses every such insert; one with a
    // server default (or FetchedValue, which is not known) leaves it alone.
    const bool writes = truth && !follower && follower_is_models(comparison) &&
                        column.follower->default_value.known() && !column.follower->default_value->has_value();
    Finding& finding =
        sink.add(writes ? Severity::kCritical : Severity::kWarning, column_object(pair, column.truth->name));
    if (truth) finding.expected = describe(*truth);
    if (follower) finding.actual = describe(*follower);
    finding.message = column_words(pair, column.truth->name) + " is " + words(truth) + " in " +
                      truth_words(comparison) + ", " + words(follower) + " in " + follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_generated{
    "column-generated",
    "A column that is generated on one side only, or by another expression",
    "comparison",
    Severity::kCritical,
    true,
    R"(The column is `GENERATED ALWAYS AS (…)` on one side and not on the other, or its expression or kind (STORED, VIRTUAL)
differs. Expressions compare by meaning.

Why it matters: critical where the database generates the column and the model declares a plain one: the ORM names it
in its INSERT, and the server answers `cannot insert a non-DEFAULT value into column`. A warning otherwise: values
differ from what the other side promises.

Example: `total numeric GENERATED ALWAYS AS (price * quantity) STORED` in the database, `total = Column(Numeric)` in
the model.

What to do: declare `Computed("price * quantity", persisted=True)`, or `server_default=FetchedValue()`.)",
    check};

}  // namespace si::rules
