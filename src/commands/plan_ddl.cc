#include "commands/command.h"
#include "commands/session.h"
#include "engine/ddl_plan.h"

namespace si {
namespace {

class PlanDdl : public Command {
 public:
  PlanDdl()
      : Command({
            "plan-ddl",
            "SQL that would bring the database to what the models or lint findings ask for",
            "One change a finding, each with the lock it takes, whether it rewrites the table, its hazards, whether "
            "the "
            "data allow it (counted in read-only transactions), and its undo; written so that it blocks as little as "
            "PostgreSQL allows. The plan is proved on a scratch copy of the schema on a private server. Nothing is "
            "changed: apply-ddl does that.",
            R"(
# everything that models and lint ask for
schema-inspector plan-ddl

# only foreign keys, as a plan to review and keep
schema-inspector plan-ddl --rule 'foreign-key-*' --format json --output plan.json

# as a revision of Alembic
schema-inspector plan-ddl --from models --format alembic --down-revision 1a2b3c --output versions/1_models.py
)",
            {"text", "json", "markdown", "sql", "alembic"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--from",
         "WHAT",
         "What is planned for: models, lint, or all; all when not given.",
         &from_,
         {"all", "models", "lint"}},
        {"--rule", "RULE...", "Only findings of these rules (globs).", &rules_},
        {"--only", "ID...", "Only the changes or findings of these ids.", &only_},
        {"--drops", "", "Also propose to drop what only the database has.", &drops_},
        {"--no-data", "", "Do not count the rows that a change cannot bear.", &no_data_},
        {"--no-proof", "", "Do not prove the plan on a scratch copy.", &no_proof_},
        {"--down-revision", "REV", "For alembic: the revision that it follows.", &down_revision_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    PlanRequest request;
    request.models = from_ != "lint";
    request.lint = from_ != "models";
    request.drops = drops_;
    request.rules = rules_;
    request.only = only_;
    request.check_data = !no_data_;
    request.prove = !no_proof_;
    SourceLines lines(settings->config.root);
    const Result<PlanReport> report = make_plan(*settings, request, lines);
    if (!report) return report.error();
    const std::string shown = render_plan(*report, session.format_name(), down_revision_, session.color());
    if (const Status written = session.write(shown); !written) return written.error();
    return kExitDone;
  }

 private:
  std::string from_ = "all", down_revision_;
  std::vector<std::string> rules_, only_;
  bool drops_ = false, no_data_ = false, no_proof_ = false;
};

}  // namespace

std::unique_ptr<Command> make_plan_ddl() { return std::make_unique<PlanDdl>(); }

}  // namespace si
