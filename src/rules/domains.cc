#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"domain"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"domain"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"domain"}, Severity::kWarning, sink);
}

}  // namespace

const Rule domain_missing{
    "domain-missing",
    "A domain of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a domain that the follower does not have. Between two databases (or their snapshots) all are compared;
with models only what the models declare.

Why it matters: columns and functions that use it cannot be made there.

Example: `CREATE DOMAIN email AS text CHECK (VALUE ~ '@')` in one database, not in the other.

What to do: create the domain where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule domain_extra{
    "domain-extra",
    "A domain of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a domain that the truth does not have. Between two databases (or their snapshots) all are compared;
with models only what the models declare.

Why it matters: columns and functions that use it cannot be made there.

Example: `CREATE DOMAIN email AS text CHECK (VALUE ~ '@')` in the second database, not in the first.

What to do: create the domain where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule domain_definition{
    "domain-definition",
    "A domain that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a domain of this name, and they differ in its type, default, nullability, collation, checks or comment
(info). Definitions are compared word by word as the servers write them, without white space and the schemas of the
search path. Between two databases (or their snapshots) all are compared; with models only what the models declare.

Why it matters: one side takes values that the other refuses.

Example: `CREATE DOMAIN email AS text CHECK (VALUE ~ '@')`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
