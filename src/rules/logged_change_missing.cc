#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the change log is read.
const Rule logged_change_missing{
    "logged-change-missing",
    "The change log tells of a column or primary key that the database does not have",
    "documents",
    Severity::kWarning,
    true,
    R"(The log of the database's changes says that a column or a primary key was added to a table that is there, and the
database shows no such thing: it was never done, or somebody took it back without a word.

Why it matters: whoever reads the log takes the change for done.

Example: `Added column tv_channels.imdb_rating NUMERIC(3,1)`, and `tv_channels` has no such column.

What to do: when the change is wanted, `schema-inspector plan-ddl` proposes the statement and `apply-ddl` runs and logs
it; else add a line that says that it was taken back.)"};

}  // namespace si::rules
