#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "commands/command.h"
#include "commands/session.h"
#include "engine/queries.h"
#include "project/paths.h"
#include "queries/schema_change.h"
#include "sources/python/module_graph.h"
#include "support/files.h"
#include "support/strings.h"
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
            "keeps its name (new AS old), so that the code that reads it needs no change. Without --apply it prints a "
            "unified diff that git apply takes, and changes nothing. What cannot be changed safely is listed.",
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
    if (renames_.empty())
      return Error{ErrorKind::kUsage, "fix-queries of what?", "name what was renamed: --rename users.old=new"};
    Result<Extraction> extraction = extract_project_queries(*settings, {});
    if (!extraction) return extraction.error();
    Result<QueryDatabase> database = open_query_database(*settings, QueryEngine::kOffline);
    if (!database) return database.error();
    std::map<const Document*, std::vector<Edit>> edits;
    std::vector<TouchedPlace> left;
    for (const std::string& text : renames_) {
      const Result<SchemaChange> change = parse_change(ChangeKind::kRename, text);
      if (!change) return change.error();
      const Schema before = schema_before(database->schema, *change);
      const Table* table = changed_table(before, *change);
      if (table == nullptr || (!change->column.empty() && find_column(table->columns, change->column) == nullptr))
        return Error{ErrorKind::kUsage, "the database has neither the old nor the new name of " + printable(text),
                     "write it as table.old=new"};
      const Result<QueryCheck> check = check_queries(*extraction, before, nullptr);
      if (!check) return check.error();
      QueryEdits made = rename_in_queries(*extraction, *check, *change);
      for (auto& [document, edit] : made.edits) edits[document].push_back(std::move(edit));
      left.insert(left.end(), made.left.begin(), made.left.end());
    }
    return write(session, *settings, edits, left);
  }

 private:
  Result<int> write(Session& session, const Settings& settings,
                    const std::map<const Document*, std::vector<Edit>>& edits,
                    const std::vector<TouchedPlace>& left) const {
    std::map<std::string, std::pair<std::string, std::string>> files;  // path: before, after
    for (const auto& [document, changes] : edits) {
      const std::string before(document->content());
      std::optional<std::string> after = apply_edits(before, changes);
      if (!after || !still_reads(*document, *after)) {
        session.note("not changed, its edits do not fit together: " + document->path());
        continue;
      }
      files[document->path()] = {before, std::move(*after)};
    }
    for (const TouchedPlace& place : left)
      session.note(fmt::format("not changed: {}:{}: {}", place.location.file, place.location.span.line, place.message));
    if (!apply_) {
      std::string diff;
      for (const auto& [path, texts] : files) diff += unified_diff(path, texts.first, texts.second);
      if (Status written = session.write(diff); !written) return written.error();
      return kExitDone;
    }
    for (const auto& [path, texts] : files) {
      const std::string absolute = resolve_path(settings.config.root, path);
      const Result<std::string> now = read_file(absolute);
      if (!now) return now.error();
      if (*now != texts.first) {
        session.note("not changed, it is not the file that was read: " + path);
        continue;
      }
      if (Status written = write_file_atomically(absolute, texts.second); !written) return written.error();
      session.note("changed " + path);
    }
    return kExitDone;
  }

  // An edit must leave Python that parses as well as before.
  static bool still_reads(const Document& document, const std::string& after) {
    if (!document.path().ends_with(".py")) return true;
    const auto errors = [&](std::string_view text) {
      const auto tree = python::parse_python(Document(document.path(), std::string(text)));
      return tree->errors().size();
    };
    return errors(after) <= errors(document.content());
  }

  std::vector<std::string> renames_;
  bool apply_ = false;
};

}  // namespace

std::unique_ptr<Command> make_fix_queries() { return std::make_unique<FixQueries>(); }

}  // namespace si
