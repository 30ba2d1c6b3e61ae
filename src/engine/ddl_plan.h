// The plan of a database's changes: what is asked for, whether the data allow it, and its proof on a scratch copy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/plan_report.h"
#include "sources/postgres/change_database.h"
#include "support/result.h"

namespace si {

struct PlanRequest {
  bool models = true;              // findings of the comparison with the models
  bool lint = true;                // findings of lint
  bool log = true;                 // what the change log tells of and the database does not show
  bool drops = false;              // also take away what only the database has
  std::vector<std::string> rules;  // globs; empty: all
  std::vector<std::string> only;   // ids of changes or findings; empty: all
  bool check_data = true;
  bool prove = true;
};

// Reads the database and the models, plans, checks and proves.
Result<PlanReport> make_plan(const Settings& settings, const PlanRequest& request, SourceLines& lines);

// The database that the settings name, as a source to connect to.
Result<DatabaseSource> database_source(const Settings& settings);

}  // namespace si
