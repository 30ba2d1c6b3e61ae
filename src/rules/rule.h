// A rule turns pairs into findings; this is its shape, and the visible list of all is rules/rules.def.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare/comparison.h"
#include "model/finding.h"

namespace si {

struct Rule;
struct LintInput;

// Collects the findings of one rule.
class FindingSink {
 public:
  FindingSink(const Rule& rule, std::vector<Finding>& findings) : rule_(rule), findings_(findings) {}
  // The returned finding is to be filled in further at once.
  Finding& add(Severity severity, ObjectRef object);

 private:
  const Rule& rule_;
  std::vector<Finding>& findings_;
};

struct Rule {
  std::string_view name;   // "column-type"
  std::string_view title;  // one line: what it finds
  std::string_view group;  // "comparison", "models", "queries", "lint"
  Severity severity;       // the worst it gives; the explanation says when it is less
  bool on_by_default;
  std::string_view explanation;  // Markdown: what it means, why it matters, an example, what to do
  // Comparison rules only; null for rules whose findings are made elsewhere (model-import-error, query-…).
  void (*check)(const TablePair& pair, const Comparison& comparison, FindingSink& sink) = nullptr;
  void (*check_enum)(const EnumPair& pair, const Comparison& comparison, FindingSink& sink) = nullptr;
  void (*check_object)(const ObjectPair& pair, const Comparison& comparison, FindingSink& sink) = nullptr;
  // Lint rules only: a schema by itself; see rules/lint/lint.h.
  void (*check_schema)(const LintInput& input, FindingSink& sink) = nullptr;
};

const std::vector<const Rule*>& all_rules();   // in the order of the contract
const Rule* find_rule(std::string_view name);  // nullptr: no such rule

// Another severity on some objects only.
struct ObjectSeverity {
  std::string rule, object;          // globs; an object is "table", "table.column", "table.name of a part" …
  std::optional<Severity> severity;  // nullopt: off
};

// What the config, comments and command line say about rules.
struct RulePolicy {
  std::map<std::string, Severity> severities;                // rule -> severity instead of its own
  std::vector<std::string> off;                              // rules switched off
  std::vector<std::pair<std::string, std::string>> ignored;  // (rule glob, object glob "table.column")
  std::vector<ObjectSeverity> by_object;                     // the last that matches a finding counts
  std::vector<std::vector<std::string>> equivalent_types;  // [equivalent] types = [["jsonb", "json"], …]: no finding
  // The severity that the policy gives a finding which has its rule's own; nullopt: it is switched off or ignored.
  std::optional<Severity> severity_of(const Finding& finding) const;
  std::string hash() const;  // SHA-256, 64 hexadecimal digits, of the effective severities and equivalences
};

// All findings of the comparison rules, sorted. `suppressed` (may be null) gets the number of findings that the policy
// left out.
std::vector<Finding> run_rules(const Comparison& comparison, const RulePolicy& policy, std::size_t* suppressed);

}  // namespace si
