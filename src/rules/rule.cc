#include "rules/rule.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "rules/lint/lint.h"
#include "rules/rules.h"
#include "support/sha256.h"
#include "support/strings.h"

namespace si {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_on(const Rule& rule, const RulePolicy& policy) {
  if (contains(policy.off, rule.name)) return false;
  if (rule.on_by_default || policy.severities.contains(std::string(rule.name))) return true;
  return std::any_of(policy.by_object.begin(), policy.by_object.end(),
                     [&](const ObjectSeverity& entry) { return entry.severity && glob_match(entry.rule, rule.name); });
}

// Whether a glob is about the finding's object: "users.email", "sales.orders", "users".
bool matches(const std::string& glob, const ObjectRef& object) {
  std::string path = object.table.empty() ? object.name : object.table;
  if (!object.column.empty()) path += '.' + object.column;
  const std::string named = object.name.empty() ? path : object.table + '.' + object.name;
  return glob_match(glob, path) || glob_match(glob, object.schema + '.' + path) || glob_match(glob, named) ||
         glob_match(glob, object.schema + '.' + named);
}

bool are_equivalent(const Finding& finding, const RulePolicy& policy) {
  if (finding.rule != "column-type" || !finding.expected || !finding.actual) return false;
  const Type a = parse_type(*finding.expected), b = parse_type(*finding.actual);
  return std::any_of(policy.equivalent_types.begin(), policy.equivalent_types.end(), [&](const auto& list) {
    const auto has = [&](const Type& type) {
      return std::any_of(list.begin(), list.end(), [&](const std::string& spelling) {
        const Type listed = parse_type(spelling);
        if (listed == type) return true;
        Type bare = type;
        bare.modifiers.clear();
        bare.word_modifiers.clear();
        return listed == bare;
      });
    };
    return has(a) && has(b);
  });
}

}  // namespace

Finding& FindingSink::add(Severity severity, ObjectRef object) {
  Finding& finding = findings_.emplace_back();
  finding.rule = rule_.name;
  finding.severity = severity;
  finding.object = std::move(object);
  return finding;
}

const std::vector<const Rule*>& all_rules() {
  static const std::vector<const Rule*> kRules = {
#define SI_RULE(name) &rules::name,
#include "rules/rules.def"
#undef SI_RULE
  };
  return kRules;
}

const Rule* find_rule(std::string_view name) {
  for (const Rule* rule : all_rules())
    if (rule->name == name) return rule;
  return nullptr;
}

std::optional<Severity> RulePolicy::severity_of(const Finding& finding) const {
  if (contains(off, finding.rule)) return std::nullopt;
  for (const auto& [rule, object] : ignored)
    if ((rule.empty() || glob_match(rule, finding.rule)) && (object.empty() || matches(object, finding.object)))
      return std::nullopt;
  for (auto entry = by_object.rbegin(); entry != by_object.rend(); ++entry)
    if (glob_match(entry->rule, finding.rule) && matches(entry->object, finding.object)) return entry->severity;
  const auto own = severities.find(finding.rule);
  if (own != severities.end()) return own->second;
  const Rule* rule = find_rule(finding.rule);
  // On for some objects only, and this is none of them.
  if (rule != nullptr && !rule->on_by_default) return std::nullopt;
  return finding.severity;
}

std::string RulePolicy::hash() const {
  std::string text;
  for (const Rule* rule : all_rules()) {
    const auto own = severities.find(std::string(rule->name));
    text += std::string(rule->name) + '=';
    text += !is_on(*rule, *this) ? "off" : to_string(own == severities.end() ? rule->severity : own->second);
    text += own == severities.end() ? "\n" : " always\n";
  }
  std::set<std::string> lines;
  for (const auto& list : equivalent_types) {
    std::set<std::string> types;
    for (const std::string& type : list) types.insert(to_string(parse_type(type)));
    std::string line = "equivalent";
    for (const std::string& type : types) line += '\t' + type;
    lines.insert(line);
  }
  for (const auto& [rule, object] : ignored)
    lines.insert(std::string("ignored\t").append(rule).append(1, '\t').append(object));
  for (const std::string& line : lines) text.append(line).append(1, '\n');
  for (const ObjectSeverity& entry : by_object)  // in order: a later one goes before an earlier one
    text += "for\t" + entry.rule + '\t' + entry.object + '\t' +
            std::string(entry.severity ? to_string(*entry.severity) : "off") + '\n';
  return sha256(text);
}

std::vector<Finding> run_rules(const Comparison& comparison, const RulePolicy& policy, std::size_t* suppressed) {
  std::vector<Finding> findings;
  for (const Rule* rule : all_rules()) {
    if (!is_on(*rule, policy)) continue;
    FindingSink sink(*rule, findings);
    if (rule->check != nullptr)
      for (const TablePair& pair : comparison.tables) rule->check(pair, comparison, sink);
    if (rule->check_enum != nullptr)
      for (const EnumPair& pair : comparison.enums) rule->check_enum(pair, comparison, sink);
    if (rule->check_object != nullptr)
      for (const ObjectPair& pair : comparison.objects) rule->check_object(pair, comparison, sink);
  }
  const std::size_t all = findings.size();
  std::erase_if(findings, [&](Finding& finding) {
    const std::optional<Severity> severity = policy.severity_of(finding);
    if (!severity || are_equivalent(finding, policy)) return true;
    finding.severity = *severity;
    return false;
  });
  if (suppressed != nullptr) *suppressed = all - findings.size();
  sort_findings(findings);
  return findings;
}

std::vector<Finding> run_lint(const LintInput& input, const RulePolicy& policy, std::size_t* suppressed) {
  std::vector<Finding> findings;
  for (const Rule* rule : all_rules()) {
    if (rule->check_schema == nullptr || !is_on(*rule, policy)) continue;
    FindingSink sink(*rule, findings);
    rule->check_schema(input, sink);
  }
  const std::size_t all = findings.size();
  std::erase_if(findings, [&](Finding& finding) {
    const std::optional<Severity> severity = policy.severity_of(finding);
    if (severity) finding.severity = *severity;
    return !severity;
  });
  if (suppressed != nullptr) *suppressed = all - findings.size();
  sort_findings(findings);
  return findings;
}

}  // namespace si
