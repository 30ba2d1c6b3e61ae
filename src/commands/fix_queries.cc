#include <fmt/format.h>

#include <algorithm>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/query_renames.h"
#include "text/unified_diff.h"

namespace si {
namespace {

class FixQueries : public Command {
 public:
  FixQueries()
      : Command({
            "fix-queries",
            "Edits queries so that they follow renamed columns and tables",
            "Changes the SQL in Python strings and .sql files where there is one safe answer. A column of the result "
            "keeps its name (new AS old), so that the code that reads it needs no change. References to a model's "
            "attribute follow when the model has the new column under another attribute already; where the model "
            "still maps the old name, fix-models changes that one line and the attribute stays. Without --apply it "
            "prints a unified diff that git apply takes, and changes nothing. What cannot be changed safely is listed. "
            "There a person decides, and writes the edit into the file that [queries] decisions names; it is then made "
            "here and by reconcile, wherever its text stands once.",
            R"(
# show what a renamed column means for the queries
schema-inspector fix-queries --rename users.rating_limit=user_score_limit

# and change the files
schema-inspector fix-queries --rename users.rating_limit=user_score_limit --apply
)",
            {},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--rename", "OLD=NEW", "A renamed column, users.a=b, or table, users=people; may be given again.", &renames_},
        {"--apply", "", "Change the files rather than show how.", &apply_},
    };
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<std::vector<QueryDecision>> decisions = read_query_decisions(settings->config);
    if (!decisions) return decisions.error();
    if (renames_.empty() && decisions->empty())
      return Error{ErrorKind::kUsage, "fix-queries of what?",
                   "name what was renamed: --rename users.old=new; or a file of edits as [queries] decisions"};
    std::vector<SchemaChange> changes;
    for (const std::string& text : renames_) {
      Result<SchemaChange> change = parse_change(ChangeKind::kRename, text);
      if (!change) return change.error();
      changes.push_back(std::move(*change));
    }
    QueryRenames renames;
    if (!changes.empty()) {
      const Result<QueryDatabase> database = open_query_database(*settings, QueryEngine::kOffline);
      if (!database) return database.error();
      Result<QueryRenames> made = rename_in_project(*settings, database->schema, changes, false);
      if (!made) return made.error();
      renames = std::move(*made);
    }
    add_decisions(settings->config, *decisions, renames);
    for (const std::string& note : renames.notes) session.note(note);
    for (const TouchedPlace& place : renames.left)
      session.note(fmt::format("not changed: {}:{}: {}", place.location.file, place.location.span.line, place.message));
    return apply_ ? write(session, settings->config, renames) : print(session, renames);
  }

 private:
  static Result<int> print(Session& session, const QueryRenames& renames) {
    std::string diff;
    for (const RenamedFile& file : renames.files) diff += unified_diff(file.name, file.before, file.after);
    if (Status written = session.write(diff); !written) return written.error();
    return kExitDone;
  }

  static Result<int> write(Session& session, const Config& config, const QueryRenames& renames) {
    const Result<std::vector<std::string>> skipped = write_renames(config, renames);
    if (!skipped) return skipped.error();
    for (const RenamedFile& file : renames.files) {
      const bool left = std::find(skipped->begin(), skipped->end(), file.name) != skipped->end();
      session.note((left ? "not changed, it is not the file that was read: " : "changed ") + file.name);
    }
    return kExitDone;
  }

  std::vector<std::string> renames_;
  bool apply_ = false;
};

}  // namespace

std::unique_ptr<Command> make_fix_queries() { return std::make_unique<FixQueries>(); }

}  // namespace si
