#include "engine/campaign_queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/unified_diff.h"

namespace si {

void QueriesWork::name_truth(const ReportSide& side) {
  before.report.truth = side;
  if (after) after->report.truth = side;
}

std::vector<SchemaChange> renames_of(const FindingsReport& models) {
  std::vector<SchemaChange> renames;
  for (const Finding& finding : models.findings) {
    if (finding.rule != "probable-rename" || finding.object.table.empty() || !finding.expected || !finding.actual)
      continue;
    SchemaChange change;
    change.table = {finding.object.schema, finding.object.column.empty() ? *finding.actual : finding.object.table};
    if (!finding.object.column.empty()) change.column = *finding.actual;
    change.to = *finding.expected;
    renames.push_back(std::move(change));
  }
  return renames;
}

std::vector<SchemaChange> renames_in_models(const Schema& models, const Schema& database) {
  std::vector<SchemaChange> renames;
  for (const auto& [schema, space] : models.schemas)
    for (const auto& [name, table] : space.tables) {
      const Table* truth = database.find_table({schema, name});
      if (truth == nullptr) continue;
      for (const Column& column : table.columns) {
        if (column.attribute.empty() || column.attribute == column.name) continue;
        if (find_column(truth->columns, column.attribute) != nullptr) continue;
        if (find_column(truth->columns, column.name) == nullptr) continue;
        renames.push_back({ChangeKind::kRename, {schema, name}, column.attribute, column.name});
      }
    }
  return renames;
}

Result<QueriesWork> reconcile_queries(const Settings& settings, const Schema& database,
                                      const std::vector<SchemaChange>& renames, bool apply, const FileTexts& planned,
                                      SourceLines& lines) {
  const auto check = [&](SourceLines& source) {
    return run_query_check("check-queries", settings, QueryEngine::kAutomatic, {}, {}, source);
  };
  Result<QueryRun> before = check(lines);
  if (!before) return before.error();
  QueriesWork work{std::move(*before), std::nullopt, {}, "", {}};
  Result<QueryRenames> edits = rename_in_project(settings, database, renames, true);
  if (!edits) return edits.error();
  const Result<std::vector<QueryDecision>> decisions = read_query_decisions(settings.config);
  if (!decisions) return decisions.error();
  add_decisions(settings.config, *decisions, *edits, planned);
  std::vector<std::string> skipped;
  if (apply) {
    Result<std::vector<std::string>> written = write_renames(settings.config, *edits);
    if (!written) return written.error();
    skipped = std::move(*written);
  }
  for (const std::string& name : skipped)
    work.remains.push_back(name + " was changed by somebody else meanwhile; its queries are as they were");
  for (const RenamedFile& file : edits->files) {
    if (std::find(skipped.begin(), skipped.end(), file.name) != skipped.end()) continue;
    work.changed.push_back(file.name);
    work.diff += unified_diff(file.name, file.before, file.after);
  }
  for (const TouchedPlace& place : edits->left)
    work.remains.push_back(fmt::format("{}:{}: {}", place.location.file, place.location.span.line, place.message));
  work.remains.insert(work.remains.end(), edits->notes.begin(), edits->notes.end());
  if (apply && !work.changed.empty()) {
    SourceLines now(settings.config.root);
    Result<QueryRun> after = check(now);
    if (!after) return after.error();
    work.after = std::move(*after);
  }
  return work;
}

}  // namespace si
