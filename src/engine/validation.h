// PASS or FAIL: everything that follows the live database, each held against it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source_lines.h"
#include "reports/validation_report.h"
#include "support/result.h"

namespace si {

// Reads the database (which must work) and each part. A part that cannot be read has no report but a reason.
Result<ValidationReport> validate(const Settings& settings, SourceLines& lines);

}  // namespace si
