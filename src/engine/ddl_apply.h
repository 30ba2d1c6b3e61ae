// Chosen changes of a plan, carried out on the live database and logged.
#pragma once

#include <string>
#include <vector>

#include "engine/ddl_plan.h"
#include "engine/settings.h"
#include "engine/source_lines.h"
#include "support/result.h"

namespace si {

struct ApplyRequest {
  std::vector<std::string> only;  // ids of changes or findings
  bool drops = false;
  bool apply = false;       // false: say what would be done
  std::string fingerprint;  // of the schema that the plan was made for; empty: whatever it is now
  int attempts = 5;         // for a lock that does not come in time
};

// Fails (kUsage) on an id that neither the plan nor the log knows, and (kDatabase) where the data do not allow a change
// or the schema is not the one that was planned for; nothing was changed then. What fails later is in the report.
// A script that stands for the database gets the statements at its end, once a server has taken it so.
Result<ApplyReport> apply_plan(const Settings& settings, const ApplyRequest& request, SourceLines& lines);

}  // namespace si
