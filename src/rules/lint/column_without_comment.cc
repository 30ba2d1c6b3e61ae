#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      if (column.inherited || !column.comment.known() || *column.comment) continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.expected = "a comment";
      finding.message = words(at, column) + " has no comment";
    }
  }
}

}  // namespace

const Rule column_without_comment{"column-without-comment",
                                  "A column without a comment",
                                  "lint",
                                  Severity::kInfo,
                                  false,
                                  R"(The column has no COMMENT.

Why it matters: the schema document and every client show comments where people look for them.

Example: nobody knows in which unit `media.duration` is.

What to do: COMMENT ON COLUMN, and `comment=` in the model.)",
                                  nullptr,
                                  nullptr,
                                  nullptr,
                                  check};

}  // namespace si::rules
