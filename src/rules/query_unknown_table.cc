#include "rules/rules.h"

namespace si::rules {

const Rule query_unknown_table{
    "query-unknown-table",
    "A statement on a table that is not there",
    "queries",
    Severity::kCritical,
    true,
    R"(A statement names a table, view or alias that the database does not have, or that nothing in its FROM is called.

Why it matters: it fails with UndefinedTable every time it runs.

Example: `SELECT name FROM media_cast` where the table is `media_performers` now.

What to do: use the name that the message proposes, or the one that replaced it. Tables that the code itself creates
(also temporary ones), and tables of a schema that only the connection's `search_path` names, are not reported.)"};

}  // namespace si::rules
