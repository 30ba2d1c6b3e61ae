// What the two rules on time stamps share.
#pragma once

#include <string>
#include <vector>

#include "rules/lint/lint.h"

namespace si::rules {

// Holds the time stamps of these names to a default: an expression, or "none". `event`: a trigger that runs before it
// and names the column does as well as a default.
void check_stamps(const LintInput& input, const std::vector<std::string>& columns, const std::string& wanted,
                  const std::string& event, FindingSink& sink);

}  // namespace si::rules
