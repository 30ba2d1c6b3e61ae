// Declares every rule of rules.def; a rule that is listed there and defined nowhere does not link.
#pragma once

#include "rules/rule.h"

namespace si::rules {

#define SI_RULE(name) extern const Rule name;
#include "rules/rules.def"
#undef SI_RULE

}  // namespace si::rules
