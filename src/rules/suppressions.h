// What is accepted on purpose: comments on a line of source, and a baseline file of known findings.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "support/result.h"

namespace si {

// The rules named by `# schema-inspector: ignore[rule-a, rule-b]` in a line of source (also behind `--` and `//`, or
// in an HTML comment); "*" for `ignore` without a list, which means all of them.
std::vector<std::string> ignored_rules(std::string_view line);

// The text of a line of a file (1-based); nullopt where there is none.
using SourceLine = std::function<std::optional<std::string>(const std::string& file, std::uint32_t line)>;

// Takes out what a comment on the line of a finding's place ignores; returns how many went.
std::size_t remove_ignored(std::vector<Finding>& findings, const SourceLine& source_line);

// The fingerprints of a baseline, as write_baseline wrote it. Fails (kFiles) on anything else; `name` is its path.
Result<std::set<std::string>> read_baseline(std::string_view json, const std::string& name);
// JSON; the same findings give the same bytes.
std::string write_baseline(const std::vector<Finding>& findings);
// Takes out what is known; returns how many went.
std::size_t remove_known(std::vector<Finding>& findings, const std::set<std::string>& ids);

}  // namespace si
