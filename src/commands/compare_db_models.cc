#include "commands/comparing.h"
#include "project/paths.h"
#include "support/files.h"

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
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    std::vector<Argument> all = ComparingCommand::arguments();
    all.insert(all.begin(), {"--reports", "",
                             "Also write db_models_discrepancies.json and .md into the report folder ([reports] "
                             "folder, reports when not given).",
                             &reports_});
    return all;
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    const Result<Source> models = load_models(*settings);
    if (!models) return models.error();
    return compare(session, *settings, *database, *models);
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
  bool reports_ = false;
};

}  // namespace

std::unique_ptr<Command> make_compare_db_models() { return std::make_unique<CompareDbModels>(); }

}  // namespace si
