// The picture of the program as code: two sources, their comparison, the rules, the report.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "compare/comparison.h"
#include "engine/code_uses.h"
#include "engine/scratch.h"
#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/report.h"
#include "rules/rule.h"

namespace si {

// What is asked beyond the two sides of a comparison; kept for many.
struct Witnesses {
  explicit Witnesses(const Settings& settings) : code(settings) {}
  ScratchServer server;
  CodeUses code;
};

// What the configuration says of a comparison; with models, what code names is evidence of renames. `truth` and
// `witnesses` must outlive the comparison.
CompareOptions compare_options(const Config& config, const Schema& truth, const Schema& follower, Witnesses& witnesses);

// `known`: fingerprints of a baseline, left out of the report and counted. `lines` serve the comments that suppress.
FindingsReport compare_sources(const std::string& command, const Source& truth, const Source& follower,
                               const Config& config, const std::set<std::string>& known, SourceLines& lines,
                               Witnesses& witnesses);

// The steps behind all findings: they are sorted, what is accepted on purpose goes and is counted with the `by_policy`
// that went before, and the policy is described.
void finish_findings(FindingsReport& report, std::size_t by_policy, const RulePolicy& policy, const Config& config,
                     const std::set<std::string>& known, SourceLines& lines);

}  // namespace si
