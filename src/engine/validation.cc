#include "engine/validation.h"

#include <fmt/format.h>

#include <filesystem>

#include "docgen/agent_docs.h"
#include "engine/agent_docs.h"
#include "engine/campaign_change_log.h"
#include "engine/campaign_inventory.h"
#include "engine/pipeline.h"
#include "engine/queries.h"
#include "engine/source.h"
#include "project/paths.h"
#include "reports/formats.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

class Validation {
 public:
  Validation(const Settings& settings, const Source& database, const std::set<std::string>& known, SourceLines& lines)
      : settings_(settings),
        witnesses_(settings),
        database_(database),
        known_(known),
        lines_(lines),
        models_(load_models(settings)),
        inventory_(inventory_of(settings, database, models_)) {}

  ValidationPart models() { return judge("models", models_); }

  // SQL and references to models in the code; statements are only ever described, never run.
  ValidationPart queries() {
    ValidationPart part;
    part.name = "queries";
    const Result<QueryRun> run = run_query_check("validate", settings_, QueryEngine::kAutomatic, {}, known_, lines_);
    if (!run) {
      part.failed = true;
      part.reason = said(run.error());
      return part;
    }
    part.what = fmt::format("{} in {}", counted(run->check.coverage.queries, "statement"),
                            counted(run->report.follower.files, "file"));
    part.report = run->report;
    return part;
  }

  ValidationPart document() {
    ValidationPart part = judge("document", load_document(settings_));
    part.what = settings_.config.docs.schema;
    return part;
  }

  // Only where there is one: nothing but generate-docs makes it.
  ValidationPart snapshot() {
    const std::string& path = settings_.config.docs.snapshot;
    const std::string absolute = resolve_path(settings_.config.root, path);
    std::error_code failure;
    ValidationPart part;
    if (std::filesystem::exists(absolute, failure)) {
      part = judge("snapshot", load_database_source(settings_, "snapshot:" + absolute));
    } else {
      part.name = "snapshot";
      part.skipped = true;
      part.reason = "there is none; schema-inspector generate-docs writes it";
    }
    part.what = path;
    return part;
  }

  // Only where somebody wants it: a file that has the managed block, or [agents] files.
  ValidationPart agent_documents(const std::vector<std::string>& commands) {
    ValidationPart part;
    part.name = "agents";
    const AgentDocsPlan plan = plan_agent_docs(settings_, database_, inventory_, {false, commands});
    bool wanted = !settings_.config.agents.files.empty();
    for (const AgentFile& file : plan.files) {
      const BlockSearch found = find_managed_block(file.before.value_or(""));
      wanted = wanted || found.block || !found.broken.empty();
    }
    part.what = counted_files(plan.files.size());
    if (wanted) {
      part.report = report_agent_docs("validate", plan, settings_, database_);
    } else {
      part.skipped = true;
      part.reason = "no file has the managed block; schema-inspector update-agent-docs writes it";
    }
    return part;
  }

  ValidationPart change_log() {
    ValidationPart part;
    part.name = "changes";
    const ChangeLogCheck check = check_change_log(settings_, database_, lines_);
    part.what = check.path;
    part.failed = !check.path.empty() && !check.unlogged.empty();
    part.skipped = check.path.empty();
    part.reason = "there is no change log";
    if (part.failed)
      part.reason = std::to_string(check.unlogged.size()) +
                    " since the snapshot that it does not name: " + check.unlogged.front();
    else if (!check.path.empty())
      part.reason = "every change since the snapshot is in it";
    if (!check.not_there.empty())
      part.reason += "; it tells of " + std::to_string(check.not_there.size()) +
                     " that the database does not show: " + join(check.not_there, ", ");
    return part;
  }

  // Only where there is one: nothing but inventory and reconcile make it.
  ValidationPart inventory() {
    ValidationPart part;
    part.name = "inventory";
    part.what = settings_.config.reports.folder + '/' + kInventoryName + ".json";
    const Result<std::string> text = read_file(resolve_path(settings_.config.root, part.what));
    part.skipped = !text;
    part.reason = "there is none; schema-inspector inventory writes it";
    if (!text) return part;
    part.failed = text->find(inventory_fingerprint(inventory_)) == std::string::npos;
    part.reason = part.failed ? "out of date; schema-inspector inventory writes it anew"
                              : counted_files(inventory_.artifacts.size()) + " classed as they are now";
    return part;
  }

 private:
  ValidationPart judge(const std::string& name, const Result<Source>& follower) {
    ValidationPart part;
    part.name = name;
    if (!follower) {
      part.failed = true;
      part.reason = said(follower.error());
      return part;
    }
    part.what = follower->side.kind == "models" ? counted_files(follower->side.files) : follower->side.name;
    part.report = compare_sources("validate", database_, *follower, settings_.config, known_, lines_, witnesses_);
    return part;
  }

  static std::string said(const Error& error) {
    return error.hint.empty() ? error.message : error.message + "; " + error.hint;
  }

  static std::string counted_files(std::size_t files) {
    return std::to_string(files) + (files == 1 ? " file" : " files");
  }

  const Settings& settings_;
  Witnesses witnesses_;
  const Source& database_;
  const std::set<std::string>& known_;
  SourceLines& lines_;
  Result<Source> models_;
  Inventory inventory_;
};

}  // namespace

ValidationReport validate_against(const Settings& settings, const Source& database, SourceLines& lines,
                                  const std::vector<std::string>& commands, const std::set<std::string>& known) {
  ValidationReport report;
  report.truth = database.side;
  Validation validation(settings, database, known, lines);
  report.parts = {validation.models(),
                  validation.queries(),
                  validation.document(),
                  validation.snapshot(),
                  validation.agent_documents(commands),
                  validation.change_log(),
                  validation.inventory()};
  return report;
}

Result<ValidationReport> validate(const Settings& settings, SourceLines& lines,
                                  const std::vector<std::string>& commands, const std::set<std::string>& known) {
  const Result<Source> database = load_database(settings);
  if (!database) return database.error();
  return validate_against(settings, *database, lines, commands, known);
}

}  // namespace si
