#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"view", "materialized view"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"view", "materialized view"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"view", "materialized view"}, Severity::kWarning, sink);
}

}  // namespace

const Rule view_missing{
    "view-missing",
    "A view or materialized view of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a view or materialized view that the follower does not have. Between two databases (or their snapshots)
all are compared; with models only what the models declare.

Why it matters: queries that read it fail there.

Example: `CREATE VIEW active_users AS …` in one database, not in the other.

What to do: create the view where it is missing, or drop it where nothing needs it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule view_extra{
    "view-extra",
    "A view or materialized view of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a view or materialized view that the truth does not have. Between two databases (or their snapshots)
all are compared; with models only what the models declare.

Why it matters: queries that read it fail there.

Example: `CREATE VIEW active_users AS …` in the second database, not in the first.

What to do: create the view where it is missing, or drop it where nothing needs it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule view_definition{
    "view-definition",
    "A view or materialized view that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a view or materialized view of this name, and they differ in its query, its options, the indexes of a
materialized view, its triggers and rules, or its comment (info). Definitions are compared word by word as the servers
write them, without white space and the schemas of the search path. Between two databases (or their snapshots) all are
compared; with models only what the models declare.

Why it matters: the two answer differently to the same query.

Example: `CREATE VIEW active_users AS …`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
