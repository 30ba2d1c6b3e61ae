// The campaign's work on the code that follows the database: models and queries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/report.h"
#include "support/result.h"

namespace si {

struct ModelsWork {
  FindingsReport before, after;      // without `apply`: as it would be after
  std::vector<std::string> changed;  // files, relative
  std::string diff;                  // of all of them
  std::vector<std::string> remains;  // for a person
  std::string note;                  // why nothing was changed; may be empty
};

// Brings the models into line with the database, and compares again.
Result<ModelsWork> reconcile_models(const Settings& settings, const Source& database, bool apply, SourceLines& lines);

struct QueriesWork {
  std::optional<FindingsReport> report;  // none: they were not checked
  std::size_t statements = 0;
  std::string note;  // then: why
};

Result<QueriesWork> check_queries_of(const Settings& settings, SourceLines& lines);

}  // namespace si
