#include "engine/pipeline.h"

#include <memory>
#include <optional>

#include "compare/comparison.h"
#include "engine/declared_objects.h"
#include "engine/policy.h"
#include "rules/rule.h"
#include "rules/suppressions.h"

namespace si {
namespace {

void add(std::vector<NotRead>& to, const std::vector<NotRead>& from) { to.insert(to.end(), from.begin(), from.end()); }

}  // namespace

CompareOptions compare_options(const Config& config, const Schema& truth, const Schema& follower,
                               Witnesses& witnesses) {
  CompareOptions options;
  options.schemas = config.database.schemas;
  // Switched off, a rename is one missing and one extra: nothing is paired, so nothing is lost.
  const auto rename = config.severity.find("probable-rename");
  options.match_renames = rename == config.severity.end() || rename->second != "off";
  options.ignore_tables.insert(options.ignore_tables.end(), config.ignore_tables.begin(), config.ignore_tables.end());
  if (follower.source.kind == SourceKind::kModels)
    options.column_uses = [&truth, &witnesses,
                           uses = std::shared_ptr<const ColumnUses>()]() mutable -> const ColumnUses& {
      if (uses == nullptr) uses = witnesses.code.of(truth);
      return *uses;
    };
  return options;
}

namespace {

// What cannot be compared offline is asked of a scratch server, and then compared again.
Comparison compare_and_settle(const Schema& truth, const Schema& follower, const Config& config, Witnesses& witnesses) {
  CompareOptions options = compare_options(config, truth, follower, witnesses);
  Comparison comparison = compare_schemas(truth, follower, options);
  if (comparison.open_expressions.empty() || truth.source.server_version.empty()) return comparison;
  std::string why_not;
  const std::vector<OpenExpression>& questions = comparison.open_expressions;
  options.server_readings = witnesses.server.ask(config.scratch, truth, questions, why_not);
  if (!options.server_readings.empty()) comparison = compare_schemas(truth, follower, options);
  if (!why_not.empty()) comparison.not_compared.push_back({"expressions that only a server can compare", why_not});
  return comparison;
}

}  // namespace

void finish_findings(FindingsReport& report, std::size_t by_policy, const RulePolicy& policy, const Config& config,
                     const std::set<std::string>& known, SourceLines& lines) {
  sort_findings(report.findings);
  // What is accepted on purpose goes, and is counted.
  const std::size_t by_comment = remove_ignored(
      report.findings, [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); });
  const std::size_t by_baseline = remove_known(report.findings, known);
  report.suppressed = by_policy + by_comment + by_baseline;
  report.policy_hash = policy.hash();
  report.policy_notes = describe_policy(config);
  if (by_comment > 0)
    report.policy_notes.push_back(std::to_string(by_comment) + " suppressed by comments in the source");
  if (by_baseline > 0) report.policy_notes.push_back(std::to_string(by_baseline) + " known from the baseline");
}

FindingsReport compare_sources(const std::string& command, const Source& truth, const Source& follower,
                               const Config& config, const std::set<std::string>& known, SourceLines& lines,
                               Witnesses& witnesses) {
  FindingsReport report;
  report.command = command;
  report.truth = truth.side;
  report.follower = follower.side;
  const std::string& place = follower.default_file.empty() ? truth.default_file : follower.default_file;
  if (!place.empty()) report.default_file = place;

  // Sources → comparison → findings of the comparison rules.
  const RulePolicy policy = make_policy(config);
  Comparison comparison = compare_and_settle(truth.schema, follower.schema, config, witnesses);
  compare_declared_objects(comparison, truth, follower.declared, config.scratch, witnesses.server);
  std::size_t by_policy = 0;
  report.findings = run_rules(comparison, policy, &by_policy);

  // Findings that reading the models already made.
  for (const Source* source : {&truth, &follower}) {
    std::vector<Finding> own = source->findings;
    by_policy += apply_policy(own, policy);
    report.findings.insert(report.findings.end(), own.begin(), own.end());
  }
  finish_findings(report, by_policy, policy, config, known, lines);

  // What was compared, and what was not.
  report.tables_compared = comparison.tables_compared;
  report.columns_compared = comparison.columns_compared;
  report.compared = std::move(comparison.compared);
  report.unresolved = std::move(comparison.unresolved);
  report.not_compared = std::move(comparison.not_compared);
  for (const Source* source : {&truth, &follower}) add(report.not_compared, source->not_read);
  return report;
}

}  // namespace si
