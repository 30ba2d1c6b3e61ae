#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition() || !at.table->comment.known() || *at.table->comment) continue;
    Finding& finding = add_at_table(at, Severity::kInfo, sink);
    finding.expected = "a comment";
    finding.message = words(at) + " has no comment";
  }
}

}  // namespace

const Rule table_without_comment{"table-without-comment",
                                 "A table without a comment",
                                 "lint",
                                 Severity::kInfo,
                                 false,
                                 R"(The table has no COMMENT.

Why it matters: the schema document and every client show comments where people look for them.

Example: nobody knows what `media_backup` is for.

What to do: COMMENT ON TABLE, and `comment=` in the model.)",
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 check};

}  // namespace si::rules
