#include "engine/queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>

#include "engine/policy.h"
#include "engine/source.h"
#include "project/database_url.h"
#include "project/paths.h"
#include "queries/discover.h"
#include "queries/read_ahead.h"
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

void describe_coverage(const QueryCoverage& coverage, const OrmCheck& orm, FindingsReport& report) {
  report.coverage = {{"queries", coverage.queries},
                     {"checked", coverage.full},
                     {"checked_in_part", coverage.around_holes},
                     {"not_checked", coverage.not_checked},
                     {"references", coverage.references},
                     {"undecided", coverage.undecided},
                     {"orm_references", orm.references},
                     {"orm_undecided", orm.undecided}};
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

namespace {

// Below the project's real folder, where a path leads there through a link.
std::string real_path(const std::string& path, const std::string& real_root) {
  std::error_code error;
  std::string real = std::filesystem::weakly_canonical(path, error).string();
  return !error && (real == real_root || real.starts_with(real_root + "/")) ? real : path;
}

Result<ExtractOptions> extract_options(const Settings& settings, const std::vector<std::string>& paths) {
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
  return options;
}

}  // namespace

Result<Extraction> extract_project_queries(const Settings& settings, const std::vector<std::string>& paths,
                                           ReadAhead* ahead) {
  Result<ExtractOptions> options = extract_options(settings, paths);
  if (!options) return options.error();
  if (ahead != nullptr) options->on_found = [ahead](std::vector<Query> found) { ahead->add(std::move(found)); };
  return extract_queries(*options);
}

Result<ModelReferences> read_model_references(const Settings& settings, const std::vector<std::string>& paths) {
  ModelReferences out;
  Result<ReadModelsOptions> options = models_options(settings);
  if (!options) return options.error();
  options->progress = nullptr;
  Result<ExtractOptions> extract = extract_options(settings, paths);
  if (!extract) return extract.error();
  std::error_code error;
  options->root = std::filesystem::weakly_canonical(options->root, error).string();
  for (std::string& path : options->paths) path = real_path(path, options->root);
  Result<std::unique_ptr<LiveModels>> models = LiveModels::read(*options);
  const bool asked = !settings.models.empty() || !settings.config.models.paths.empty();
  if (!models && asked) return models.error();
  if (!models) return out;
  // The models' reading knows files by their real paths.
  extract->root = std::filesystem::weakly_canonical(extract->root, error).string();
  for (std::string& path : extract->paths) path = real_path(path, extract->root);
  const Result<QueryFiles> files = find_query_files(*extract);
  if (!files) return files.error();
  out.models = std::move(*models);
  out.references = find_orm_references(*out.models, files->python);
  return out;
}

Result<QueryRun> run_query_check(const std::string& command, const Settings& settings, QueryEngine engine,
                                 const std::vector<std::string>& paths, const std::set<std::string>& known,
                                 SourceLines& lines) {
  // Code → queries and references to models; beside them the database → schema, and a server to ask.
  std::future<Result<ModelReferences>> reading =
      std::async(std::launch::async, [&] { return read_model_references(settings, paths); });
  Result<QueryDatabase> database = Error{};
  AskServer ask_server;
  ReadAhead ahead;
  std::future<Result<Extraction>> extracting =
      std::async(std::launch::async, [&] { return extract_project_queries(settings, paths, &ahead); });
  database = open_query_database(settings, engine);
  if (database) {
    ask_server = ask(*database);
    ahead.start(database->schema, ask_server);
  }
  show(settings, "reading queries");
  Result<Extraction> extraction = extracting.get();
  if (!extraction) return extraction.error();
  if (!database) return database.error();
  show(settings, "checking queries");
  Result<QueryCheck> check = check_queries(*extraction, database->schema, ask_server, ahead);
  if (!check) return check.error();
  Result<ModelReferences> orm = reading.get();
  if (!orm) return orm.error();
  OrmCheck orm_check;
  if (orm->models != nullptr)
    orm_check = check_orm_references(orm->references, orm->models->reading(), &database->schema);

  FindingsReport report;
  report.command = command;
  report.truth = database->side;
  report.follower.kind = "queries";
  report.follower.files = extraction->files;
  report.follower.detail = database->server ? "asked the server" : "offline";
  report.findings = check->findings;
  report.findings.insert(report.findings.end(), orm_check.findings.begin(), orm_check.findings.end());
  report.unresolved = check->unresolved;
  report.unresolved.insert(report.unresolved.end(), orm_check.unresolved.begin(), orm_check.unresolved.end());
  describe_coverage(check->coverage, orm_check, report);
  for (const NotRead& file : extraction->unread) report.not_compared.push_back(file);

  // What is accepted on purpose goes, and is counted.
  const RulePolicy policy = make_policy(settings.config);
  // What nobody has asked for is not suppressed: it was not looked for.
  std::erase_if(report.findings, [&](const Finding& finding) {
    const Rule* rule = find_rule(finding.rule);
    return rule != nullptr && !rule->on_by_default && !policy.severity_of(finding);
  });
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
  return QueryRun{std::move(*extraction), std::move(*check), std::move(*orm), std::move(orm_check), std::move(report)};
}

}  // namespace si
