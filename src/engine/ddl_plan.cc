#include "engine/ddl_plan.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "compare/comparison.h"
#include "engine/campaign_change_log.h"
#include "engine/lint.h"
#include "engine/pipeline.h"
#include "fixes/ddl/script.h"
#include "model/snapshot.h"
#include "project/database_url.h"
#include "rules/rule.h"
#include "support/strings.h"

namespace si {
namespace {

struct Sides {
  Source database;
  std::optional<Source> models;
};

struct Findings {
  std::vector<Finding> comparison, lint;
  std::vector<ddl::LoggedAddition> logged;  // what the change log tells of and the database does not show
};

Result<Findings> findings_of(const Sides& sides, const Settings& settings, const PlanRequest& request,
                             SourceLines& lines, Witnesses& witnesses) {
  Findings out;
  const Source* models = sides.models ? &*sides.models : nullptr;
  if (models != nullptr && request.models)
    out.comparison =
        compare_sources("plan-ddl", sides.database, *models, settings.config, {}, lines, witnesses).findings;
  if (request.lint) {
    Result<FindingsReport> report = lint_source(sides.database, models, settings.config, {}, lines);
    if (!report) return report.error();
    out.lint = std::move(report->findings);
  }
  if (request.log) out.logged = logged_but_not_there(settings.config, sides.database.schema);
  const auto unwanted = [&](const Finding& finding) {
    return !request.rules.empty() && std::none_of(request.rules.begin(), request.rules.end(),
                                                  [&](const auto& glob) { return glob_match(glob, finding.rule); });
  };
  std::erase_if(out.comparison, unwanted);
  std::erase_if(out.lint, unwanted);
  std::erase_if(out.logged, [&](const ddl::LoggedAddition& addition) { return unwanted(addition.finding); });
  return out;
}

bool is_chosen(const PlanRequest& request, const std::string& id, const Finding& finding) {
  if (request.only.empty()) return true;
  return std::any_of(request.only.begin(), request.only.end(),
                     [&](const std::string& each) { return each == id || each == finding.id(); });
}

void count(const Settings& settings, const DatabaseSource& source, std::vector<PlannedEntry>& entries) {
  Result<DatabaseSession> session = DatabaseSession::open(source, settings.config.database.connect_timeout_s);
  for (PlannedEntry& entry : entries) {
    for (const ddl::DataCheck& check : entry.change.checks) {
      DataAnswer& answer = entry.answers.emplace_back();
      if (!session) {
        answer.why_not = session.error().message;
        continue;
      }
      if (settings.progress != nullptr) settings.progress->show("counting " + check.what);
      const Result<long long> rows = session->count(check.sql, settings.config.database.statement_timeout_ms);
      if (rows)
        answer.rows = *rows;
      else
        answer.why_not = rows.error().message;
    }
  }
}

std::set<std::string> ids_of(const Findings& findings) {
  std::set<std::string> ids;
  for (const auto* list : {&findings.comparison, &findings.lint})
    for (const Finding& finding : *list) ids.insert(finding.id());
  for (const ddl::LoggedAddition& addition : findings.logged) ids.insert(addition.finding.id());
  return ids;
}

using Tables = std::set<std::pair<std::string, std::string>>;

// Those that lint, or the models, want changed.
Tables tables_of(const std::vector<PlannedEntry>& entries, bool by_lint) {
  Tables tables;
  for (const PlannedEntry& entry : entries) {
    const Rule* rule = find_rule(entry.change.finding.rule);
    if (rule != nullptr && (rule->group == "lint") == by_lint)
      tables.emplace(entry.change.finding.object.schema, entry.change.finding.object.table);
  }
  return tables;
}

void add_new(const std::vector<Finding>& findings, const std::set<std::string>& before, const Tables& changed_by_other,
             PlanProof& proof) {
  for (const Finding& finding : findings) {
    if (before.contains(finding.id())) continue;
    const bool follows = changed_by_other.contains({finding.object.schema, finding.object.table});
    (follows ? proof.follows : proof.added).push_back(finding.rule + " on " + to_string(finding.object));
  }
}

// The schema rebuilt on a private server, changed there, read again and compared again.
PlanProof prove(const Sides& sides, const Settings& settings, const PlanRequest& request,
                const std::vector<PlannedEntry>& entries, const std::set<std::string>& before, SourceLines& lines) {
  PlanProof proof;
  const auto stop = [&](const Error& error) {
    proof.why_not = error.message;
    return proof;
  };
  if (entries.empty()) {
    proof.why_not = "nothing is planned";
    return proof;
  }
  if (settings.progress != nullptr) settings.progress->show("proving the plan on a scratch copy");
  Result<EmbeddedServer> server = EmbeddedServer::start();
  if (!server) return stop(server.error());
  const ddl::Script script = ddl::write_script(sides.database.schema);
  Result<DatabaseSource> copy = server->create_database("scratch", script.sql, "the schema's own DDL");
  if (!copy) return stop(copy.error());
  Result<DatabaseSession> session = DatabaseSession::open(*copy, settings.config.database.connect_timeout_s);
  if (!session) return stop(session.error());
  proof.ran = true;
  for (const PlannedEntry& entry : entries)
    for (const ddl::PlanStep& step : entry.change.steps)
      if (const auto failure = session->run(step.sql)) {
        proof.failed.push_back(entry.change.id + ": " + failure->message + ": " + step.sql);
        break;
      }
  ReadDatabaseOptions options;
  options.schemas = settings.config.database.schemas;
  Result<Schema> schema = read_database(*copy, options);
  if (!schema) {
    proof.ran = false;
    return stop(schema.error());
  }
  Sides after;
  after.database = sides.database;
  after.database.schema = std::move(*schema);
  after.models = sides.models;
  Witnesses witnesses(settings);
  const Result<Findings> findings = findings_of(after, settings, request, lines, witnesses);
  if (!findings) return stop(findings.error());
  const std::set<std::string> now = ids_of(*findings);
  for (const PlannedEntry& entry : entries)
    if (now.contains(entry.change.finding.id()))
      proof.remaining.push_back(entry.change.finding.rule + " on " + to_string(entry.change.finding.object));
  add_new(findings->comparison, before, tables_of(entries, true), proof);
  add_new(findings->lint, before, tables_of(entries, false), proof);
  return proof;
}

Result<Sides> read_sides(const Settings& settings, const PlanRequest& request) {
  Sides sides;
  Result<Source> database = load_database(settings);
  if (!database) return database.error();
  sides.database = std::move(*database);
  if (!request.models) return sides;
  Result<Source> models = load_models(settings);
  const bool asked = !settings.models.empty() || !settings.config.models.paths.empty() || !request.lint;
  if (!models && asked) return models.error();
  if (models) sides.models = std::move(*models);
  return sides;
}

bool adds_primary_key(const ddl::PlannedChange& change) {
  const std::string& rule = change.finding.rule;
  return rule == "primary-key" || rule == "no-primary-key" ||
         (rule == "logged-change-missing" && !change.finding.object.columns.empty());
}

// The same statement for two findings is proposed once.
void add_to_plan(ddl::Plan& plan, ddl::Plan more) {
  for (ddl::PlannedChange& change : more.changes) {
    const bool twice = std::any_of(plan.changes.begin(), plan.changes.end(), [&](const ddl::PlannedChange& other) {
      return other.finding.object.schema == change.finding.object.schema &&
             other.finding.object.table == change.finding.object.table &&
             (other.sql() == change.sql() || (adds_primary_key(other) && adds_primary_key(change)));
    });
    if (!twice) plan.changes.push_back(std::move(change));
  }
  plan.not_planned.insert(plan.not_planned.end(), std::make_move_iterator(more.not_planned.begin()),
                          std::make_move_iterator(more.not_planned.end()));
}

}  // namespace

Result<DatabaseSource> database_source(const Settings& settings) {
  const Result<DatabaseUrl> url = find_database_url(settings.config, settings.database);
  if (!url) return url.error();
  return parse_database_source(url->source, url->base_folder);
}

Result<PlanReport> make_plan(const Settings& settings, const PlanRequest& request, SourceLines& lines) {
  Result<Sides> sides = read_sides(settings, request);
  if (!sides) return sides.error();
  Witnesses witnesses(settings);
  const Result<Findings> findings = findings_of(*sides, settings, request, lines, witnesses);
  if (!findings) return findings.error();

  PlanReport report;
  report.database = sides->database.side;
  report.fingerprint = schema_fingerprint(sides->database.schema);
  ddl::Plan plan;
  if (sides->models) {
    const Schema &truth = sides->database.schema, &follower = sides->models->schema;
    const Comparison comparison =
        compare_schemas(truth, follower, compare_options(settings.config, truth, follower, witnesses));
    plan = ddl::plan_comparison(comparison, findings->comparison, {request.drops});
  }
  add_to_plan(plan, ddl::plan_logged(sides->database.schema, findings->logged));
  add_to_plan(plan, ddl::plan_lint(sides->database.schema, findings->lint));
  std::stable_partition(plan.changes.begin(), plan.changes.end(), [](const ddl::PlannedChange& change) {
    return change.finding.rule != "probable-rename";  // all others use the names that are there
  });
  for (ddl::PlannedChange& change : plan.changes)
    if (is_chosen(request, change.id, change.finding)) report.entries.push_back({std::move(change), {}});
  if (request.only.empty()) report.not_planned = std::move(plan.not_planned);

  if (request.check_data) {
    const Result<DatabaseSource> source = database_source(settings);
    if (!source) return source.error();
    const Result<OpenDatabase> open = open_database(*source);
    if (open) {
      count(settings, open->source, report.entries);
    } else {
      for (PlannedEntry& entry : report.entries)
        entry.answers.assign(entry.change.checks.size(), {std::nullopt, open.error().message});
    }
  }
  if (request.prove) report.proof = prove(*sides, settings, request, report.entries, ids_of(*findings), lines);
  return report;
}

}  // namespace si
