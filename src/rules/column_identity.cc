#include <cstdint>
#include <limits>

#include "compare/matching.h"
#include "rules/words.h"

namespace si::rules {
namespace {

// Options that both declare and that differ; what one leaves out is PostgreSQL's choice.
bool options_differ(const SequenceOptions& a, const SequenceOptions& b) {
  const auto differ = [](const auto& x, const auto& y) { return x && y && *x != *y; };
  return differ(a.start, b.start) || differ(a.increment, b.increment) || differ(a.minimum, b.minimum) ||
         differ(a.maximum, b.maximum) || differ(a.cache, b.cache) || a.cycle != b.cycle;
}

// Options left out mean these, for a column of this type.
SequenceOptions with_defaults(SequenceOptions options, const Type& type) {
  if (!options.increment) options.increment = 1;
  if (!options.cache) options.cache = 1;
  const bool ascending = *options.increment > 0;
  std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  if (type.name == "integer") highest = std::numeric_limits<std::int32_t>::max();
  if (type.name == "smallint") highest = std::numeric_limits<std::int16_t>::max();
  if (!options.minimum) options.minimum = ascending ? 1 : -highest - 1;
  if (!options.maximum) options.maximum = ascending ? highest : -1;
  if (!options.start) options.start = ascending ? *options.minimum : *options.maximum;
  return options;
}

bool same_options(const ColumnPair& column, const Identity& truth, const Identity& follower) {
  // Where the types differ, so do the limits: that is the type's finding.
  const Type& type = *column.truth->type;
  return column.same_type ? !options_differ(with_defaults(truth.options, type), with_defaults(follower.options, type))
                          : !options_differ(truth.options, follower.options);
}

std::optional<std::string> text_of(const Column& column) {
  if (column.identity->has_value()) return describe(**column.identity);
  if (draws_from_sequence(column))
    return column.default_value.known() && column.default_value->has_value() ? **column.default_value : "serial";
  return std::nullopt;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.both() || !column.truth->identity.known() || !column.follower->identity.known()) continue;
    const auto &truth = *column.truth->identity, &follower = *column.follower->identity;
    if (!truth && !follower) continue;
    const bool unknown_default = !column.truth->default_value.known() || !column.follower->default_value.known();
    Severity severity = Severity::kWarning;
    if (truth && follower) {
      if (truth->always == follower->always && same_options(column, *truth, *follower)) continue;
    } else {
      if (unknown_default) continue;
      const Column& other = truth ? *column.follower : *column.truth;
      // SQLAlchemy treats serial and identity alike: it leaves the column out and reads the value back.
      if (draws_from_sequence(other)) severity = Severity::kInfo;
    }
    Finding& finding = sink.add(severity, column_object(pair, column.truth->name));
    finding.expected = text_of(*column.truth);
    finding.actual = text_of(*column.follower);
    finding.message = column_words(pair, column.truth->name) + " is " +
                      finding.expected.value_or("no identity column") + " in " + truth_words(comparison) + ", " +
                      finding.actual.value_or("no identity column") + " in " + follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_identity{
    "column-identity",
    "A column whose identity differs",
    "comparison",
    Severity::kWarning,
    true,
    R"(One side generates the column's values by `GENERATED … AS IDENTITY`, the other by something else or with other options.

Why it matters: info where the other side is `serial` (an integer primary key of a model is): an insert works with
both. A warning otherwise: `ALWAYS` refuses values that `BY DEFAULT` takes, another start or increment gives other
numbers, and without either an insert must bring the value itself.

Example: `orders.id bigint GENERATED ALWAYS AS IDENTITY` in the database, `Identity()` (which is BY DEFAULT) in the
model.

What to do: declare `Identity(always=True)` (with `start=`, `increment=` where they are not 1) in the model.)",
    check};

}  // namespace si::rules
