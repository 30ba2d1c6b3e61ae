#include "project/archive.h"

#include <fmt/format.h>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/campaign_inventory.h"
#include "support/json_writer.h"
#include "support/strings.h"
#include "support/utc_time.h"

namespace si {
namespace {

class Archive : public Command {
 public:
  Archive()
      : Command({
            "archive",
            "Moves redundant scripts and documents of the inventory to the archive folder",
            "Under the name name_YYYYMMDDTHHMMSSZ.ext in [archive] folder (old_versions when not given), with "
            "manifest.json beside them: where from, where to, SHA-256, why. Never over a file that exists, and never "
            "anything that other code imports, calls or names. By git mv where git tracks the file. Nothing is moved "
            "without --apply.",
            R"(
# what would move, and what stays and why
schema-inspector archive

schema-inspector archive --apply

# one of them back
schema-inspector archive --restore scripts/get_schema.py --apply
)",
            {"text", "json"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--apply", "", "Move the files.", &apply_},
        {"--restore", "", "Move back what the manifest knows: all, or the files named.", &restore_},
        {"FILE...", "", "With --restore: only these, by the path they came from.", &files_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    if (!files_.empty() && !restore_)
      return Error{ErrorKind::kUsage, "archive takes files only with --restore", "what moves is what inventory says"};
    const Result<ArchivePlan> plan = restore_ ? restore_archive(settings->config, files_, apply_) : archive(*settings);
    if (!plan) return plan.error();
    const std::string shown = session.format_name() == "json" ? json_of(*plan) : text_of(*plan);
    if (Status written = session.write(shown); !written) return written.error();
    return kExitDone;
  }

 private:
  Result<ArchivePlan> archive(const Settings& settings) const {
    const Result<Source> database = load_database(settings);
    if (!database) return database.error();
    const Inventory inventory = inventory_of(settings, *database, load_models(settings));
    Result<ArchivePlan> plan = plan_archive(settings.config, inventory, utc_now());
    if (!plan || !apply_) return plan;
    const Result<std::string> applied = apply_archive(settings.config, *plan);
    if (!applied) return applied.error();
    return plan;
  }

  std::string text_of(const ArchivePlan& plan) const {
    std::string out;
    for (const ArchiveMove& move : plan.moves)
      out += fmt::format("{}  {} -> {}\n             {}\n", apply_ ? "moved      " : "would move ",
                         printable(move.from), printable(move.to), printable(move.why));
    for (const auto& [path, why] : plan.stays)
      out += fmt::format("stays        {}\n             {}\n", printable(path), printable(why));
    if (out.empty()) out = restore_ ? "nothing to restore\n" : "nothing to archive\n";
    if (!apply_ && !plan.moves.empty()) out += "\nNothing was moved; --apply does it.\n";
    return out;
  }

  std::string json_of(const ArchivePlan& plan) const {
    JsonWriter json;
    json.begin_object().member("format", "schema-inspector/archive-plan/1").member("command", "archive");
    json.member("applied", apply_).key("moves").begin_array();
    for (const ArchiveMove& move : plan.moves)
      json.begin_object()
          .member("from", move.from)
          .member("to", move.to)
          .member("sha256", move.sha256)
          .member("why", move.why)
          .end_object();
    json.end_array().key("stays").begin_array();
    for (const auto& [path, why] : plan.stays) json.begin_object().member("path", path).member("why", why).end_object();
    json.end_array().end_object();
    return json.take();
  }

  bool apply_ = false, restore_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_archive() { return std::make_unique<Archive>(); }

}  // namespace si
