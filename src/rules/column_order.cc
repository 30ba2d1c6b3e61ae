#include <algorithm>

#include "rules/words.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both() || pair.same_column_order) return;
  std::vector<const ColumnPair*> columns;
  for (const ColumnPair& column : pair.columns)
    if (column.both()) columns.push_back(&column);
  const auto names = [&] {
    std::vector<std::string> list;
    for (const ColumnPair* column : columns) list.push_back(column->truth->name);
    return column_list(list);
  };
  Finding& finding = sink.add(Severity::kInfo, table_object(pair));
  finding.expected = names();
  std::sort(columns.begin(), columns.end(),
            [](const ColumnPair* a, const ColumnPair* b) { return a->follower < b->follower; });
  finding.actual = names();
  finding.message = "the columns of " + table_words(pair) + " stand in another order in " + follower_words(comparison) +
                    " than in " + truth_words(comparison);
  finding.location = table_place(pair);
}

}  // namespace

const Rule column_order{"column-order",
                        "A table whose columns stand in another order",
                        "comparison",
                        Severity::kInfo,
                        false,
                        R"(The columns that both sides have stand in another order. Off unless asked for
(`[severity] column-order = "info"`): a column that is added later stands last in the database, wherever the model
has it.

Why it matters: only for what goes by position: `INSERT INTO t VALUES (…)`, `SELECT *` into a tuple, COPY without a
column list.

Example: `id, email, name` in the database, `id, name, email` in the model.

What to do: reorder the attributes, or name the columns in such statements.)",
                        check};

}  // namespace si::rules
