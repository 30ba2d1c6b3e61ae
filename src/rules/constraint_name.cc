#include "compare/resolve.h"
#include "rules/words.h"
#include "support/strings.h"

namespace si::rules {
namespace {

void report(const TablePair& pair, const Comparison& comparison, std::string_view kind, const std::string& truth,
            const std::string& follower, const std::vector<std::string>& columns, const Location& place,
            FindingSink& sink) {
  if (truth.empty() || follower.empty() || truth == server_name(follower)) return;
  Finding& finding = sink.add(Severity::kInfo, part_object(pair, kind, truth, columns));
  finding.expected = truth;
  finding.actual = follower;
  finding.message = table_words(pair) + ": the " + std::string(kind) + " is named " + printable(truth) + " in " +
                    truth_words(comparison) + ", " + printable(follower) + " in " + follower_words(comparison);
  finding.location = place_of(place, table_place(pair));
}

template <typename Object>
void report_all(const std::vector<DefinitionPair<Object>>& parts, const TablePair& pair, const Comparison& comparison,
                std::string_view kind, FindingSink& sink) {
  for (const DefinitionPair<Object>& part : parts) {
    if (!part.both() || !part.differences.empty()) continue;
    std::vector<std::string> columns;
    if constexpr (requires { part.truth->columns; }) columns = part.truth->columns;
    report(pair, comparison, kind, part.truth->name.value_or(""), part.follower->name.value_or(""), columns,
           part.follower->location, sink);
  }
}

void check(const TablePair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both() || pair.renamed) return;
  const auto& key = pair.primary_key;
  if (key.both() && key.differences.empty())
    report(pair, comparison, "primary key", key.truth->name.value_or(""), key.follower->name.value_or(""),
           key.truth->columns, key.follower->location, sink);
  report_all(pair.foreign_keys, pair, comparison, "foreign key", sink);
  report_all(pair.uniques, pair, comparison, "unique", sink);
  report_all(pair.checks, pair, comparison, "check", sink);
  report_all(pair.exclusions, pair, comparison, "exclusion", sink);
  for (const DefinitionPair<Index>& index : pair.indexes) {
    if (!index.both() || !index.differences.empty()) continue;
    report(pair, comparison, "index", index.truth->name, index.follower->name, key_texts(*index.truth),
           index.follower->location, sink);
  }
}

}  // namespace

const Rule constraint_name{
    "constraint-name",
    "A constraint or index whose names differ",
    "comparison",
    Severity::kInfo,
    true,
    R"(Both sides have the same constraint or index, each with a name of its own. One that is not named in the model takes
whatever name the database has, and is never reported. Names are compared as the server keeps them: cut at 63 bytes.

Why it matters: nothing that runs depends on it, but a migration that drops the constraint by the model's name fails,
and so does code that looks at the name in an IntegrityError.

Example: `users_email_key` in the database, `UniqueConstraint("email", name="uq_users_email")` in the model.

What to do: take the database's name, or rename it there (`ALTER TABLE … RENAME CONSTRAINT`). With a `naming_convention`
that came later than the tables, switch the rule off: `[severity] constraint-name = "off"`.)",
    check};

}  // namespace si::rules
