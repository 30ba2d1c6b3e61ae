#include "rules/enums.h"
#include "support/strings.h"

namespace si::rules {
namespace {

Severity severity_of(const Comparison& comparison) {
  return follower_is_models(comparison) ? Severity::kCritical : Severity::kWarning;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (pair.renamed) {
    Finding& finding = sink.add(severity_of(comparison), table_object(pair));
    finding.expected = pair.name;
    finding.actual = pair.table.follower->name;
    finding.message = "table " + table_words(pair) + " in " + truth_words(comparison) + " is probably " +
                      printable(*finding.actual) + " in " + follower_words(comparison) + " (" + pair.evidence + ')';
    finding.location = table_place(pair);
  }
  for (const ColumnPair& column : pair.columns) {
    if (!column.renamed) continue;
    Finding& finding = sink.add(severity_of(comparison), column_object(pair, column.truth->name));
    finding.expected = column.truth->name;
    finding.actual = column.follower->name;
    finding.message = "column " + column_words(pair, column.truth->name) + " in " + truth_words(comparison) +
                      " is probably " + printable(*finding.actual) + " in " + follower_words(comparison) + " (" +
                      column.evidence + ')';
    finding.location = column_place(pair, column);
  }
}

void check_enum(const EnumPair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.renamed) return;
  Finding& finding = sink.add(Severity::kWarning, enum_object(pair));
  finding.expected = pair.name;
  finding.actual = pair.follower->name;
  finding.message = "the enum " + enum_words(pair) + " in " + truth_words(comparison) + " is " +
                    printable(*finding.actual) + " in " + follower_words(comparison) +
                    " (the same labels, used by the same columns)";
  finding.location = place_of(pair.follower->location, pair.truth->location);
}

}  // namespace

const Rule probable_rename{
    "probable-rename",
    "A table, column or enum that likely has another name on the other side",
    "comparison",
    Severity::kCritical,
    true,
    R"(One thing is missing, one is extra, and by all evidence they are one under two names. Two columns, each the
other's only candidate, are one when their types are of one family and their names are near (`users_id`/`user_id`,
`last_activity_at`/`last_activity`, `metadata`/`metadata_`) or the attribute has the database's name; or when they agree
in type, nullability and reference, and either stand between the same columns, or no code uses the model's any more and
the database's is what code asks the class for (or, if the names have a word in common, what its SQL names). Two tables:
the columns are the same, or four in five of them and the names are near (or it stands in another schema). Two enums:
the labels and the columns that use them. It stands in place of the `-missing` and `-extra` findings; everything else
about the pair is compared as usual.

Why it matters: critical for models: they name a column or table that the database does not have, so every query fails.
A warning between databases and documents, and for an enum.

Example: `users_sessions.users_id` in the database, `user_id = Column(Integer)` in the model.

What to do: give the attribute the real name by `Column("users_id", …)`, keeping the attribute itself; `__tablename__`
for a table; `Enum(name="…")` for an enum. When they are two things after all, ignore the finding at its line.)",
    check,
    check_enum};

}  // namespace si::rules
