#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both()) return;
  const auto &truth = pair.table.truth->comment, &follower = pair.table.follower->comment;
  if (!truth.known() || !follower.known() || *truth == *follower) return;
  Finding& finding = sink.add(Severity::kInfo, table_object(pair));
  finding.expected = *truth;
  finding.actual = *follower;
  const auto words = [](const std::optional<std::string>& text) {
    return text ? '"' + printable(*text) + '"' : std::string("none");
  };
  finding.message = "table " + table_words(pair) + ": the comment is " + words(*truth) + " in " +
                    truth_words(comparison) + ", " + words(*follower) + " in " + follower_words(comparison);
  finding.location = table_place(pair);
}

}  // namespace

const Rule table_comment{
    "table-comment",
    "A table whose comments differ",
    "comparison",
    Severity::kInfo,
    true,
    R"(The table's comment (`COMMENT ON TABLE`, `__table_args__ = {"comment": …}` in a model) is another, or on one side only.

Why it matters: it changes nothing that runs; but documents are made from comments, and a migration generator would
drop one that the model does not have.

Example: the database says "one row a delivery" of `deliveries`, the model says nothing.

What to do: copy the comment into `__table_args__`, or switch the rule off: `[severity] table-comment = "off"`.)",
    check};

}  // namespace si::rules
