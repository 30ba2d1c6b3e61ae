#include "rules/objects.h"

namespace si::rules {
namespace {

void find_missing(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_missing(pair, comparison, {"composite type", "range type"}, Severity::kWarning, sink);
}

void find_extra(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_extra(pair, comparison, {"composite type", "range type"}, Severity::kWarning, sink);
}

void find_differences(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) {
  report_object_differences(pair, comparison, {"composite type", "range type"}, Severity::kWarning, sink);
}

}  // namespace

const Rule type_missing{
    "type-missing",
    "A composite or range type of the truth that the follower lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The truth has a composite or range type that the follower does not have. Between two databases (or their snapshots)
all are compared; with models only what the models declare.

Why it matters: columns and functions that use it cannot be made there.

Example: `CREATE TYPE money_amount AS (value numeric, currency text)` in one database, not in the other.

What to do: create the type where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_missing};

const Rule type_extra{
    "type-extra",
    "A composite or range type of the follower that the truth lacks",
    "comparison",
    Severity::kWarning,
    true,
    R"(The follower has a composite or range type that the truth does not have. Between two databases (or their snapshots)
all are compared; with models only what the models declare.

Why it matters: columns and functions that use it cannot be made there.

Example: `CREATE TYPE money_amount AS (value numeric, currency text)` in the second database, not in the first.

What to do: create the type where it is missing, or drop it.)",
    nullptr,
    nullptr,
    find_extra};

const Rule type_definition{
    "type-definition",
    "A composite or range type that both have, but not alike",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a composite or range type of this name, and they differ in its columns, its range's definition, or its
comment (info). Definitions are compared word by word as the servers write them, without white space and the schemas
of the search path. Between two databases (or their snapshots) all are compared; with models only what the models
declare.

Why it matters: values of one side cannot be read by the other.

Example: `CREATE TYPE money_amount AS (value numeric, currency text)`, otherwise in the second database.

What to do: bring the two into line by a migration.)",
    nullptr,
    nullptr,
    find_differences};

}  // namespace si::rules
