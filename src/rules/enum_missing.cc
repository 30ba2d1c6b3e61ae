#include "rules/enums.h"

namespace si::rules {
namespace {

void check(const EnumPair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.missing() || pair.explained) return;
  Finding& finding = sink.add(Severity::kInfo, enum_object(pair));
  finding.expected = labels_text(*pair.truth);
  finding.message = "the enum " + enum_words(pair) + " is in " + truth_words(comparison) + ", not in " +
                    follower_words(comparison) + "; no compared column uses it";
  finding.location = pair.truth->location;
}

}  // namespace

const Rule enum_missing{
    "enum-missing",
    "An enum type of the truth that the follower lacks",
    "comparison",
    Severity::kInfo,
    true,
    R"(The truth (usually the database) has an enum type that the follower (usually the models) does not declare, and no
column that is compared uses it. (Where a column uses it, that column's `column-type`, or the missing column or table,
says so already.)

Why it matters: it is unused as far as the models go; it may be left over from an earlier version.

Example: the type `mood` is in the database, no `Enum(name="mood")` in any model.

What to do: nothing, or drop the type by a migration after making sure that no function uses it.)",
    nullptr,
    check};

}  // namespace si::rules
