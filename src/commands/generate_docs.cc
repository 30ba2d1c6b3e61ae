#include "commands/command.h"
#include "commands/session.h"
#include "docgen/document.h"
#include "engine/campaign_change_log.h"
#include "engine/source.h"
#include "model/snapshot.h"
#include "project/paths.h"
#include "support/files.h"
#include "support/json_writer.h"
#include "support/strings.h"

namespace si {
namespace {

// One file that the command makes.
struct Page {
  std::string path;
  bool changed = false;
};

class GenerateDocs : public Command {
 public:
  GenerateDocs()
      : Command({
            "generate-docs",
            "Writes the canonical schema document and the JSON snapshot",
            "Where to: [docs] schema and snapshot (docs/database_schema.md and docs/schema_snapshot.json when not "
            "given). With --output FILE only the document is written, to FILE. A file that already says the same is "
            "left alone.",
            R"(
# document and snapshot of the configured database
schema-inspector generate-docs

# the document of a dump
schema-inspector generate-docs --db file:schema.sql --output schema.md
)",
            {"text", "json"},
        }) {}

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    for (const NotRead& entry : database->schema.not_read) session.note("not read: " + entry.what + ": " + entry.why);

    session.progress().show("writing the document");
    const std::string document = write_document(database->schema);
    if (session.options().output == "-") {
      if (const Status written = write_standard_output(document); !written) return written.error();
      return kExitDone;
    }
    const Config& config = settings->config;
    std::vector<std::pair<std::string, std::string>> wanted;
    if (session.options().output.empty()) {
      wanted.emplace_back(resolve_path(config.root, config.docs.schema), document);
      wanted.emplace_back(resolve_path(config.root, config.docs.snapshot), write_snapshot(database->schema));
      // The snapshot is about to be new: what nobody logged since the last one must not be forgotten with it.
      SourceLines lines(config.root);
      const ChangeLogCheck changes = check_change_log(*settings, *database, lines);
      for (const Finding& finding : changes.new_changes)
        session.note("changed in the database and not logged: " + finding.rule + ' ' + to_string(finding.object));
      if (!changes.path.empty() && !changes.new_changes.empty()) {
        const std::string path = resolve_path(config.root, changes.path);
        const Result<std::string> log = read_file(path);
        if (!log) return log.error();
        wanted.emplace_back(path, with_unexplained(*log, changes, schema_fingerprint(database->schema)));
      }
    } else {
      wanted.emplace_back(session.options().output, document);
    }
    std::vector<Page> pages;
    for (const auto& [path, content] : wanted) {
      const Result<bool> changed = write_if_new(path, content);
      if (!changed) return changed.error();
      pages.push_back({relative_to(config.root, path), *changed});
    }
    session.progress().clear();
    if (const Status written = write_standard_output(describe(session, pages)); !written) return written.error();
    return kExitDone;
  }

 private:
  // True when it was written, false when it says the same already.
  static Result<bool> write_if_new(const std::string& path, const std::string& content) {
    const Result<std::string> before = read_file(path);
    if (before && *before == content) return false;
    if (const Status written = write_file_atomically(path, content); !written) return written.error();
    return true;
  }

  static std::string describe(const Session& session, const std::vector<Page>& pages) {
    if (session.format_name() == "json") {
      JsonWriter json;
      json.begin_object().member("format", "schema-inspector/generated/1").key("files").begin_array();
      for (const Page& page : pages)
        json.begin_object().member("path", page.path).member("changed", page.changed).end_object();
      json.end_array().end_object();
      return json.take();
    }
    std::string out;
    for (const Page& page : pages) out += (page.changed ? "wrote      " : "unchanged  ") + printable(page.path) + '\n';
    return out;
  }
};

}  // namespace

std::unique_ptr<Command> make_generate_docs() { return std::make_unique<GenerateDocs>(); }

}  // namespace si
