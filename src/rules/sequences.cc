#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"sequence"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"sequence"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"sequence"}, Severity::kWarning, sink);
}

}  // namespace

const Rule sequence_missing{
    "sequence-missing",
    "A sequence of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a sequence that belongs to no column that the follower does not have. Between two databases (or their
snapshots) all are compared; with models only what the models declare.

Why it matters: `nextval()` on it fails there.

Example: `CREATE SEQUENCE invoice_numbers START 1000` in one database, not in the other.

What to do: create the sequence where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule sequence_extra{
    "sequence-extra",
    "A sequence of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a sequence that belongs to no column that the truth does not have. Between two databases (or their
snapshots) all are compared; with models only what the models declare.

Why it matters: `nextval()` on it fails there.

Example: `CREATE SEQUENCE invoice_numbers START 1000` in the second database, not in the first.

What to do: create the sequence where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule sequence_definition{
    "sequence-definition",
    "A sequence that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a sequence that belongs to no column of this name, and they differ in its type, start, increment,
limits, cache, cycling, owner or comment (info). Definitions are compared word by word as the servers write them,
without white space and the schemas of the search path. Between two databases (or their snapshots) all are compared;
with models only what the models declare.

Why it matters: numbers are drawn differently: they may clash or run out.

Example: `CREATE SEQUENCE invoice_numbers START 1000`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
