#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"function"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"function"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"function"}, Severity::kWarning, sink);
}

}  // namespace

const Rule function_missing{
    "function-missing",
    "A function or procedure of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a function, procedure or aggregate that the follower does not have. Between two databases (or their
snapshots) all are compared; with models only what the models declare.

Why it matters: what calls it fails there.

Example: `CREATE FUNCTION touch() RETURNS trigger …` in one database, not in the other.

What to do: create the function where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule function_extra{
    "function-extra",
    "A function or procedure of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a function, procedure or aggregate that the truth does not have. Between two databases (or their
snapshots) all are compared; with models only what the models declare.

Why it matters: what calls it fails there.

Example: `CREATE FUNCTION touch() RETURNS trigger …` in the second database, not in the first.

What to do: create the function where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule function_definition{
    "function-definition",
    "A function or procedure that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a function, procedure or aggregate of this name, and they differ in its arguments, result, language,
properties, body or comment (info). Definitions are compared word by word as the servers write them, without white
space and the schemas of the search path. Between two databases (or their snapshots) all are compared; with models
only what the models declare.

Why it matters: the same call does something else.

Example: `CREATE FUNCTION touch() RETURNS trigger …`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
