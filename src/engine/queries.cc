#include "engine/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/policy.h"
#include "engine/source.h"
#include "project/database_url.h"
#include "project/paths.h"
#include "rules/suppressions.h"
#include "support/files.h"

namespace si {
namespace {

void show(const Settings& settings, std::string_view what) {
  if (settings.progress != nullptr) settings.progress->show(what);
}

ReadDatabaseOptions read_options(const Config& config) {
  ReadDatabaseOptions options;
  // Queries may name any schema, whatever the comparison looks at.
  options.statement_timeout_ms = config.database.statement_timeout_ms;
  options.lock_timeout_ms = config.database.lock_timeout_ms;
  options.connect_timeout_s = config.database.connect_timeout_s;
  return options;
}

// The server's answers, with the pipeline behind one function.
AskServer ask(QueryDatabase& database) {
  if (!database.server) return nullptr;
  return [&](const std::vector<std::string>& statements) -> Result<std::vector<std::optional<StatementError>>> {
    auto verdicts = database.server->check(statements);
    if (!verdicts) return verdicts.error();
    std::vector<std::optional<StatementError>> out(verdicts->size());
    for (std::size_t i = 0; i < out.size(); ++i)
      if (const auto& error = (*verdicts)[i])
        out[i] = StatementError{error->sqlstate, error->message, error->hint,
                                static_cast<std::size_t>(std::max(0, error->position))};
    return out;
  };
}

void describe_coverage(const QueryCoverage& coverage, FindingsReport& report) {
  report.coverage = {{"queries", coverage.queries},
                     {"checked", coverage.full},
                     {"checked_in_part", coverage.around_holes},
                     {"not_checked", coverage.not_checked},
                     {"references", coverage.references},
                     {"undecided", coverage.undecided}};
  for (const auto& [reason, count] : coverage.reasons)
    report.not_compared.push_back({fmt::format("{} {}", count, count == 1 ? "query" : "queries"), reason});
}

}  // namespace

Result<QueryDatabase> open_query_database(const Settings& settings, QueryEngine engine) {
  const Config& config = settings.config;
  const Result<DatabaseUrl> url = find_database_url(config, settings.database);
  if (!url) return url.error();
  Result<DatabaseSource> source = parse_database_source(url->source, url->base_folder);
  if (!source) {
    Error error = source.error();
    error.message = url->said_by + ": " + error.message;
    return error;
  }
  const bool is_snapshot = source->form == DatabaseForm::kSnapshot;
  if (is_snapshot && engine == QueryEngine::kServer)
    return Error{ErrorKind::kUsage, "a snapshot is no server: --engine server cannot ask it",
                 "name a database, or use --engine offline"};
  QueryDatabase out;
  DatabaseSource server = *source;
  const bool offline = is_snapshot || engine == QueryEngine::kOffline;
  if (source->form == DatabaseForm::kScript && !offline) {
    // One private server for both: the schema and the questions.
    show(settings, "starting a private server for " + source->display_name);
    const Result<std::string> script = read_file(source->path);
    if (!script) return script.error();
    Result<EmbeddedServer> started = EmbeddedServer::start();
    if (!started) return started.error();
    Result<DatabaseSource> loaded = started->create_database("script", *script, relative_to(config.root, source->path));
    if (!loaded) return loaded.error();
    server = *loaded;
    out.embedded = std::move(*started);
  }
  show(settings, "reading " + source->display_name);
  Result<Schema> schema = read_database(server, read_options(config));
  if (!schema) return schema.error();
  out.schema = std::move(*schema);
  out.side.kind = to_string(out.schema.source.kind);
  out.side.name = out.embedded ? relative_to(config.root, source->path) : out.schema.source.name;
  if (!out.schema.source.server_version.empty()) out.side.detail = "PostgreSQL " + out.schema.source.server_version;
  if (offline) return out;
  StatementCheckOptions options;
  options.lock_timeout_ms = std::min(config.database.lock_timeout_ms, 500);
  options.statement_timeout_ms = std::min(config.database.statement_timeout_ms, 5000);
  options.connect_timeout_s = config.database.connect_timeout_s;
  Result<StatementChecker> checker = StatementChecker::open(server, options);
  if (!checker) return checker.error();
  out.server = std::move(*checker);
  return out;
}

Result<Extraction> extract_project_queries(const Settings& settings, const std::vector<std::string>& paths) {
  const Config& config = settings.config;
  Result<std::vector<std::string>> files = expand_globs(config.root, paths.empty() ? config.queries.paths : paths);
  if (!files) return files.error();
  ExtractOptions options;
  options.root = config.root;
  options.paths = std::move(*files);
  options.import_paths = config.models.import_paths;
  options.exclude = config.queries.exclude;
  options.helpers = config.queries.helpers;
  // The script that stands for the database is the truth, not a query on it.
  if (const Result<DatabaseUrl> url = find_database_url(config, settings.database))
    if (const Result<DatabaseSource> source = parse_database_source(url->source, url->base_folder);
        source && source->form == DatabaseForm::kScript)
      options.exclude.push_back(relative_to(config.root, source->path));
  show(settings, "reading queries");
  return extract_queries(options);
}

Result<QueryRun> run_query_check(const std::string& command, const Settings& settings, QueryEngine engine,
                                 const std::vector<std::string>& paths, const std::set<std::string>& known,
                                 SourceLines& lines) {
  // Code → queries; the database → schema, and a server to ask.
  Result<Extraction> extraction = extract_project_queries(settings, paths);
  if (!extraction) return extraction.error();
  Result<QueryDatabase> database = open_query_database(settings, engine);
  if (!database) return database.error();
  show(settings, "checking queries");
  Result<QueryCheck> check = check_queries(*extraction, database->schema, ask(*database));
  if (!check) return check.error();

  FindingsReport report;
  report.command = command;
  report.truth = database->side;
  report.follower.kind = "queries";
  report.follower.files = extraction->files;
  report.follower.detail = database->server ? "asked the server" : "offline";
  report.findings = check->findings;
  report.unresolved = check->unresolved;
  describe_coverage(check->coverage, report);
  for (const NotRead& file : extraction->unread) report.not_compared.push_back(file);

  // What is accepted on purpose goes, and is counted.
  const RulePolicy policy = make_policy(settings.config);
  report.suppressed = apply_policy(report.findings, policy);
  const std::size_t by_comment = remove_ignored(
      report.findings, [&](const std::string& file, std::uint32_t line) { return lines.line(file, line); });
  const std::size_t by_baseline = remove_known(report.findings, known);
  report.suppressed += by_comment + by_baseline;
  report.policy_hash = policy.hash();
  report.policy_notes = describe_policy(settings.config);
  if (by_comment > 0) report.policy_notes.push_back(fmt::format("{} suppressed by comments in the source", by_comment));
  if (by_baseline > 0) report.policy_notes.push_back(fmt::format("{} known from the baseline", by_baseline));
  sort_findings(report.findings);
  return QueryRun{std::move(*extraction), std::move(*check), std::move(report)};
}

}  // namespace si
