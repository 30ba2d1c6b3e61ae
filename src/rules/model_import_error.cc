#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule model_import_error{
    "model-import-error",
    "A model that SQLAlchemy itself would refuse",
    "models",
    Severity::kCritical,
    true,
    R"(Importing the module, or configuring its mappers, would raise an error: an attribute with a name that the declarative
base reserves (`metadata`, `registry`), a mapped class without a primary key, two models of one table without
inheritance between them.

Why it matters: the application does not start.

Example: `metadata = db.Column(db.JSON)` in a declarative class raises `Attribute name 'metadata' is reserved`.

What to do: map the column under another attribute, `metadata_ = db.Column("metadata", db.JSON)`; give the class its
primary key; remove the second class, or say `__table_args__ = {"extend_existing": True}` where it is meant.)"};

}  // namespace si::rules
