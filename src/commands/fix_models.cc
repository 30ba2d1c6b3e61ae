#include <fmt/format.h>

#include <algorithm>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/mend.h"
#include "rules/rule.h"
#include "support/json_writer.h"
#include "support/strings.h"
#include "text/unified_diff.h"

namespace si {
namespace {

class FixModels : public Command {
 public:
  FixModels()
      : Command({
            "fix-models",
            "Edits the model files so that they agree with the database",
            "Prints one unified diff that `git apply` takes and changes nothing; --apply makes the changes. Only the "
            "lines "
            "that have to change do, as the file's author would write them. Every fix is proved before it is offered: "
            "the "
            "models are read again as they would be, the findings must be gone and no new one there.\n\n"
            "Safe fixes are made by default. Those that other code may have to follow (a column that goes and is used) "
            "are made with --unsafe; all are listed on standard error with what they may cost.",
            R"(
# what would change
schema-inspector fix-models

# the types and nothing else, as a patch
schema-inspector fix-models --rule column-type | git apply

# change the files
schema-inspector fix-models --apply
)",
            {"text", "json"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--apply", "", "Change the files.", &apply_},
        {"--unsafe", "", "Also make changes that other code may have to follow.", &unsafe_},
        {"--rename", "",
         "Rename the attribute of a renamed column as well, and its uses in the project. Without it the "
         "attribute stays and maps the new name.",
         &rename_},
        {"--rule", "RULE", "Mend the findings of these rules only.", &rules_},
    };
  }

  Result<int> run(Session& session) override {
    for (const std::string& rule : rules_)
      if (find_rule(rule) == nullptr)
        return Error{ErrorKind::kUsage, "there is no rule " + printable(rule), "schema-inspector rules lists them"};
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    MendOptions options;
    options.rules = rules_;
    options.level = unsafe_ ? Applicability::kUnsafe : Applicability::kSafe;
    options.rename_attributes = rename_;
    session.progress().show("planning");
    const Result<Mending> mending = plan_mending(*settings, *database, options);
    if (!mending) return mending.error();
    if (apply_)
      if (Status applied = apply_mending(*settings, *database, *mending); !applied) return applied.error();
    const bool json = session.format_name() == "json";
    std::string out = json ? as_json(*mending, options) : "";
    if (!json && !apply_)
      for (const ChangedFile& file : mending->files)
        out += unified_diff(file.name, file.is_new ? std::nullopt : std::optional<std::string_view>(file.before),
                            file.after);
    tell(session, *mending, options);
    if (Status written = session.write(out); !written) return written.error();
    return session.exit_status(settings->config, apply_ ? mending->after.findings : mending->before.findings);
  }

 private:
  void tell(Session& session, const Mending& mending, const MendOptions& options) const {
    std::size_t made = 0, left = 0;
    for (const Fix& fix : mending.fixes) {
      const bool applied = fix.applicability <= options.level;
      ++(applied ? made : left);
      if (!applied || !fix.cost.empty())
        session.note(fmt::format("{}: {}{}{}", applied ? (apply_ ? "changed" : "would change") : "left", fix.title,
                                 fix.cost.empty() ? "" : ": ", fix.cost));
      if (fix.applicability == Applicability::kUnsafe && !applied) {
        constexpr std::size_t kShown = 5;
        for (std::size_t i = 0; i < std::min(kShown, fix.uses.size()); ++i) session.note("  used at " + fix.uses[i]);
        if (fix.uses.size() > kShown) session.note(fmt::format("  and {} more", fix.uses.size() - kShown));
      }
    }
    session.note(fmt::format("{} of {} findings {} in {} files{}", made, made + left,
                             apply_ ? "mended" : "can be mended", mending.files.size(),
                             apply_ || made == 0 ? "" : "; --apply does it"));
  }

  std::string as_json(const Mending& mending, const MendOptions& options) const {
    JsonWriter json;
    json.begin_object();
    json.member("format", "schema-inspector/fixes/1");
    json.member("applied", apply_);
    json.key("fixes");
    json.begin_array();
    for (const Fix& fix : mending.fixes) {
      json.begin_object();
      const auto finding = std::find_if(mending.before.findings.begin(), mending.before.findings.end(),
                                        [&](const Finding& each) { return each.id() == fix.findings.front(); });
      if (finding != mending.before.findings.end()) {
        json.key("object");
        json.begin_object();
        json.member("schema", finding->object.schema);
        json.member("table", finding->object.table);
        json.member("column", finding->object.column);
        json.end_object();
      }
      json.member("title", fix.title);
      json.member("rule", fix.rules.front());
      json.member("finding", fix.findings.front());
      json.member("applicability", to_string(fix.applicability));
      json.member("made", fix.applicability <= options.level);
      json.member("cost", fix.cost);
      json.member("uses", fix.uses);
      json.end_object();
    }
    json.end_array();
    json.key("files");
    json.begin_array();
    for (const ChangedFile& file : mending.files) {
      const LineCounts counts = count_changed_lines(file.before, file.after);
      json.begin_object();
      json.member("file", file.name);
      json.member("removed", counts.removed);
      json.member("added", counts.added);
      json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take();
  }

  bool apply_ = false, unsafe_ = false, rename_ = false;
  std::vector<std::string> rules_;
};

}  // namespace

std::unique_ptr<Command> make_fix_models() { return std::make_unique<FixModels>(); }

}  // namespace si
