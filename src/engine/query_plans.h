// What is to be changed in the code's queries, a plan for each area (the first folder of a path).
#pragma once

#include <string>
#include <vector>

#include "engine/queries.h"
#include "reports/query_plan.h"

namespace si {

// Sorted by area. A file without findings is in its plan too: it was looked at.
std::vector<QueryPlan> plan_queries(const QueryRun& run, SourceLines& lines);

// The name of a plan's two files without extension, by [queries] plan_name. `date`: 20261122.
std::string query_plan_name(const Config& config, const QueryPlan& plan, const std::string& date);

}  // namespace si
