#include <algorithm>

#include "rules/words.h"

namespace si::rules {
namespace {

bool is_in_primary_key(const TablePair& pair, const std::string& column) {
  if (pair.table.truth == nullptr || !pair.table.truth->primary_key) return false;
  const auto& key = pair.table.truth->primary_key->columns;
  return std::find(key.begin(), key.end(), column) != key.end();
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (pair.table.follower == nullptr || !pair.table.follower->unresolved_columns.empty()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.missing()) continue;
    const Column& truth = *column.truth;
    const bool must_be_given = truth.nullable.known() && !*truth.nullable && !fills_itself(truth);
    const bool critical = pair.view == nullptr && (must_be_given || is_in_primary_key(pair, truth.name));
    Finding& finding = sink.add(critical ? Severity::kCritical : Severity::kWarning, column_object(pair, truth.name));
    if (truth.type.known()) finding.expected = to_string(*truth.type);
    finding.message = "column " + column_words(pair, truth.name) +
                      (finding.expected ? " (" + *finding.expected + ')' : std::string()) + " is in " +
                      truth_words(comparison) + ", not in " + follower_words(comparison);
    if (must_be_given && pair.view == nullptr) finding.message += "; it is NOT NULL without a default";
    finding.includes = column.includes;
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_missing{
    "column-missing",
    "A column of the truth that the follower lacks",
    "comparison",
    Severity::kCritical,
    true,
    R"(The truth (usually the database) has a column that the follower's table (usually a model) does not declare.

Why it matters: critical when the column is NOT NULL and nothing fills it (no default, identity, sequence or
generated expression), or is part of the primary key: every insert through the model fails. Otherwise a warning:
the application works, but can neither read nor write the column.

Example: `users_devices.browser_info jsonb NOT NULL` is in the database, the model has no such attribute.

What to do: add the column to the model. Constraints and indexes that the follower lacks only because it lacks the
column are listed under `includes`.)",
    check};

}  // namespace si::rules
