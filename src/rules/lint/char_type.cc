#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      const Type& type = *column.type;
      if (column.inherited || type.name != "character" || type.modifiers.empty() ||
          type.modifiers == std::vector<int>{1})
        continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.expected = "character varying(" + std::to_string(type.modifiers.front()) + ')';
      finding.actual = to_string(type);
      finding.message = words(at, column) + " is padded with blanks: " + to_string(type);
    }
  }
}

}  // namespace

const Rule char_type{
    "char-type",
    "A text that is padded with blanks",
    "lint",
    Severity::kInfo,
    true,
    R"(The column's type is `character(n)`, which fills each value up with blanks. `character(1)` is left alone: there is
nothing to fill up.

Why it matters: the blanks take space, and come and go in comparisons, LIKE and length() in ways that surprise.

Example: `countries.code char(3)` finds 'DE ' for 'DE' but not for LIKE 'DE'.

What to do: ALTER COLUMN … TYPE varchar(n) or text, with a CHECK on the length where it is meant.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
