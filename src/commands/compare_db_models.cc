#include <cstdlib>

#include "commands/comparing.h"
#include "engine/fleet.h"
#include "project/paths.h"
#include "reports/fleet_report.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

class CompareDbModels : public ComparingCommand {
 public:
  CompareDbModels()
      : ComparingCommand({
            "compare-db-models",
            "Findings between the live database, the truth, and the models",
            "Reads the database in one read-only transaction and the models statically: nothing of the application is "
            "imported or run.",
            R"(
# compare what schema-inspector.toml, the environment or .env name
schema-inspector compare-db-models

# a database and models by name, as GitHub annotations
schema-inspector compare-db-models --db postgresql://reader@localhost/app --models app/models --format github

# without any server: from a dump
schema-inspector compare-db-models --db file:schema.sql

# every tenant's database, the second of four shares of them, and the shares put together
schema-inspector compare-db-models --fleet tenants.txt --format markdown
schema-inspector compare-db-models --fleet tenants.txt --shard 2/4 --format json --output share-2.json
schema-inspector compare-db-models --merge share-1.json share-2.json share-3.json share-4.json
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    std::vector<Argument> all = ComparingCommand::arguments();
    all.insert(all.begin(), {"--reports", "",
                             "Also write db_models_discrepancies.json and .md into the report folder ([reports] "
                             "folder, reports when not given).",
                             &reports_});
    all.push_back(
        {"--fleet", "FILE",
         "Many databases: one SOURCE a line; a line \"query: SELECT ...\" asks --db for them (SOURCEs, or names "
         "of databases on that server). Says of each whether it agrees, and which finding is in which.",
         &fleet_});
    all.push_back({"--shard", "I/N", "With --fleet: only every N-th database, from the I-th on.", &shard_});
    all.push_back({"--connections", "COUNT", "With --fleet: at most so many databases at a time (16 when not given).",
                   &connections_});
    all.push_back(
        {"--merge", "FILE", "Put the JSON reports of a fleet's shares together; no database is asked.", &merge_});
    return all;
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    if (!fleet_.empty() || !merge_.empty()) return run_fleet(session, *settings);
    if (!shard_.empty() || !connections_.empty())
      return Error{ErrorKind::kUsage, "--shard and --connections are parts of --fleet", "name the fleet's FILE"};
    const Result<DatabaseAndModels> sides = load_database_and_models(*settings);
    if (!sides) return sides.error();
    return compare(session, *settings, sides->database, sides->models);
  }

 protected:
  Status finish(Session& session, const Settings& settings, const FindingsReport& report) override {
    if (!reports_) return Done{};
    const std::string folder = resolve_path(settings.config.root, settings.config.reports.folder);
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}}) {
      const std::string path = folder + "/db_models_discrepancies" + extension;
      if (Status written = write_file_atomically(path, render(report, format, {})); !written) return written;
      session.note("wrote " + relative_to(settings.config.root, path));
    }
    return Done{};
  }

 private:
  Result<int> run_fleet(Session& session, const Settings& settings) {
    const std::string format = session.format_name();
    if (format != "text" && format != "json" && format != "markdown")
      return Error{ErrorKind::kUsage, "a fleet's report has no format " + format, "take text, json or markdown"};
    if (reports_ || writes_baseline())
      return Error{ErrorKind::kUsage, "--reports and --write-baseline take one database, not a fleet", ""};
    Result<FleetReport> report = merge_.empty() ? compare_all(session, settings) : merge_all();
    if (!report) return report.error();
    if (Status written = session.write(render_fleet(*report, format)); !written) return written.error();
    if (report->failed() > 0) return static_cast<int>(ErrorKind::kDatabase);
    std::vector<Finding> findings;
    for (const FleetFinding& row : report->findings) findings.push_back(row.finding);
    return session.exit_status(settings.config, findings);
  }

  Result<FleetReport> compare_all(Session& session, const Settings& settings) const {
    FleetOptions options;
    if (!shard_.empty())
      if (Status parsed = parse_shard(shard_, options); !parsed) return parsed.error();
    if (!connections_.empty()) {
      const int count = std::atoi(connections_.c_str());
      if (count < 1 || count > 1000 || connections_.find_first_not_of("0123456789") != std::string::npos)
        return Error{ErrorKind::kUsage, "--connections " + printable(connections_) + " is no number from 1 to 1000",
                     ""};
      options.connections = static_cast<std::size_t>(count);
    }
    const Result<std::set<std::string>> known = known_findings();
    if (!known) return known.error();
    const Result<std::vector<DatabaseSource>> fleet = read_fleet(settings, fleet_);
    if (!fleet) return fleet.error();
    const Result<Source> models = load_models(settings);
    if (!models) return models.error();
    return compare_fleet(session.command(), settings, *fleet, *models, *known, options);
  }

  Result<FleetReport> merge_all() const {
    if (!fleet_.empty() || !shard_.empty())
      return Error{ErrorKind::kUsage, "--merge asks no database: --fleet and --shard have no place beside it", ""};
    FleetReport whole;
    for (const std::string& file : merge_) {
      const Result<std::string> json = read_file(file);
      if (!json) return json.error();
      if (Status merged = merge_fleet(whole, *json, file); !merged) return merged.error();
    }
    whole.finish();
    return whole;
  }

  bool reports_ = false;
  std::string fleet_, shard_, connections_;
  std::vector<std::string> merge_;
};

}  // namespace

std::unique_ptr<Command> make_compare_db_models() { return std::make_unique<CompareDbModels>(); }

}  // namespace si
