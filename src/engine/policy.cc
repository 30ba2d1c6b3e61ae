#include "engine/policy.h"

#include <fmt/format.h>

#include <optional>

#include "support/strings.h"

namespace si {
RulePolicy make_policy(const Config& config) {
  RulePolicy policy;
  for (const auto& [rule, severity] : config.severity) {
    if (const auto parsed = parse_severity(severity))
      policy.severities[rule] = *parsed;
    else
      policy.off.push_back(rule);
  }
  policy.ignored = config.ignore;
  for (const Config::SeverityFor& entry : config.severity_for)
    policy.by_object.push_back({entry.rule, entry.object, parse_severity(entry.severity)});
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
  for (const Config::SeverityFor& entry : config.severity_for)
    notes.push_back(entry.severity == "off" ? fmt::format("{} is switched off on {}", entry.rule, entry.object)
                                            : fmt::format("{} is {} on {}", entry.rule, entry.severity, entry.object));
  for (const auto& [rule, object] : config.ignore) notes.push_back(fmt::format("{} is ignored on {}", rule, object));
  for (const auto& types : config.equivalent_types) notes.push_back("taken as the same type: " + join(types, ", "));
  for (const std::string& glob : config.ignore_tables) notes.push_back("tables not compared: " + glob);
  if (config.fail_never)
    notes.emplace_back("no finding makes anything fail (fail_on)");
  else if (config.fail_on == Severity::kCritical)
    notes.emplace_back("only critical findings make anything fail (fail_on)");
  return notes;
}

std::size_t apply_policy(std::vector<Finding>& findings, const RulePolicy& policy) {
  return std::erase_if(findings, [&](Finding& finding) {
    const std::optional<Severity> severity = policy.severity_of(finding);
    if (severity) finding.severity = *severity;
    return !severity;
  });
}

}  // namespace si
