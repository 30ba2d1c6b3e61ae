#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the models are read.
const Rule foreign_key_target{
    "foreign-key-target",
    "A foreign key of the models leads to a table or column that no model declares",
    "models",
    Severity::kCritical,
    true,
    R"(`ForeignKey("table.column")` names its target as text, which SQLAlchemy resolves when it first needs it: no table of
that name is in the metadata, or the table has no such column. Only certain ones are findings: nothing is said where the
table may be declared in a file that was not read, or made at run time.

Why it matters: the first flush, `create_all()` or join raises `NoReferencedTableError` or `NoReferencedColumnError`.

Example: `ForeignKey("user.id")` where the table is called `users`.

What to do: name the table and column as they are declared (the column by its `key`, the table with its schema), or
declare the table: `Table("legacy", metadata, Column("id", Integer, primary_key=True))` is enough.)"};

}  // namespace si::rules
