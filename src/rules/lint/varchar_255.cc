#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      const Type& type = *column.type;
      if (column.inherited || type.is_array || type.name != "character varying" ||
          type.modifiers != std::vector<int>{255})
        continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.expected = "text";
      finding.actual = to_string(type);
      finding.message = words(at, column) + " is limited to 255 characters";
    }
  }
}

}  // namespace

const Rule varchar_255{
    "varchar-255",
    "A text of at most 255 characters, by habit",
    "lint",
    Severity::kInfo,
    false,
    R"(The column is `character varying(255)`, a limit that other databases need and PostgreSQL does not.

Why it matters: 255 is seldom what the matter asks for; the day a longer value comes, inserts fail.

Example: `users.avatar_url varchar(255)`.

What to do: ALTER COLUMN … TYPE text, with a CHECK where a limit is meant. It does not rewrite the table.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
