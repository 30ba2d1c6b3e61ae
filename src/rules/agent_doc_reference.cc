#include "rules/rules.h"

namespace si::rules {

// Its findings are made while the agent documents are read.
const Rule agent_doc_reference{
    "agent-doc-reference",
    "An agent document names a file or command that is gone or obsolete",
    "documents",
    Severity::kWarning,
    true,
    R"(A path in a link, a code span, `@\windows\form` or a JSON string leads nowhere, is written in other letters than the
file, or leads to a schema document or script that the inventory calls redundant or obsolete.

Why it matters: agents follow these references to the letter, and read what is no longer true.

Example: ``Look it up in `@\.roo\docs\database_schema.md` `` when the canonical document is
`docs/database_schema.md`.

What to do: `schema-inspector update-agent-docs --apply` rewrites those with one certain answer, in the spelling the
file uses; the others are for a person.)"};

}  // namespace si::rules
