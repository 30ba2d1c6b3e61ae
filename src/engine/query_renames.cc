#include "engine/query_renames.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "project/paths.h"
#include "queries/orm_change.h"
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

// By path: a file may have been read once for its SQL and once for its references.
using FileEdits = std::map<std::string, std::pair<const Document*, std::vector<Edit>>>;

void add(FileEdits& edits, const Document& document, Edit edit) {
  auto& [known, changes] = edits[document.path()];
  if (known == nullptr) known = &document;
  if (std::find(changes.begin(), changes.end(), edit) == changes.end()) changes.push_back(std::move(edit));
}

const Document* document_of(const ModelReferences& orm, const std::string& file) {
  for (const python::Module* module : orm.models->graph().modules())
    if (module->file == file && module->tree != nullptr) return &module->tree->document();
  return nullptr;
}

// Code that still says an attribute's old name.
void follow_attributes(const ModelReferences& orm, const SchemaChange& change, FileEdits& edits,
                       std::vector<TouchedPlace>& left) {
  const ReferenceEdits followed = rename_in_references(orm.references, orm.models->reading(), change);
  for (const ReferenceEdit& edit : followed.edits) {
    const Document* document = document_of(orm, edit.location.file);
    if (document == nullptr) continue;
    const SourceSpan& span = edit.location.span;
    add(edits, *document,
        {document->offset(span.line, span.column), document->offset(span.end_line, span.end_column), edit.replacement});
  }
  left.insert(left.end(), followed.left.begin(), followed.left.end());
}

}  // namespace

Result<QueryRenames> rename_in_project(const Settings& settings, const Schema& database,
                                       const std::vector<SchemaChange>& changes, bool skip_unknown) {
  QueryRenames renames;
  if (changes.empty()) return renames;
  Result<Extraction> extraction = extract_project_queries(settings, {});
  if (!extraction) return extraction.error();
  const Result<ModelReferences> orm = read_model_references(settings, {});
  if (!orm) return orm.error();
  FileEdits edits;
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
    for (auto& [document, edit] : made.edits) add(edits, *document, std::move(edit));
    renames.left.insert(renames.left.end(), made.left.begin(), made.left.end());
    if (orm->models != nullptr) follow_attributes(*orm, change, edits, renames.left);
  }
  std::map<std::string, RenamedFile> files;
  for (const auto& [name, edited] : edits) {
    const auto& [document, list] = edited;
    std::optional<std::string> after = apply_edits(document->content(), list);
    if (!after || !still_reads(*document, *after))
      renames.notes.push_back("not changed, its edits do not fit together: " + document->path());
    else
      files[name] = {name, std::string(document->content()), std::move(*after)};
  }
  for (auto& [name, file] : files) renames.files.push_back(std::move(file));
  return renames;
}

void add_decisions(const Config& config, const std::vector<QueryDecision>& decisions, QueryRenames& renames,
                   const FileTexts& planned) {
  std::map<std::string, RenamedFile> files;
  for (RenamedFile& file : renames.files) files.emplace(file.name, std::move(file));
  for (const QueryDecision& decision : decisions) {
    const auto note = [&](std::string_view why) {
      renames.notes.push_back(fmt::format("{}:{}: {}: {}", printable(config.queries.decisions), decision.line,
                                          printable(decision.file), why));
    };
    const std::string name = std::filesystem::path(decision.file).lexically_normal().string();
    auto file = files.find(name);
    const auto plan = planned.find(name);
    const bool renamed_as_it_is = plan != planned.end() && file != files.end() && file->second.before != plan->second;
    if (file == files.end()) {
      Result<std::string> content =
          plan != planned.end() ? Result<std::string>(plan->second) : read_file(resolve_path(config.root, name));
      if (!content) {
        renames.notes.push_back(content.error().message);
        continue;
      }
      file = files.emplace(name, RenamedFile{name, *content, *content}).first;
    }
    std::string& text = file->second.after;
    const std::size_t at = text.find(decision.now);
    const bool is_there = decision.then.empty() || text.find(decision.then) != std::string::npos;
    // An edit may keep the text that it stands for, with more around it.
    const bool keeps = decision.then.find(decision.now) != std::string::npos;
    if (is_there && (keeps || at == std::string::npos)) continue;
    if (at == std::string::npos && renamed_as_it_is && plan->second.find(decision.now) != std::string::npos) {
      note("can be judged only when the models are mended: what it speaks of comes with that");
    } else if (at == std::string::npos) {
      note("neither the text that was decided on nor its replacement stands in it");
    } else if (text.find(decision.now, at + 1) != std::string::npos) {
      note("the text that was decided on stands in it more than once; take more of it");
    } else {
      std::string after = text;
      after.replace(at, decision.now.size(), decision.then);
      if (still_reads(Document(name, text), after))
        text = std::move(after);
      else
        note("the edit would leave Python that does not parse");
    }
  }
  renames.files.clear();
  for (auto& [name, file] : files)
    if (file.after != file.before) renames.files.push_back(std::move(file));
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
