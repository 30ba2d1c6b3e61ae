#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the agent documents are read.
const Rule agent_doc_block{
    "agent-doc-block",
    "The managed block of an agent document is missing, out of date or edited by hand",
    "documents",
    Severity::kWarning,
    true,
    R"(A file that instructs agents (`AGENTS.md`, a rule file) should hold a block that this program writes: the order of
truth, where the schema document is, the commands, the conventions, and a summary of the schema. Its begin mark
carries a hash of its content, so that a change by hand is seen.

Why it matters: an agent that reads an old summary writes queries for columns that are gone.

Example: `AGENTS.md` still lists `users.rating_limit`, which became `user_score_limit` last week.

What to do: `schema-inspector update-agent-docs` writes it anew. A block that was edited by hand is left alone: move
your own text out of it, then say `--force`.)"};

}  // namespace si::rules
