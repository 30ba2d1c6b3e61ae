#include "compare/matching.h"
#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

// What fills the column when an insert does not name it.
enum class Source { kNone, kExpression, kSequence, kOther };

Source source_of(const Column& column) {
  if ((column.identity.known() && column.identity->has_value()) ||
      (column.generated.known() && column.generated->has_value()))
    return Source::kOther;
  if (draws_from_sequence(column)) return Source::kSequence;
  return column.default_value.known() && column.default_value->has_value() ? Source::kExpression : Source::kNone;
}

std::optional<std::string> text_of(const Column& column) {
  if (column.default_value.known() && column.default_value->has_value()) return **column.default_value;
  if (column.serial) return "nextval(…)";
  return std::nullopt;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.both()) continue;
    const Column &truth = *column.truth, &follower = *column.follower;
    const auto unknown = [](const Column& c) {
      return !c.default_value.known() || !c.identity.known() || !c.generated.known();
    };
    if (unknown(truth) || unknown(follower)) continue;
    const Source a = source_of(truth), b = source_of(follower);
    if (a == Source::kOther || b == Source::kOther) continue;  // column-identity, column-generated
    if (a == b && (a == Source::kNone || column.same_default)) continue;
    Finding& finding = sink.add(Severity::kWarning, column_object(pair, truth.name));
    finding.expected = text_of(truth);
    finding.actual = text_of(follower);
    const auto words = [](const std::optional<std::string>& text) {
      return text ? "has the default " + printable(*text) : std::string("has no default");
    };
    finding.message =
        column_words(pair, truth.name) + ' ' + words(finding.expected) + " in " + truth_words(comparison) + ", " +
        (finding.expected && !finding.actual ? "none" : words(finding.actual)) + " in " + follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_default{
    "column-default",
    "A column whose defaults in the database differ",
    "comparison",
    Severity::kWarning,
    true,
    R"(The default that the server applies differs, or only one side has one. Compared are the database's default and the
model's `server_default`; SQLAlchemy's `default=` works in Python only and is never compared with the database.
Defaults compare by meaning: `'{}'::jsonb` and `text("'{}'")`, `now()` and `CURRENT_TIMESTAMP` are equal. A sequence
(`serial`, `nextval(…)`, `Sequence`) counts as one kind of default.

Why it matters: rows that are inserted by something else than the ORM (a migration, a COPY, another service), and a
database that is created from the models, get another value or fail.

Example: `users.created_at` has `DEFAULT now()` in the database, the model has no `server_default`.

What to do: add `server_default=func.now()` to the model, or change the database's default by a migration.)",
    check};

}  // namespace si::rules
