#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "commands/command.h"
#include "commands/session.h"
#include "docgen/document.h"
#include "docgen/site.h"
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

// What a site consists of, a path a line: a later run takes away what it no longer makes.
constexpr const char* kSiteList = "schema-inspector-site.txt";

// A path of a list that somebody may have edited stays in the site's folder.
bool is_site_path(const std::string& path) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';
  });
  return plain && !path.empty() && path.front() != '/' && path.find("..") == std::string::npos;
}

class GenerateDocs : public Command {
 public:
  GenerateDocs()
      : Command({
            "generate-docs",
            "Writes the canonical schema document and the JSON snapshot",
            "Where to: [docs] schema and snapshot (docs/database_schema.md and docs/schema_snapshot.json when not "
            "given). With --output FILE only the document is written, to FILE. A file that already says the same is "
            "left alone.\n\n"
            "--html writes the same as a static site, too: a page for each table with its columns, keys, indexes and "
            "the references of both directions, a search over tables and columns, light and dark. It needs neither a "
            "server nor a network. Pages of what is gone are taken away with the next run.",
            R"(
# document and snapshot of the configured database
schema-inspector generate-docs

# and a site to click through
schema-inspector generate-docs --html build/schema

# the document of a dump
schema-inspector generate-docs --db file:schema.sql --output schema.md
)",
            {"text", "json"},
        }) {}

  std::vector<Argument> arguments() override {
    return {
        {"--html", "DIR", "Write a static site into this folder too; it must be new, empty or such a site.", &site_}};
  }

  Result<int> run(Session& session) override {
    const Result<Settings> settings = session.settings();
    if (!settings) return settings.error();
    const Result<Source> database = load_database(*settings);
    if (!database) return database.error();
    for (const NotRead& entry : database->schema.not_read) session.note("not read: " + entry.what + ": " + entry.why);

    session.progress().show("writing the document");
    const std::string document = write_document(database->schema);
    std::vector<Page> pages;
    std::string site;
    if (!site_.empty()) {
      const Result<std::vector<Page>> made = write_html(settings->config, database->schema);
      if (!made) return made.error();
      pages = *made;
      const auto changed = std::count_if(pages.begin(), pages.end(), [](const Page& page) { return page.changed; });
      site = fmt::format("{} {} ({} files, {} of them changed)\n", changed > 0 ? "wrote     " : "unchanged ",
                         printable(site_), pages.size(), changed);
    }
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
    const std::size_t of_site = pages.size();
    for (const auto& [path, content] : wanted) {
      const Result<bool> changed = write_if_new(path, content);
      if (!changed) return changed.error();
      pages.push_back({relative_to(config.root, path), *changed});
    }
    session.progress().clear();
    if (const Status written = write_standard_output(describe(session, pages, of_site) + text_of(session, site));
        !written)
      return written.error();
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

  // The site in `site_`, which must be ours to write into.
  Result<std::vector<Page>> write_html(const Config& config, const Schema& schema) const {
    namespace fs = std::filesystem;
    const fs::path folder = resolve_path(config.root, site_);
    std::error_code failure;
    const Result<std::string> before = read_file((folder / kSiteList).string());
    if (!before && fs::exists(folder, failure) && !(fs::is_directory(folder, failure) && fs::is_empty(folder, failure)))
      return Error{ErrorKind::kFiles, printable(folder.string()) + " holds something else than a site of this program",
                   "name a new folder"};
    std::vector<Page> pages;
    std::set<std::string> made;
    std::string list;
    for (const SiteFile& file : write_site(schema)) {
      const std::string path = (folder / file.path).string();
      fs::create_directories(fs::path(path).parent_path(), failure);
      const Result<bool> changed = write_if_new(path, file.content);
      if (!changed) return changed.error();
      pages.push_back({relative_to(config.root, path), *changed});
      made.insert(file.path);
      list += file.path + '\n';
    }
    if (before)
      for (const std::string& path : split(*before, '\n'))
        if (is_site_path(path) && !made.contains(path)) fs::remove(folder / path, failure);
    const Result<bool> listed = write_if_new((folder / kSiteList).string(), list);
    if (!listed) return listed.error();
    return pages;
  }

  static std::string text_of(const Session& session, const std::string& site) {
    return session.format_name() == "json" ? "" : site;
  }

  // The first `of_site` pages are the site's, which text says in one line.
  static std::string describe(const Session& session, const std::vector<Page>& pages, std::size_t of_site) {
    if (session.format_name() == "json") {
      JsonWriter json;
      json.begin_object().member("format", "schema-inspector/generated/1").key("files").begin_array();
      for (const Page& page : pages)
        json.begin_object().member("path", page.path).member("changed", page.changed).end_object();
      json.end_array().end_object();
      return json.take();
    }
    std::string out;
    for (std::size_t i = of_site; i < pages.size(); ++i)
      out += (pages[i].changed ? "wrote      " : "unchanged  ") + printable(pages[i].path) + '\n';
    return out;
  }

  std::string site_;
};

}  // namespace

std::unique_ptr<Command> make_generate_docs() { return std::make_unique<GenerateDocs>(); }

}  // namespace si
