#include <simdjson.h>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/ddl_apply.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

class ApplyDdl : public Command {
 public:
  ApplyDdl()
      : Command({
            "apply-ddl",
            "Runs chosen changes of the plan on the database and logs each",
            "Without --apply it says what it would do and changes nothing. Changes share one transaction where "
            "PostgreSQL allows; a lock that does not come in time ([database] lock_timeout_ms) is tried again a few "
            "times. When a statement fails, what can be undone is undone, and what stands is said. Each change is one "
            "line in the change log ([changes] log). A change that was applied before is not applied again. Where "
            "file:PATH.sql stands for the database, the statements are written to the end of that script.",
            R"(
# what would be done
schema-inspector apply-ddl --only 1a2b3c4d5e6f

# do it, if the schema is still the one that the plan was made for
schema-inspector apply-ddl --plan plan.json --only 1a2b3c4d5e6f --apply
)",
            {"text", "json"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--only", "ID...", "The changes, by the ids that plan-ddl shows (or their findings').", &only_},
        {"--apply", "", "Change the database.", &apply_},
        {"--plan", "FILE", "A plan that plan-ddl wrote as JSON: refused when the database has moved on since.", &plan_},
        {"--drops", "", "As for plan-ddl: the changes may drop what only the database has.", &drops_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    if (only_.empty())
      return Error{ErrorKind::kUsage, "apply-ddl changes nothing that is not named",
                   "name changes with --only; plan-ddl lists them"};
    ApplyRequest request;
    request.only = only_;
    request.apply = apply_;
    request.drops = drops_;
    if (!plan_.empty()) {
      Result<std::string> fingerprint = fingerprint_of(plan_);
      if (!fingerprint) return fingerprint.error();
      request.fingerprint = std::move(*fingerprint);
    }
    SourceLines lines(settings->config.root);
    const Result<ApplyReport> report = apply_plan(*settings, request, lines);
    if (!report) return report.error();
    if (const Status written = session.write(render_applied(*report, session.format_name())); !written)
      return written.error();
    if (!report->failed) return kExitDone;
    for (const AppliedChange& change : report->changes)
      if (change.state == "failed")
        return Error{ErrorKind::kDatabase, change.id + " failed: " + change.message,
                     "changes that are shown as applied stand"};
    return kExitDone;
  }

 private:
  static Result<std::string> fingerprint_of(const std::string& path) {
    const Result<std::string> json = read_file(path);
    if (!json) return json.error();
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    std::string_view format, fingerprint;
    if (parser.parse(simdjson::padded_string(*json)).get(document) != simdjson::SUCCESS ||
        document["format"].get(format) != simdjson::SUCCESS || format != "schema-inspector/plan/1" ||
        document["fingerprint"].get(fingerprint) != simdjson::SUCCESS)
      return Error{ErrorKind::kFiles, printable(path) + " is no plan", "plan-ddl --format json writes one"};
    return std::string(fingerprint);
  }

  std::vector<std::string> only_;
  std::string plan_;
  bool apply_ = false, drops_ = false;
};

}  // namespace

std::unique_ptr<Command> make_apply_ddl() { return std::make_unique<ApplyDdl>(); }

}  // namespace si
