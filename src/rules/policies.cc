#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"policy"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"policy"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"policy"}, Severity::kWarning, sink);
}

}  // namespace

const Rule policy_missing{
    "policy-missing",
    "A row security policy of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a row security policy that the follower does not have. Between two databases (or their snapshots) all
are compared; with models only what the models declare.

Why it matters: who sees or writes which rows differs: it is a matter of security.

Example: `CREATE POLICY own_rows ON notes USING (owner = current_user)` in one database, not in the other.

What to do: create the policy where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule policy_extra{
    "policy-extra",
    "A row security policy of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a row security policy that the truth does not have. Between two databases (or their snapshots) all
are compared; with models only what the models declare.

Why it matters: who sees or writes which rows differs: it is a matter of security.

Example: `CREATE POLICY own_rows ON notes USING (owner = current_user)` in the second database, not in the first.

What to do: create the policy where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule policy_definition{
    "policy-definition",
    "A row security policy that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a row security policy of this name, and they differ in its command, kind, roles, USING or WITH CHECK
expression, or comment (info). Definitions are compared word by word as the servers write them, without white space
and the schemas of the search path. Between two databases (or their snapshots) all are compared; with models only what
the models declare.

Why it matters: who sees or writes which rows differs: it is a matter of security.

Example: `CREATE POLICY own_rows ON notes USING (owner = current_user)`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
