#include "rules/rules.h"

namespace si::rules {

const Rule query_injection{
    "query-injection",
    "SQL into which a value from outside is pasted",
    "queries",
    Severity::kWarning,
    true,
    R"(An argument of the function, or a value of the request, is pasted between the quotes of a literal, or a value of the
request anywhere in the statement.

Why it matters: whoever chooses the value chooses the statement (SQL injection); and a quote in an honest value breaks
it.

Example: `text(f"SELECT id FROM users WHERE email = '{email}'")`.

What to do: pass it as a parameter, `WHERE email = :email`; for names of tables and columns use a list of those that are
allowed, or `psycopg.sql.Identifier`. Only what is certain is reported.)"};

}  // namespace si::rules
