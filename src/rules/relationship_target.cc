#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule relationship_target{
    "relationship-target",
    "A relationship that SQLAlchemy cannot resolve: no such class, or no way to join it",
    "models",
    Severity::kCritical,
    true,
    R"(`relationship("Class")` names a class that no model has; or no foreign key joins the two tables (or the `secondary`
table with one of them); or several do and none is chosen. Only certain ones are findings.

Why it matters: the first use of any mapped class configures all of them, and raises `InvalidRequestError`,
`NoForeignKeysError` or `AmbiguousForeignKeysError`: the whole application fails, not the one class.

Example: `author = relationship("User")` in a class with both `author_id` and `editor_id` that refer to `users.id`.

What to do: name the class as it is declared; add the missing `ForeignKey`, or say `primaryjoin="…"`; say
`foreign_keys=[author_id]` where there are several.)"};

}  // namespace si::rules
