#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/lint/lint.h"

namespace si::rules {
namespace {

// SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T'), of PostgreSQL 12 to 18 together; sorted.
// clang-format off
constexpr std::string_view kReserved[] = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary", "both",
    "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner",
    "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps",
    "placing", "primary", "references", "returning", "right", "select", "session_user", "similar", "some",
    "symmetric", "system_user", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user",
    "using", "variadic", "verbose", "when", "where", "window", "with"};
// clang-format on

bool is_reserved(std::string_view name) { return std::binary_search(std::begin(kReserved), std::end(kReserved), name); }

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (is_reserved(at.name.name)) {
      Finding& finding = add_at_table(at, Severity::kInfo, sink);
      finding.actual = at.name.name;
      finding.message = "the name of table " + words(at) + " is a reserved word: it must be quoted everywhere";
    }
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      if (column.inherited || !is_reserved(column.name)) continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.actual = column.name;
      finding.message = "the name of column " + words(at, column) + " is a reserved word: it must be quoted everywhere";
    }
  }
}

}  // namespace

const Rule reserved_name{"reserved-name",
                         "A table or column with a name that SQL reserves",
                         "lint",
                         Severity::kInfo,
                         true,
                         R"(The name is a keyword of PostgreSQL that stands for a table or column only in double quotes.

Why it matters: every statement that is written by hand must quote it, and the one that forgets fails, or, with
`user` or `current_date`, means something else.

Example: SELECT user FROM "order" gives the name of the role, not the column.

What to do: another name, with `impact --rename` to see what it touches; or quotes, always.)",
                         nullptr,
                         nullptr,
                         nullptr,
                         check};

}  // namespace si::rules
