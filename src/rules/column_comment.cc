#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  for (const ColumnPair& column : pair.columns) {
    if (!column.both() || !column.truth->comment.known() || !column.follower->comment.known()) continue;
    if (*column.truth->comment == *column.follower->comment) continue;
    Finding& finding = sink.add(Severity::kInfo, column_object(pair, column.truth->name));
    finding.expected = *column.truth->comment;
    finding.actual = *column.follower->comment;
    const auto words = [](const std::optional<std::string>& text) {
      return text ? '"' + printable(*text) + '"' : std::string("none");
    };
    finding.message = column_words(pair, column.truth->name) + ": the comment is " + words(finding.expected) + " in " +
                      truth_words(comparison) + ", " + words(finding.actual) + " in " + follower_words(comparison);
    finding.location = column_place(pair, column);
  }
}

}  // namespace

const Rule column_comment{
    "column-comment",
    "A column whose comments differ",
    "comparison",
    Severity::kInfo,
    true,
    R"(The column's comment (`COMMENT ON COLUMN`, `comment=` in a model) is another, or on one side only.

Why it matters: it changes nothing that runs; but documents are made from comments, and a migration generator would
drop one that the model does not have.

Example: the database says "in cents" of `orders.amount`, the model says nothing.

What to do: copy the comment into `comment=`, or switch the rule off: `[severity] column-comment = "off"`.)",
    check};

}  // namespace si::rules
