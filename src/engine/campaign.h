// The whole reconciliation in order: inventory, ground truth, models, queries, agent documents, cleanup, validation.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "reports/final_report.h"
#include "support/result.h"

namespace si {

struct CampaignOptions {
  bool apply = false;
  std::vector<std::string> phases;  // names; empty: all
  std::vector<std::string> ddl;     // ids of changes of the database, or of their findings, as plan-ddl shows them
  bool allow_dirty = false;
  bool commit = false;                // with git: one commit a phase
  std::vector<std::string> commands;  // the program's own, for references to them
  // Whether findings are at or above the level at which a part fails.
  std::function<bool(const std::vector<Finding>&)> fails;
};

// The names that --phases takes, in order.
const std::vector<std::string>& campaign_phases();

// Writes every intermediate report into a folder of its own in the report folder. Without `apply` nothing else is
// written; the database is changed only where `ddl` names the change. Each phase can be run again: what is done is not
// done twice, so a run that was killed is finished by the next. Fails (kUsage) before it begins for an unknown phase or
// a dirty tree, and when the database cannot be read.
Result<CampaignReport> run_campaign(const Settings& settings, const CampaignOptions& options);

}  // namespace si
