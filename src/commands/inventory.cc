#include "engine/campaign_inventory.h"

#include "commands/command.h"
#include "commands/session.h"
#include "project/paths.h"
#include "reports/inventory_report.h"
#include "support/files.h"

namespace si {
namespace {

class InventoryCommand : public Command {
 public:
  InventoryCommand()
      : Command({
            "inventory",
            "What there is: database objects, models, queries, and every file that speaks of the schema",
            "Documents, scripts, rule files, CI jobs and configuration are found by what they say, not by their names, "
            "and classed canonical, current, redundant or obsolete, with the evidence and the proposed action. "
            "References between them are followed in every spelling; those that lead nowhere are listed. What "
            ".gitignore leaves out is left out. Also written as db_audit_inventory.md and .json into the report "
            "folder.",
            R"(
schema-inspector inventory

# for a program
schema-inspector inventory --format json --output inventory.json
)",
            {"text", "json", "markdown"},
        }) {}

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    const Result<Source> models = load_models(*settings);
    const Inventory inventory = inventory_of(*settings, *database, models);
    const std::string folder = resolve_path(settings->config.root, settings->config.reports.folder);
    for (const auto& [extension, format] : {std::pair{".json", Format::kJson}, std::pair{".md", Format::kMarkdown}}) {
      const std::string path = folder + '/' + kInventoryName + extension;
      if (Status written = write_file_atomically(path, render_inventory(inventory, database->side, format, false));
          !written)
        return written.error();
      session.note("wrote " + relative_to(settings->config.root, path));
    }
    const Format format = parse_format(session.format_name()).value_or(Format::kText);
    if (Status written = session.write(render_inventory(inventory, database->side, format, session.color())); !written)
      return written.error();
    return kExitDone;
  }
};

}  // namespace

std::unique_ptr<Command> make_inventory() { return std::make_unique<InventoryCommand>(); }

}  // namespace si
