#include "engine/lint.h"
#include "commands/comparing.h"

namespace si {
namespace {

class Lint : public ComparingCommand {
 public:
  Lint()
      : ComparingCommand({
            "lint",
            "Findings on the live schema itself and on the project's conventions",
            "Looks for what is wrong or risky in a schema whatever the models say: missing keys and indexes, types, "
            "names, constraints that were never validated, time stamps that break [conventions]. Where there are "
            "models, findings stand at their lines. `schema-inspector rules` lists the rules; those that are off "
            "run when [severity] gives them one.",
            R"(
# the configured database
schema-inspector lint

# a dump, without models, as lines for an editor
schema-inspector lint --no-models --db file:schema.sql --format gcc
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    std::vector<Argument> all = ComparingCommand::arguments();
    all.push_back({"--no-models", "", "Look at the database alone, also where there are models.", &no_models_});
    return all;
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<std::set<std::string>> known = known_findings();
    if (!known) return known.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    std::optional<Source> models;
    if (!no_models_) {
      Result<Source> read = load_models(*settings);
      const bool asked = !settings->models.empty() || !settings->config.models.paths.empty();
      if (!read && asked) return read.error();
      if (read) models = std::move(*read);
    }
    SourceLines lines(settings->config.root);
    session.progress().show("checking");
    Result<FindingsReport> report =
        lint_source(*database, models ? &*models : nullptr, settings->config, *known, lines);
    if (!report) return report.error();
    return deliver(session, *settings, std::move(*report), lines);
  }

 private:
  bool no_models_ = false;
};

}  // namespace

std::unique_ptr<Command> make_lint() { return std::make_unique<Lint>(); }

}  // namespace si
