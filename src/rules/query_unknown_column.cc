#include "rules/rules.h"

namespace si::rules {

const Rule query_unknown_column{"query-unknown-column",
                                "A statement on a column that is not there",
                                "queries",
                                Severity::kCritical,
                                true,
                                R"(A statement names a column that none of its tables has.

Why it matters: it fails with UndefinedColumn every time it runs; with luck a test sees it, else a user.

Example: `SELECT rating_limit FROM users` where the column is `user_score_limit`.

What to do: use the column's name in the database; `fix-queries --rename users.rating_limit=user_score_limit` changes
every statement that names it.)"};

}  // namespace si::rules
