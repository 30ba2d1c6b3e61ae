// The findings of one schema by itself.
#pragma once

#include <set>
#include <string>

#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/report.h"
#include "support/result.h"

namespace si {

// `models` (may be null) give findings their places and say what only they know. Fails (kUsage) when a pattern of the
// configuration is no regular expression.
Result<FindingsReport> lint_source(const Source& database, const Source* models, const Config& config,
                                   const std::set<std::string>& known, SourceLines& lines);

}  // namespace si
