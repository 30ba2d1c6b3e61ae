#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule foreign_key_target{"foreign-key-target",
                              "A foreign key of a model to a table or column that no model declares",
                              "models",
                              Severity::kCritical,
                              true,
                              R"(`ForeignKey("users.uid")` names a table or column that is in no model.

Why it matters: SQLAlchemy raises NoReferencedTableError or NoReferencedColumnError as soon as the mappers are
configured or the tables created.

Example: `ForeignKey("user.id")` where the table is called `users`.

What to do: correct the name (with its schema, `"sales.orders.id"`, where the table has one), or declare the table.)"};

}  // namespace si::rules
