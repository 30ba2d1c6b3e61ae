#include "rules/rules.h"

namespace si::rules {

const Rule orm_string_reference{
    "orm-string-reference",
    "A string that names an attribute that is not there",
    "queries",
    Severity::kCritical,
    true,
    R"(A string that SQLAlchemy or Python reads as the name of an attribute, in `getattr()`, `relationship(order_by="…",
primaryjoin="…", foreign_keys="…")`, `association_proxy()`, `synonym()` or `validates()`, names one that the model
does not have, or whose column is not in the database.

Why it matters: no editor and no import finds it. The mapper fails at its first use, and with it every query of the
application; `getattr()` with a default silently gives the default (a warning), and so does a validator that never
runs.

Example: `getattr(media, "media_metadata", None) or {}` after the attribute was renamed: always empty.

What to do: name the attribute as the model declares it.)"};

}  // namespace si::rules
