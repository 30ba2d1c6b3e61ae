// The configuration's words about rules, as a policy, and as lines for the report.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/finding.h"
#include "project/config.h"
#include "rules/rule.h"

namespace si {

RulePolicy make_policy(const Config& config);

// One line for each thing that the configuration switched off, weakened or takes as equal.
std::vector<std::string> describe_policy(const Config& config);

// For findings that no comparison rule made: new severities, and out with what is off or ignored. Returns how many
// went.
std::size_t apply_policy(std::vector<Finding>& findings, const RulePolicy& policy);

}  // namespace si
