#include "commands/comparing.h"
#include "engine/queries.h"
#include "engine/query_plans.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/utc_time.h"

namespace si {
namespace {

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
    const std::string date = utc_stamp(utc_now()).substr(0, 8);
    for (const QueryPlan& plan : plan_queries(run, lines)) {
      const std::string path = folder + "/" + query_plan_name(config, plan, date);
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
