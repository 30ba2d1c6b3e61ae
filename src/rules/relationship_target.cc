#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule relationship_target{"relationship-target",
                               "A relationship to a class that no model declares",
                               "models",
                               Severity::kCritical,
                               true,
                               R"(`relationship("Usr")` names a class that is in no model of the same registry.

Why it matters: SQLAlchemy raises InvalidRequestError when the mappers are configured, at the first query of any model.

Example: the class `Address` was renamed to `PostalAddress`, and `relationship("Address")` was left behind.

What to do: correct the name, by its module (`"app.models.user.User"`) where two classes share it.)"};

}  // namespace si::rules
