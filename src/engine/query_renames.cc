#include "engine/query_renames.h"

#include <fmt/format.h>

#include <map>

#include "project/paths.h"
#include "sources/python/module_graph.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

// An edit must leave Python that parses as well as before.
bool still_reads(const Document& document, const std::string& after) {
  if (!document.path().ends_with(".py")) return true;
  const auto errors = [&](std::string_view text) {
    const auto tree = python::parse_python(Document(document.path(), std::string(text)));
    return tree->errors().size();
  };
  return errors(after) <= errors(document.content());
}

}  // namespace

Result<QueryRenames> rename_in_project(const Settings& settings, const Schema& database,
                                       const std::vector<SchemaChange>& changes, bool skip_unknown) {
  QueryRenames renames;
  if (changes.empty()) return renames;
  Result<Extraction> extraction = extract_project_queries(settings, {});
  if (!extraction) return extraction.error();
  std::map<const Document*, std::vector<Edit>> edits;
  for (const SchemaChange& change : changes) {
    const Schema before = schema_before(database, change);
    const Table* table = changed_table(before, change);
    if (table == nullptr || (!change.column.empty() && find_column(table->columns, change.column) == nullptr)) {
      if (skip_unknown) continue;
      return Error{ErrorKind::kUsage,
                   fmt::format("the database has neither the old nor the new name of {}{}={}",
                               printable(to_string(change.table)),
                               change.column.empty() ? "" : '.' + printable(change.column), printable(change.to)),
                   "write it as table.old=new"};
    }
    const Result<QueryCheck> check = check_queries(*extraction, before, nullptr);
    if (!check) return check.error();
    QueryEdits made = rename_in_queries(*extraction, *check, change);
    for (auto& [document, edit] : made.edits) edits[document].push_back(std::move(edit));
    renames.left.insert(renames.left.end(), made.left.begin(), made.left.end());
  }
  std::map<std::string, RenamedFile> files;
  for (const auto& [document, list] : edits) {
    std::optional<std::string> after = apply_edits(document->content(), list);
    if (!after || !still_reads(*document, *after))
      renames.notes.push_back("not changed, its edits do not fit together: " + document->path());
    else
      files[document->path()] = {document->path(), std::string(document->content()), std::move(*after)};
  }
  for (auto& [name, file] : files) renames.files.push_back(std::move(file));
  return renames;
}

Result<std::vector<std::string>> write_renames(const Config& config, const QueryRenames& renames) {
  std::vector<std::string> skipped;
  for (const RenamedFile& file : renames.files) {
    const std::string absolute = resolve_path(config.root, file.name);
    const Result<std::string> now = read_file(absolute);
    if (!now) return now.error();
    if (*now != file.before) {
      skipped.push_back(file.name);
      continue;
    }
    if (Status written = write_file_atomically(absolute, file.after); !written) return written.error();
  }
  return skipped;
}

}  // namespace si
