#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

int width(const Type& type) {
  return type.name == "smallint" ? 2 : type.name == "integer" ? 4 : type.name == "bigint" ? 8 : 0;
}

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    const auto space = input.schema->schemas.find(at.name.schema);
    if (space == input.schema->schemas.end()) continue;
    for (const Column& column : at.table->columns) {
      if (column.inherited) continue;
      for (const auto& [name, sequence] : space->second.sequences) {
        if (sequence.owned_by_table != at.name || sequence.owned_by_column != column.name) continue;
        if (!column.serial && !sequence.identity) continue;  // owned, but not drawn from
        if (width(sequence.type) == 0 || width(sequence.type) >= width(base_type(*column.type, *input.schema)))
          continue;
        Finding& finding = add_at_column(at, column, Severity::kWarning, sink);
        finding.expected = to_string(*column.type);
        finding.actual = to_string(sequence.type);
        finding.message = words(at, column) + " is " + to_string(*column.type) + ", but its sequence " +
                          printable(name) + " ends with " + to_string(sequence.type);
      }
    }
  }
}

}  // namespace

const Rule sequence_narrow{
    "sequence-narrow",
    "A sequence that ends long before its column does",
    "lint",
    Severity::kWarning,
    true,
    R"(A sequence is of a smaller type than the column that owns it, so it runs out while the column could go on. It happens
where the column was widened and its sequence forgotten.

Why it matters: the day the sequence reaches its end, every insert fails.

Example: `events.id` was made `serial` and widened to `bigint`; `events_id_seq` still ends at 2147483647.

What to do: ALTER SEQUENCE … AS bigint. How far a sequence has run is no part of a schema and is not judged here.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
