// Findings as text, JSON, Markdown, SARIF, JUnit, GitHub annotations and gcc lines.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/finding.h"
#include "model/schema.h"

namespace si {

enum class Format { kText, kJson, kMarkdown, kSarif, kJunit, kGithub, kGcc };
std::optional<Format> parse_format(std::string_view name);  // "text", "json", …
const std::vector<std::string>& format_names();             // in the order of the enumeration

struct ReportSide {
  std::string kind;  // "database", "models", "document", "snapshot"
  std::string name;
  std::size_t files = 0;  // models only
  std::string detail;     // "PostgreSQL 15.20"; "SQLAlchemy 2.0 (assumed)"; a snapshot's age
};

// Everything a report says of one run of a comparing command. Findings are sorted.
struct FindingsReport {
  std::string command;
  ReportSide truth, follower;
  std::size_t tables_compared = 0, columns_compared = 0;
  // Of a check of queries: how many were found, checked …, as the summary names them; else empty.
  std::vector<std::pair<std::string, std::size_t>> coverage;
  std::vector<std::string> compared;
  std::vector<NotRead> not_compared;
  std::string policy_hash;
  std::vector<std::string> policy_notes;  // what the config switched off or weakened, a line each
  std::size_t suppressed = 0;             // by the policy, comments or a baseline
  std::vector<Finding> findings;
  std::vector<Unresolved> unresolved;
  // For formats that must name a file (gcc, github): what stands there for a finding without a place, at line 1.
  std::string default_file = "<database>";

  std::size_t count(Severity severity) const;
};

struct RenderOptions {
  bool color = false;
  bool verbose = false;
  // The text of a line of a source file (1-based), for carets; may be empty. Must not fail: no line gives nullopt.
  std::function<std::optional<std::string>(const std::string& file, std::uint32_t line)> source_line;
};

std::string render(const FindingsReport& report, Format format, const RenderOptions& options);

}  // namespace si
