#include "rules/lint/lint.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      const Type& type = *column.type;
      if (column.inherited || type.name != "money") continue;
      Finding& finding = add_at_column(at, column, Severity::kWarning, sink);
      finding.expected = "numeric";
      finding.actual = to_string(type);
      finding.message = words(at, column) + " is of type money, which means what lc_monetary says";
    }
  }
}

}  // namespace

const Rule money_type{"money-type",
                      "An amount of type money",
                      "lint",
                      Severity::kWarning,
                      true,
                      R"(The column's type is `money`.

Why it matters: what its values mean, how many decimals they have and how they are read back depends on the server's
setting `lc_monetary`; a dump that is loaded elsewhere may hold other amounts.

Example: `payments.amount money`.

What to do: ALTER COLUMN … TYPE numeric(12,2), with the currency in a column of its own; it rewrites the table.)",
                      nullptr,
                      nullptr,
                      nullptr,
                      check};

}  // namespace si::rules
