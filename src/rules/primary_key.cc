#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  const auto& key = pair.primary_key;
  if (!pair.both() || key.differences.empty()) return;
  // A key that is not there may be among what could not be read.
  const auto incomplete = [](const Table& table) {
    return !table.unresolved_constraints.empty() || !table.unresolved_columns.empty();
  };
  if (key.follower == nullptr && incomplete(*pair.table.follower)) return;
  if (key.truth == nullptr && incomplete(*pair.table.truth)) return;
  const bool columns = key.differences.front() == "columns";
  const PrimaryKey& told = key.any();
  Finding& finding = sink.add(columns ? Severity::kCritical : Severity::kWarning,
                              part_object(pair, "primary key", told.name.value_or(""), told.columns));
  if (key.truth != nullptr) finding.expected = columns ? column_list(key.truth->columns) : describe(*key.truth);
  if (key.follower != nullptr) finding.actual = columns ? column_list(key.follower->columns) : describe(*key.follower);
  const auto words = [](const std::optional<std::string>& text) {
    return text ? '(' + printable(*text) + ')' : std::string("none");
  };
  finding.message = "the primary key of " + table_words(pair) + " is " + words(finding.expected) + " in " +
                    truth_words(comparison) + ", " + words(finding.actual) + " in " + follower_words(comparison);
  finding.location = place_of(key.follower != nullptr ? key.follower->location : Location{}, table_place(pair));
}

}  // namespace

const Rule primary_key{
    "primary-key",
    "A table whose primary keys differ",
    "comparison",
    Severity::kCritical,
    true,
    R"(The primary key has other columns, or the same in another order, or only one side has one. A difference in
deferrability or INCLUDE alone is a warning.

Why it matters: the ORM identifies rows by the model's primary key. Where the database does not hold those columns
unique and not null, updates and deletes hit several rows or none, and the identity map returns the wrong object.

Example: `users_faves_directors` has no primary key in the database, `id` has `primary_key=True` in the model.

What to do: make the model's `primary_key=True` columns those of the database, or add the key by a migration after
checking that the values are unique and not null.)",
    check};

}  // namespace si::rules
