#include "commands/command.h"
#include "commands/session.h"
#include "engine/campaign.h"
#include "support/strings.h"

namespace si {
namespace {

class Reconcile : public Command {
 public:
  Reconcile()
      : Command({
            "reconcile",
            "The whole campaign in order, with a final report",
            "Phases: inventory, database-changes (only with --ddl), ground-truth, models, queries, agent-docs, "
            "cleanup, "
            "validation. Every one reads afresh what it needs and writes what it saw into a run folder in the report "
            "folder: reports as JSON and Markdown, run.log with a line a phase, final_report.md whose every figure "
            "names the file that proves it. Without "
            "--apply nothing outside of the report folder is changed. A run that was killed is finished by the next: "
            "what is done is not done twice. The last line is validate: PASS or validate: FAIL, and then the exit "
            "status is 1.",
            R"(
# what it would do
schema-inspector reconcile

schema-inspector reconcile --apply

# also make two changes of the database that plan-ddl proposes
schema-inspector reconcile --apply --ddl 7bbd0ce79ddc aa2d396768bf

# only look what there is and write the documents, one commit a phase
schema-inspector reconcile --phases inventory ground-truth --apply --commit
)",
            {"text", "json", "markdown"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--apply", "", "Change files.", &apply_},
        {"--ddl", "ID...",
         "Changes of the database, by the ids that plan-ddl shows: planned, checked against the data, with --apply run "
         "and logged. No other change of the database is ever made.",
         &ddl_},
        {"--phases", "PHASE...", "Only these, in their order; also separated by commas.", &phases_},
        {"--allow-dirty", "", "Also in a git repository whose files differ from the last commit.", &allow_dirty_},
        {"--commit", "", "With --apply, in a git repository: one commit for each phase that changed something.",
         &commit_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    if (commit_ && !apply_) return Error{ErrorKind::kUsage, "--commit means nothing without --apply", ""};
    if (commit_ && allow_dirty_)
      return Error{ErrorKind::kUsage, "--commit needs a tree without other changes: it excludes --allow-dirty", ""};
    CampaignOptions options;
    options.apply = apply_;
    for (const std::string& given : ddl_)
      for (const std::string& id : split(given, ','))
        if (!id.empty()) options.ddl.push_back(id);
    options.allow_dirty = allow_dirty_;
    options.commit = commit_;
    for (const std::string& given : phases_)
      for (const std::string& phase : split(given, ','))
        if (!phase.empty()) options.phases.push_back(phase);
    for (const auto& command : all_commands()) options.commands.emplace_back(command->text().name);
    options.fails = [&](const std::vector<Finding>& findings) {
      return session.exit_status(settings->config, findings) != kExitDone;
    };
    const Result<CampaignReport> report = run_campaign(*settings, options);
    if (!report) return report.error();
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    if (Status written = session.write(render_campaign(*report, format, session.color())); !written)
      return written.error();
    for (const PhaseReport& phase : report->phases)
      if (phase.outcome == PhaseOutcome::kStopped) return kExitFindings;
    return !report->validation || report->passed() ? kExitDone : kExitFindings;
  }

 private:
  bool apply_ = false, allow_dirty_ = false, commit_ = false;
  std::vector<std::string> phases_, ddl_;
};

}  // namespace

std::unique_ptr<Command> make_reconcile() { return std::make_unique<Reconcile>(); }

}  // namespace si
