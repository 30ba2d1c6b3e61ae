// The picture of the program as code: two sources, their comparison, the rules, the report.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "compare/comparison.h"
#include "engine/settings.h"
#include "engine/source.h"
#include "engine/source_lines.h"
#include "reports/report.h"

namespace si {

// What the configuration says of a comparison.
CompareOptions compare_options(const Config& config);

// `known`: fingerprints of a baseline, left out of the report and counted. `lines` serve the comments that suppress.
FindingsReport compare_sources(const std::string& command, const Source& truth, const Source& follower,
                               const Config& config, const std::set<std::string>& known, SourceLines& lines);

}  // namespace si
