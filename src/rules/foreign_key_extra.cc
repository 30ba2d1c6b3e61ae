#include "rules/parts.h"

namespace si::rules {
namespace {

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_extra(pair.foreign_keys, pair, comparison, Severity::kWarning, sink);
}

}  // namespace

const Rule foreign_key_extra{
    "foreign-key-extra",
    "A foreign key of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower (usually a model) declares a foreign key that the truth (usually the database) does not have.

Why it matters: the application trusts a reference that nobody enforces: rows may point to nothing, and
`ON DELETE CASCADE` that the model promises never happens.

Example: the model says `ForeignKey("performers.id")` on `media_performers.performer_id`, the table has no such key.

What to do: remove the `ForeignKey` (say `primaryjoin` where a relationship needs it), or add the key by a migration
after checking that no row breaks it.)",
    check};

}  // namespace si::rules
