#include "rules/rules.h"

namespace si::rules {

const Rule orm_unknown_keyword{
    "orm-unknown-keyword",
    "A keyword that the model does not take",
    "queries",
    Severity::kCritical,
    true,
    R"(`filter_by(name=…)`, a model's constructor, `values(name=…)` or a dictionary given to `values()`, `update()` or `set_`
names an attribute that the model does not have, or whose column is not in the database.

Why it matters: SQLAlchemy raises InvalidRequestError, TypeError or CompileError when the line runs, or the server
refuses the statement.

Example: `Notification(user_id=1)` where the attribute is `users_id`.

What to do: use the attribute's name. `filter_by()` is about the class that was joined last.)"};

}  // namespace si::rules
