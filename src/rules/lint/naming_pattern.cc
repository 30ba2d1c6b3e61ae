#include "rules/lint/lint.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  const Conventions& wanted = input.conventions;
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    if (wanted.table_names && !std::regex_match(at.name.name, *wanted.table_names)) {
      Finding& finding = add_at_table(at, Severity::kInfo, sink);
      finding.expected = wanted.table_names_pattern;
      finding.actual = at.name.name;
      finding.message = "the name of table " + words(at) + " does not match " + printable(wanted.table_names_pattern);
    }
    if (!wanted.column_names) continue;
    for (const Column& column : at.table->columns) {
      if (column.inherited || std::regex_match(column.name, *wanted.column_names)) continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.expected = wanted.column_names_pattern;
      finding.actual = column.name;
      finding.message =
          "the name of column " + words(at, column) + " does not match " + printable(wanted.column_names_pattern);
    }
  }
}

}  // namespace

const Rule naming_pattern{
    "naming-pattern",
    "A name that breaks the project's pattern",
    "lint",
    Severity::kInfo,
    true,
    R"(The name of a table or column does not match the regular expression that `[conventions] table_names` or
`column_names` sets. Without one, nothing is found.

Why it matters: names that follow one pattern can be guessed, and tools that rely on it work.

Example: `column_names = "[a-z][a-z0-9_]*"` finds `users."lastName"`.

What to do: rename it (`impact --rename` says what that touches), or ignore the finding on that object.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
