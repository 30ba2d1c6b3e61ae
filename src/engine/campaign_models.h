// The campaign's work on the models.
#pragma once

#include <string>
#include <vector>

#include "engine/query_renames.h"
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
  FileTexts planned;                 // without `apply`: the files as they would be
  std::vector<std::string> remains;  // for a person
  std::string note;                  // why nothing was changed; may be empty
};

// Brings the models into line with the database, and compares again.
Result<ModelsWork> reconcile_models(const Settings& settings, const Source& database, bool apply, SourceLines& lines);

}  // namespace si
