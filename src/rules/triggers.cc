#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"trigger"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"trigger"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"trigger"}, Severity::kWarning, sink);
}

}  // namespace

const Rule trigger_missing{
    "trigger-missing",
    "A trigger of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a trigger that the follower does not have. Between two databases (or their snapshots) all are compared;
with models only what the models declare.

Why it matters: rows are written without what it does (time stamps, audit rows, checks).

Example: `CREATE TRIGGER touch BEFORE UPDATE ON users …` in one database, not in the other.

What to do: create the trigger where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule trigger_extra{
    "trigger-extra",
    "A trigger of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a trigger that the truth does not have. Between two databases (or their snapshots) all are compared;
with models only what the models declare.

Why it matters: rows are written without what it does (time stamps, audit rows, checks).

Example: `CREATE TRIGGER touch BEFORE UPDATE ON users …` in the second database, not in the first.

What to do: create the trigger where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule trigger_definition{
    "trigger-definition",
    "A trigger that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a trigger of this name, and they differ in its timing, events, condition, function, state (enabled or
not) or comment (info). Definitions are compared word by word as the servers write them, without white space and the
schemas of the search path. Between two databases (or their snapshots) all are compared; with models only what the
models declare.

Why it matters: the same write has other effects.

Example: `CREATE TRIGGER touch BEFORE UPDATE ON users …`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
