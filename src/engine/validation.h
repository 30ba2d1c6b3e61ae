// PASS or FAIL: everything that follows the live database, each held against it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/validation_report.h"
#include "support/result.h"

namespace si {

// Reads the database (which must work) and each part: models, document, snapshot, agent documents, change log and
// inventory. A part that cannot be read has no report but a reason. `commands` are the program's own, for references to
// them; `known` are the fingerprints of a baseline.
Result<ValidationReport> validate(const Settings& settings, SourceLines& lines,
                                  const std::vector<std::string>& commands = {},
                                  const std::set<std::string>& known = {});
// The same for a database that is read already.
ValidationReport validate_against(const Settings& settings, const Source& database, SourceLines& lines,
                                  const std::vector<std::string>& commands, const std::set<std::string>& known = {});

}  // namespace si
