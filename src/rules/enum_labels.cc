#include <algorithm>

#include "rules/enums.h"
#include "support/strings.h"

namespace si::rules {
namespace {

std::vector<std::string> only_in(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> only;
  for (const std::string& label : a)
    if (std::find(b.begin(), b.end(), label) == b.end()) only.push_back(quote_literal(label));
  return only;
}

void check(const EnumPair& pair, const Comparison& comparison, FindingSink& sink) {
  if (!pair.both() || !pair.truth->labels.known() || !pair.follower->labels.known()) return;
  const auto &truth = *pair.truth->labels, &follower = *pair.follower->labels;
  if (truth == follower) return;
  const std::vector<std::string> missing = only_in(truth, follower), extra = only_in(follower, truth);
  Finding& finding = sink.add(extra.empty() ? Severity::kWarning : Severity::kCritical, enum_object(pair));
  finding.expected = labels_text(*pair.truth);
  finding.actual = labels_text(*pair.follower);
  finding.message = "the enum " + enum_words(pair);
  if (!missing.empty())
    finding.message += " has " + printable(join(missing, ", ")) + " in " + truth_words(comparison) + " only";
  if (!extra.empty())
    finding.message += (missing.empty() ? " has " : " and ") + printable(join(extra, ", ")) + " in " +
                       follower_words(comparison) + " only";
  if (missing.empty() && extra.empty())
    finding.message +=
        " has its labels in another order in " + follower_words(comparison) + " than in " + truth_words(comparison);
  finding.location = place_of(pair.follower->location, pair.truth->location);
}

}  // namespace

const Rule enum_labels{"enum-labels",
                       "An enum type whose labels differ",
                       "comparison",
                       Severity::kCritical,
                       true,
                       R"(Both sides have the enum type, with other labels or another order.

Why it matters: critical where the follower (usually the models) has a label that the database lacks: writing it fails
with `invalid input value for enum`. A warning where the database has one more: reading such a row raises a
LookupError in SQLAlchemy. The order decides how values compare and sort.

Example: the type has `'archived'` in the database, the Python enum does not.

What to do: add the member to the Python enum, or the label by `ALTER TYPE … ADD VALUE`. Labels of a Python enum are its
members' names unless `values_callable` says otherwise.)",
                       nullptr,
                       check};

}  // namespace si::rules
