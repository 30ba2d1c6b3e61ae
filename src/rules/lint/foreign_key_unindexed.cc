#include <algorithm>

#include "compare/describe.h"
#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

// col IS NOT NULL: the search by equality that a key makes implies it.
bool serves(const IndexShape& shape, const ForeignKey& key) {
  const std::vector<std::string>& wanted = key.columns;
  if (shape.method != "btree" && !(shape.method == "hash" && wanted.size() == 1)) return false;
  if (!shape.predicate.empty() && std::none_of(wanted.begin(), wanted.end(), [&](const std::string& column) {
        return shape.predicate == '(' + quote_identifier(column) + " IS NOT NULL)";
      }))
    return false;
  const std::size_t count = std::min(shape.columns.size(), wanted.size());
  for (std::size_t i = 0; i < count; ++i)
    if (std::find(wanted.begin(), wanted.end(), shape.columns[i]) == wanted.end()) return false;
  return count == wanted.size() || shape.unique;
}

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition() || at.table->foreign_keys.empty()) continue;
    const std::vector<IndexShape> shapes = index_shapes(*at.table);
    for (const ForeignKey& key : at.table->foreign_keys) {
      if (!key.enforced || key.inherited) continue;
      if (std::any_of(shapes.begin(), shapes.end(), [&](const IndexShape& shape) { return serves(shape, key); }))
        continue;
      Finding& finding = add_at_part(at, "foreign key", key.name.value_or(""), key.columns, Severity::kInfo, sink);
      finding.expected = "an index on (" + column_list(key.columns) + ')';
      finding.message = words(at) + ": no index starts with (" + printable(column_list(key.columns)) +
                        "), the columns of foreign key " + printable(key.name.value_or(describe(key)));
    }
  }
}

}  // namespace

const Rule foreign_key_unindexed{
    "foreign-key-unindexed",
    "A foreign key whose columns no index starts with",
    "lint",
    Severity::kInfo,
    true,
    R"(No valid index of the table has the foreign key's columns in front, in any order. A partial index counts only where its
predicate is that the column is not NULL. A unique index on a part of the columns counts too.

Why it matters: each delete or key change in the referenced table reads this whole table to find its rows, and holds its
locks meanwhile; joins along the key cannot use an index.

Example: `episodes.media_id` references `media (id)`, and no index starts with `media_id`.

What to do: CREATE INDEX CONCURRENTLY on the columns. Where the referenced rows are never deleted and the table is
small, ignore the finding for that key.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
