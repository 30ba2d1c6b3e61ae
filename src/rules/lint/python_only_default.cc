#include "rules/lint/lint.h"
#include "rules/words.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  for (const LintTable& at : input.tables) {
    if (at.model == nullptr || at.is_partition()) continue;
    for (const Column& column : at.table->columns) {
      const Column* model = model_column(at, column.name);
      if (model == nullptr || !model->has_python_default || *column.nullable || fills_itself(column)) continue;
      Finding& finding = add_at_column(at, column, Severity::kInfo, sink);
      finding.expected = "a default in the database";
      finding.message = words(at, column) + " is NOT NULL, and only the model fills it (default=)";
    }
  }
}

}  // namespace

const Rule python_only_default{
    "python-only-default",
    "A NOT NULL column that only the models fill",
    "lint",
    Severity::kInfo,
    true,
    R"(The column is NOT NULL and has no default in the database; the model fills it with `default=`, in Python only.

Why it matters: an INSERT that does not go through the ORM (a migration, COPY, another service, psql) fails.

Example: `users.is_active` is NOT NULL, the model says `default=True`, the database nothing.

What to do: `server_default=` in the model and ALTER COLUMN … SET DEFAULT in the database; or leave it, where only the
application ever inserts.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
