#include "rules/enums.h"

namespace si::rules {
namespace {

void check(const EnumPair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.extra() || pair.explained) return;
  Finding& finding = sink.add(Severity::kWarning, enum_object(pair));
  finding.actual = labels_text(*pair.follower);
  finding.message =
      "the enum " + enum_words(pair) + " is in " + follower_words(comparison) + ", not in " + truth_words(comparison);
  finding.location = pair.follower->location;
}

}  // namespace

const Rule enum_extra{
    "enum-extra",
    "An enum type of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually the models) declares an enum type that the truth (usually the database) does not have, and no
column's finding says so already (a column of that type which has another type in the database is `column-type`).

Why it matters: a cast to the type fails with `type "…" does not exist`.

Example: `Enum("sad", "ok", name="mood")` is declared in the metadata, the database has no type `mood`.

What to do: create the type by a migration, or remove it from the models.)",
    nullptr,
    check};

}  // namespace si::rules
