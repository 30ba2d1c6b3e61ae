#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the agent documents are read.
const Rule agent_doc_name{
    "agent-doc-name",
    "An agent document names a table or column that is not in the database",
    "documents",
    Severity::kWarning,
    true,
    R"(Only what certainly is such a name: `table.column` alone in a code span, where the table is there and the column was
once known (an older schema document, a rename in the change log) or ends in `_id` or `_at`; and a table that an
older schema document has.

Why it matters: an agent takes the name for a fact.

Example: `users.rating_limit` after the column became `user_score_limit`.

What to do: `schema-inspector update-agent-docs --apply` writes the new name where the change log tells of the rename
and the database confirms it, and else writes *(not in the database)* behind the name.)"};

}  // namespace si::rules
