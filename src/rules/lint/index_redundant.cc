#include <algorithm>

#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

bool covers(const IndexShape& longer, const IndexShape& shorter) {
  if (longer.method != "btree" || longer.keys.size() < shorter.keys.size()) return false;
  if (longer.keys.size() == shorter.keys.size() && !longer.unique) return false;
  if (!longer.predicate.empty() && longer.predicate != shorter.predicate) return false;
  if (!std::equal(shorter.keys.begin(), shorter.keys.end(), longer.keys.begin())) return false;
  return std::all_of(shorter.include.begin(), shorter.include.end(), [&](const std::string& column) {
    return std::find(longer.include.begin(), longer.include.end(), column) != longer.include.end() ||
           std::find(longer.columns.begin(), longer.columns.end(), column) != longer.columns.end();
  });
}

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    const std::vector<IndexShape> shapes = index_shapes(*at.table);
    for (const IndexShape& shorter : shapes) {
      if (shorter.kind != "index" || shorter.unique || shorter.method != "btree") continue;
      const auto longer = std::find_if(shapes.begin(), shapes.end(), [&](const IndexShape& other) {
        return &other != &shorter && covers(other, shorter);
      });
      if (longer == shapes.end()) continue;
      Finding& finding = add_at_part(at, "index", shorter.name, shorter.columns, Severity::kInfo, sink);
      finding.actual = shorter.name;
      finding.message = words(at) + ": " + longer->kind + ' ' + printable(longer->name) +
                        " starts with the keys of index " + printable(shorter.name);
    }
  }
}

}  // namespace

const Rule index_redundant{
    "index-redundant",
    "An index whose keys another one starts with",
    "lint",
    Severity::kInfo,
    true,
    R"(The keys of a B-tree index that is not unique are the first keys of another valid one, in the same order, with the same
predicate (or the other has none), and the other holds its INCLUDE columns too; or both have the same keys and the other
one is unique.

Why it matters: the longer index answers what the shorter one answers. Each write maintains both.

Example: `ix_orders_user` on `(user_id)` beside `ix_orders_user_day` on `(user_id, day)`.

What to do: DROP INDEX CONCURRENTLY for the shorter one, unless it is much smaller and much used.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
