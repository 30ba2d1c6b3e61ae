// The campaign's work on queries: what was renamed is renamed in them too, then each is held against the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/queries.h"
#include "engine/query_renames.h"

namespace si {

struct QueriesWork {
  QueryRun before;
  std::optional<QueryRun> after;     // none: no file was changed
  std::vector<std::string> changed;  // files, relative
  std::string diff;                  // of all of them
  std::vector<std::string> remains;  // for a person: what has no safe edit
  // The side as reports name it, where a private server stood for it.
  void name_truth(const ReportSide& side);
  const QueryRun& last() const { return after ? *after : before; }
};

// The renames that the comparison of the models shows (probable-rename).
std::vector<SchemaChange> renames_of(const FindingsReport& models);
// What the models call otherwise than the database, where it has no column of the attribute's name: SQL that uses the
// attribute's name means that column.
std::vector<SchemaChange> renames_in_models(const Schema& models, const Schema& database);

// Changes files only with `apply`; then the queries are checked again. `planned`: model files as they would be.
Result<QueriesWork> reconcile_queries(const Settings& settings, const Schema& database,
                                      const std::vector<SchemaChange>& renames, bool apply, const FileTexts& planned,
                                      SourceLines& lines);

}  // namespace si
