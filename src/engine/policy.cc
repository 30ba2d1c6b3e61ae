#include "engine/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "support/strings.h"

namespace si {
namespace {

// As run_rules() matches: "users", "users.email", "users.users_pkey", each also behind its schema.
bool matches(const std::string& glob, const ObjectRef& object) {
  std::string path = object.table.empty() ? object.name : object.table;
  if (!object.column.empty()) path += '.' + object.column;
  const std::string named = object.name.empty() ? path : object.table + '.' + object.name;
  for (const std::string& name : {path, named})
    if (glob_match(glob, name) || glob_match(glob, object.schema + '.' + name)) return true;
  return false;
}

}  // namespace

RulePolicy make_policy(const Config& config) {
  RulePolicy policy;
  for (const auto& [rule, severity] : config.severity) {
    if (const auto parsed = parse_severity(severity))
      policy.severities[rule] = *parsed;
    else
      policy.off.push_back(rule);
  }
  policy.ignored = config.ignore;
  policy.equivalent_types = config.equivalent_types;
  return policy;
}

std::vector<std::string> describe_policy(const Config& config) {
  std::vector<std::string> notes;
  for (const auto& [rule, severity] : config.severity) {
    const Rule* known = find_rule(rule);
    const std::string own = known == nullptr ? "" : fmt::format(" (its own: {})", to_string(known->severity));
    notes.push_back(severity == "off" ? fmt::format("{} is switched off", rule)
                                      : fmt::format("{} is {}{}", rule, severity, own));
  }
  for (const auto& [rule, object] : config.ignore) notes.push_back(fmt::format("{} is ignored on {}", rule, object));
  for (const auto& types : config.equivalent_types) notes.push_back("taken as the same type: " + join(types, ", "));
  for (const std::string& glob : config.ignore_tables) notes.push_back("tables not compared: " + glob);
  return notes;
}

std::size_t apply_policy(std::vector<Finding>& findings, const RulePolicy& policy) {
  for (Finding& finding : findings) {
    const auto severity = policy.severities.find(finding.rule);
    if (severity != policy.severities.end()) finding.severity = severity->second;
  }
  return std::erase_if(findings, [&](const Finding& finding) {
    if (std::find(policy.off.begin(), policy.off.end(), finding.rule) != policy.off.end()) return true;
    return std::any_of(policy.ignored.begin(), policy.ignored.end(), [&](const auto& entry) {
      return glob_match(entry.first, finding.rule) && matches(entry.second, finding.object);
    });
  });
}

}  // namespace si
