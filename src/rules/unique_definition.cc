#include "rules/parts.h"

namespace si::rules {
namespace {

Severity severity_of(const std::vector<std::string>& differences) {
  return differences == std::vector<std::string>{"column order"} ? Severity::kInfo : Severity::kWarning;
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  report_all_differences(pair.uniques, pair, comparison, severity_of, sink);
}

}  // namespace

const Rule unique_definition{
    "unique-definition",
    "A unique constraint that differs in its properties",
    "comparison",
    Severity::kWarning,
    true,
    R"(Both sides have a unique constraint on the same columns (or under the same name), but it differs in its columns,
INCLUDE, NULLS NOT DISTINCT or deferrability. Where only the order of the columns differs it is an info: uniqueness is
the same, the index behind it serves other queries.

Why it matters: NULLs that one side takes twice, the other refuses; a deferrable constraint is checked at commit and
cannot serve ON CONFLICT.

Example: `UNIQUE NULLS NOT DISTINCT (code)` in the database, `UniqueConstraint("code")` in the model.

What to do: give the model's `UniqueConstraint` the database's properties.)",
    check};

}  // namespace si::rules
