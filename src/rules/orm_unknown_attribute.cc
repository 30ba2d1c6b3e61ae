#include "rules/rules.h"

namespace si::rules {

const Rule orm_unknown_attribute{
    "orm-unknown-attribute",
    "An attribute that the model does not have",
    "queries",
    Severity::kCritical,
    true,
    R"(Code names an attribute of a model (`User.name`, `user.name` where the object certainly is a User, `table.c.name`)
that the model does not have, or whose column is not in the database.

Why it matters: the line fails with AttributeError, or the query with UndefinedColumn, when it runs. An attribute that
is set but not there is worse: nothing fails, and nothing is saved (that is a warning, given where the name is nearly
one that the model has and nothing reads it).

Example: `select(Media).where(Media.owner_user_id == user.id)` where no such attribute was ever declared.

What to do: use the attribute's name; where the database has renamed the column, `fix-models` carries that into the
model. A class whose attributes cannot all be known (made at run time, by `__getattr__`, by an unknown base) gives no
finding; its references are counted as not decided.)"};

}  // namespace si::rules
