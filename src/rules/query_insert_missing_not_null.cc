#include "rules/rules.h"

namespace si::rules {

const Rule query_insert_missing_not_null{
    "query-insert-missing-not-null",
    "An INSERT that leaves out a column it must give",
    "queries",
    Severity::kCritical,
    true,
    R"(An INSERT (or the constructor of a model) gives no value for a column that is NOT NULL and has no default.

Why it matters: it fails with NotNullViolation every time it runs. No parser says so, only the first run.

Example: `INSERT INTO users_actions (action_type) VALUES ('import')` where `users_id` is NOT NULL.

What to do: give the value, or give the column a default in the database. Tables with a trigger BEFORE INSERT are left
alone: it may fill the column.)"};

}  // namespace si::rules
