// The files that instruct agents: their managed blocks, what is wrong in the text around them, and the safe fixes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "model/finding.h"
#include "project/inventory.h"
#include "reports/report.h"

namespace si {

struct AgentFile {
  std::string path;                   // relative
  std::optional<std::string> before;  // nullopt: not there yet
  std::string with_block;             // its managed block brought up to date; as `before` where it carries none
  std::string fixed;                  // that, and the safe fixes in the text around it
  bool carries_block = false;
};

struct AgentDocsPlan {
  std::vector<AgentFile> files;   // sorted by path
  std::vector<Finding> findings;  // sorted; `fixable` ones are gone in `fixed` (a block's in `with_block`)
};

struct AgentDocsOptions {
  bool force = false;                 // also write over a block that was edited by hand
  std::vector<std::string> commands;  // names of the program's commands: others are unknown; empty: not checked
};

AgentDocsPlan plan_agent_docs(const Settings& settings, const Source& database, const Inventory& inventory,
                              const AgentDocsOptions& options);

// The findings by the policy, as a report.
FindingsReport report_agent_docs(const std::string& command, const AgentDocsPlan& plan, const Settings& settings,
                                 const Source& database);

// The files that carry the managed block, as configured, else as found; relative.
std::vector<std::string> agent_block_files(const Config& config);

}  // namespace si
