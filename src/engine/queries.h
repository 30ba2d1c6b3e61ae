// The check of a project's queries: extraction, server or offline engine, policy, report.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "engine/source_lines.h"
#include "queries/check.h"
#include "queries/orm_check.h"
#include "queries/orm_references.h"
#include "queries/read_ahead.h"
#include "reports/report.h"
#include "sources/postgres/database.h"
#include "sources/postgres/statement_check.h"
#include "support/result.h"

namespace si {

enum class QueryEngine : std::uint8_t { kAutomatic, kServer, kOffline };

// The database that queries are held against, and a session that can be asked about statements.
struct QueryDatabase {
  Schema schema;
  ReportSide side;
  std::vector<NotRead> not_read;
  std::optional<EmbeddedServer> embedded;  // of a script; outlives the session
  std::optional<StatementChecker> server;  // none: offline
};

// Automatic: the server where there is one (for file:PATH.sql a private one), offline for a snapshot.
Result<QueryDatabase> open_query_database(const Settings& settings, QueryEngine engine);

// The statements of the project, as its configuration says; `paths` instead of [queries] paths when not empty. `ahead`
// hears of them as they are found.
Result<Extraction> extract_project_queries(const Settings& settings, const std::vector<std::string>& paths,
                                           ReadAhead* ahead = nullptr);

// The references to models in the project's Python code.
struct ModelReferences {
  std::unique_ptr<LiveModels> models;  // null: the project has none
  OrmReferences references;
};
// Of the same files as extract_project_queries() reads. Fails where the settings name models that are not there.
Result<ModelReferences> read_model_references(const Settings& settings, const std::vector<std::string>& paths);

struct QueryRun {
  Extraction extraction;
  QueryCheck check;
  ModelReferences orm;
  OrmCheck orm_check;
  FindingsReport report;
};
Result<QueryRun> run_query_check(const std::string& command, const Settings& settings, QueryEngine engine,
                                 const std::vector<std::string>& paths, const std::set<std::string>& known,
                                 SourceLines& lines);

}  // namespace si
