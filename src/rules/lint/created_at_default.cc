#include "rules/lint/lint.h"
#include "rules/lint/time_stamps.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  const Conventions& wanted = input.conventions;
  if (wanted.created_at_server_default)
    check_stamps(input, wanted.created_at_columns, *wanted.created_at_server_default, "INSERT", sink);
}

}  // namespace

const Rule created_at_default{
    "created-at-default",
    "A creation time whose default breaks the convention",
    "lint",
    Severity::kWarning,
    true,
    R"(`[conventions] created_at_server_default` says what a creation time has as its default in the database ("none":
nothing). Looked at are the time stamps among `created_at_columns`: the database's default and, where there is a
model, its `server_default`. Defaults compare by meaning. A column that a trigger fills before each insert needs no
default. Where both agree with the convention and the model still has a `default=`, the ORM fills the column by the
application's clock: an info.

Why it matters: rows from migrations, COPY and other services get no time, or another than the application's.

Example: the convention is `now()`; `users_actions.created_at` has no default.

What to do: ALTER COLUMN … SET DEFAULT now(), and `server_default=func.now()` in the model.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
