#include "engine/query_plans.h"

#include <algorithm>
#include <map>

#include "support/strings.h"

namespace si {
namespace {

// The first folder of a file's path.
std::string area_of(const std::string& file) {
  const std::size_t slash = file.find('/');
  return slash == std::string::npos || slash == 0 ? "root" : file.substr(0, slash);
}

// The line with the wrong word replaced by what the finding proposes; empty: it proposes nothing.
std::string proposed_line(const Finding& finding, const std::string& line) {
  const SourceSpan& span = finding.location.span;
  if (!finding.expected || !finding.actual || span.line != span.end_line) return "";
  const Document document("", line);
  const std::size_t begin = document.offset(1, span.column), end = document.offset(1, span.end_column);
  if (line.substr(begin, end - begin) != *finding.actual) return "";
  return line.substr(0, begin) + *finding.expected + line.substr(end);
}

}  // namespace

std::vector<QueryPlan> plan_queries(const QueryRun& run, SourceLines& lines) {
  std::map<std::string, std::map<std::string, QueryPlanFile>> files;  // by area, file
  for (const CheckedStatement& statement : run.check.statements) {
    if (statement.variant > 0) continue;
    const std::string& name = run.extraction.queries[statement.query].place.file;
    QueryPlanFile& file = files[area_of(name)][name];
    file.file = name;
    ++file.queries;
    file.references += statement.resolved.names;
  }
  for (const OrmReference& reference : run.orm.references.references) {
    const std::string& name = reference.location.file;
    QueryPlanFile& file = files[area_of(name)][name];
    file.file = name;
    ++file.references;
  }
  for (const Finding& finding : run.report.findings) {
    const std::string& name = finding.location.file;
    QueryPlanFile& file = files[area_of(name)][name];
    file.file = name;
    const std::string line = lines.line(name, finding.location.span.line).value_or("");
    file.items.push_back({finding, std::string(trim(line)), std::string(trim(proposed_line(finding, line)))});
  }
  std::vector<QueryPlan> plans;
  for (auto& [area, by_name] : files) {
    QueryPlan& plan = plans.emplace_back();
    plan.area = area;
    for (auto& [name, file] : by_name) {
      std::stable_sort(file.items.begin(), file.items.end(), [](const QueryPlanItem& a, const QueryPlanItem& b) {
        return a.finding.location < b.finding.location;
      });
      plan.files.push_back(std::move(file));
    }
  }
  return plans;
}

std::string query_plan_name(const Config& config, const QueryPlan& plan, const std::string& date) {
  const std::string name = replace_all(replace_all(config.queries.plan_name, "{area}", plan.area), "{date}", date);
  return replace_all(name, "/", "_");
}

}  // namespace si
