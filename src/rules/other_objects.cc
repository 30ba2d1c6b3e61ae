#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {}, Severity::kInfo, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {}, Severity::kInfo, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {}, Severity::kInfo, sink);
}

}  // namespace

const Rule object_missing{
    "object-missing",
    "Any other kind of object of the truth that the follower lacks",
    "comparison",
    Severity::kInfo,
    true,
    R"(The truth has an object of a kind without rules of its own (a rewrite rule, statistics object, collation, operator,
text search configuration, event trigger, publication, foreign server …) that the follower does not have. Between two
databases (or their snapshots) all are compared; with models only what the models declare.

Why it matters: what rests on it works on one side only.

Example: `CREATE STATISTICS s ON a, b FROM t` in one database, not in the other.

What to do: create the object where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule object_extra{
    "object-extra",
    "Any other kind of object of the follower that the truth lacks",
    "comparison",
    Severity::kInfo,
    true,
    R"(The follower has an object of a kind without rules of its own (a rewrite rule, statistics object, collation, operator,
text search configuration, event trigger, publication, foreign server …) that the truth does not have. Between two
databases (or their snapshots) all are compared; with models only what the models declare.

Why it matters: what rests on it works on one side only.

Example: `CREATE STATISTICS s ON a, b FROM t` in the second database, not in the first.

What to do: create the object where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule object_definition{
    "object-definition",
    "Any other kind of object that both have, but not alike",
    "comparison",
    Severity::kInfo,
    true,
    R"(Both sides have an object of a kind without rules of its own (a rewrite rule, statistics object, collation, operator,
text search configuration, event trigger, publication, foreign server …) of this name, and they differ in its
definition, state or comment (info). Definitions are compared word by word as the servers write them, without white
space and the schemas of the search path. Between two databases (or their snapshots) all are compared; with models
only what the models declare.

Why it matters: what rests on it works differently.

Example: `CREATE STATISTICS s ON a, b FROM t`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
