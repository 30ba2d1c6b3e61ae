#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>

#include "commands/comparing.h"
#include "engine/queries.h"
#include "project/paths.h"
#include "reports/query_plan.h"
#include "support/files.h"
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

std::map<std::string, QueryPlan> make_plans(const QueryRun& run, SourceLines& lines) {
  std::map<std::string, std::map<std::string, QueryPlanFile>> files;  // by area, file
  for (const CheckedStatement& statement : run.check.statements) {
    if (statement.variant > 0) continue;
    const std::string& name = run.extraction.queries[statement.query].place.file;
    QueryPlanFile& file = files[area_of(name)][name];
    file.file = name;
    ++file.queries;
    file.references += statement.resolved.names;
  }
  for (const Finding& finding : run.report.findings) {
    const std::string& name = finding.location.file;
    QueryPlanFile& file = files[area_of(name)][name];
    file.file = name;
    const std::string line = lines.line(name, finding.location.span.line).value_or("");
    file.items.push_back({finding, std::string(trim(line)), std::string(trim(proposed_line(finding, line)))});
  }
  std::map<std::string, QueryPlan> plans;
  for (auto& [area, by_name] : files) {
    QueryPlan& plan = plans[area];
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

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}{:02}{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

class CheckQueries : public ComparingCommand {
 public:
  CheckQueries()
      : ComparingCommand({
            "check-queries",
            "Findings on every SQL statement in the code against the database",
            "Finds the SQL in Python code (strings that go to SQLAlchemy's text() and execute(), psycopg, asyncpg, "
            "databases, "
            "pandas, and to functions named in the configuration) and in .sql files, and holds each statement "
            "against the database. Tests and migrations are left out. PATH is a file or folder; without one the "
            "configuration's, else the whole project.\n\n"
            "The server parses and describes each statement, in a read-only session, and never executes one. With "
            "--engine offline, names are resolved by the schema alone; a snapshot will do.",
            R"(
# every query of the project against the database of the configuration
schema-inspector check-queries

# one folder, without a server
schema-inspector check-queries app/routes --db snapshot:schema.json
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    std::vector<Argument> all = {
        {"PATH", "", "Files or folders to read.", &paths_},
        {"--engine",
         "ENGINE",
         "server asks the database, offline needs none. Default: server where there is one.",
         &engine_,
         {"server", "offline"}},
        {"--plans", "DIR",
         "Also write, for each area (the first folder of a path), what is to be changed file by file, as Markdown and "
         "JSON.",
         &plans_},
    };
    for (Argument& argument : ComparingCommand::arguments()) all.push_back(std::move(argument));
    return all;
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<std::set<std::string>> known = known_findings();
    if (!known) return known.error();
    SourceLines lines(settings->config.root);
    const QueryEngine engine = engine_ == "server"    ? QueryEngine::kServer
                               : engine_ == "offline" ? QueryEngine::kOffline
                                                      : QueryEngine::kAutomatic;
    Result<QueryRun> checked = run_query_check(session.command(), *settings, engine, paths_, *known, lines);
    if (!checked) return checked.error();
    if (!plans_.empty())
      if (Status written = write_plans(session, settings->config, *checked, lines); !written) return written.error();
    return deliver(session, *settings, std::move(checked->report), lines);
  }

 private:
  Status write_plans(Session& session, const Config& config, const QueryRun& run, SourceLines& lines) const {
    const std::string folder = resolve_path(config.root, plans_);
    for (const auto& [area, plan] : make_plans(run, lines)) {
      const std::string name = replace_all(replace_all(config.queries.plan_name, "{area}", area), "{date}", today());
      const std::string path = folder + "/" + replace_all(name, "/", "_");
      if (Status written = write_file_atomically(path + ".md", render_markdown(plan)); !written) return written;
      if (Status written = write_file_atomically(path + ".json", render_json(plan)); !written) return written;
      session.note("wrote " + relative_to(config.root, path) + ".md and .json");
    }
    return Done{};
  }

  std::vector<std::string> paths_;
  std::string engine_, plans_;
};

}  // namespace

std::unique_ptr<Command> make_check_queries() { return std::make_unique<CheckQueries>(); }

}  // namespace si
