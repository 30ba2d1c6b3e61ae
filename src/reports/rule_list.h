// The rules themselves as text, JSON and Markdown.
#pragma once

#include <string>

#include "reports/report.h"
#include "rules/rule.h"

namespace si {

// All rules; as Markdown the whole reference (docs/rules.md).
std::string render_rules(Format format, bool color);
// One rule with its explanation.
std::string render_rule(const Rule& rule, Format format, bool color);

}  // namespace si
