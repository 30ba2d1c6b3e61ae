#include <algorithm>

#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

bool is_unlimited_string(const Type& type) {
  return type.name == "text" || (type.name == "character varying" && type.modifiers.empty());
}

// Different for the server, one and the same for Python.
bool are_alike_in_python(const Type& a, const Type& b) {
  const auto both_of = [&](std::string_view x, std::string_view y) {
    return (a.name == x && b.name == y) || (a.name == y && b.name == x);
  };
  return both_of("jsonb", "json") || both_of("real", "double precision") ||
         (is_unlimited_string(a) && is_unlimited_string(b));
}

// Values of one family can be stored as the other, or the drivers send them as text that the server reads.
bool families_convert(const Type& a, const Type& b) {
  using F = TypeFamily;
  static constexpr std::pair<F, F> kConvertible[] = {{F::kInteger, F::kNumber}, {F::kNetwork, F::kString},
                                                     {F::kUuid, F::kString},    {F::kDateTime, F::kDate},
                                                     {F::kString, F::kOther},   {F::kString, F::kRange}};
  const F x = type_family(a), y = type_family(b);
  if (x == F::kUnknown || y == F::kUnknown) return true;  // a user's type: nothing is said about it
  if (x == y) return x != F::kOther || a.name == b.name;
  return std::any_of(std::begin(kConvertible), std::end(kConvertible),
                     [&](const auto& pair) { return pair == std::pair(x, y) || pair == std::pair(y, x); });
}

Severity severity_of(const Type& truth, const Type& follower) {
  if (truth.is_array != follower.is_array) return Severity::kCritical;
  if (are_alike_in_python(truth, follower)) return Severity::kInfo;
  return families_convert(truth, follower) ? Severity::kWarning : Severity::kCritical;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  for (const ColumnPair& column : pair.columns) {
    if (!column.both() || column.same_type) continue;
    const Type &truth = *column.truth->type, &follower = *column.follower->type;
    Finding& finding = sink.add(severity_of(truth, follower), column_object(pair, column.truth->name));
    finding.expected = to_string(truth);
    finding.actual = to_string(follower);
    const std::string& written = column.follower->python_type;
    finding.message = column_words(pair, column.truth->name) + " is " + printable(*finding.expected) + " in " +
                      truth_words(comparison) + ", " + printable(written.empty() ? *finding.actual : written) + " in " +
                      follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_type{
    "column-type",
    "A column whose types differ",
    "comparison",
    Severity::kCritical,
    true,
    R"(The column has another type in the follower (usually a model) than in the truth (usually the database). Types are
compared in PostgreSQL's own canonical form, so `String(50)` and `varchar(50)`, `DateTime(timezone=True)` and
`timestamptz` are equal.

Why it matters:
- critical: values do not convert (a number against a text, a text against a JSON value, an array against a single
  value): statements fail or write wrong data;
- warning: length, precision, scale, time zone, width of an integer, `inet` or an enum against a string: works until
  a value does not fit, or is read back as something else;
- info: one and the same in Python: `jsonb` against `JSON`, `real` against `Float`, `varchar` without a length against
  `Text`, and arrays of those.

Example: `users.ip_address` is `inet` in the database and `String(45)` in the model.

What to do: give the model the type of the database (`fix-models` can do it), or name the pair under
`[equivalent] types` in the configuration when the project means it so.)",
    check};

}  // namespace si::rules
