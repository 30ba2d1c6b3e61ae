#include "rules/lint/lint.h"
#include "rules/lint/time_stamps.h"

namespace si::rules {
namespace {

void check(const LintInput& input, FindingSink& sink) {
  const Conventions& wanted = input.conventions;
  if (wanted.updated_at_server_default)
    check_stamps(input, wanted.updated_at_columns, *wanted.updated_at_server_default, "INSERT", sink);
}

}  // namespace

const Rule updated_at_default{
    "updated-at-default",
    "A modification time whose default breaks the convention",
    "lint",
    Severity::kWarning,
    true,
    R"(`[conventions] updated_at_server_default` says what a modification time has as its default in the database ("none":
nothing, the application or a trigger sets it). Looked at are the time stamps among `updated_at_columns`: the
database's default and, where there is a model, its `server_default`. Defaults compare by meaning.

Why it matters: with a default a row that was never changed looks as if it was; without one, where it is wanted, it
has no time at all.

Example: the convention is "none"; `media.updated_at` has the default `now()`.

What to do: ALTER COLUMN … DROP DEFAULT (or SET DEFAULT), and the same in the model.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
