// The inventory in three steps: every file is read once, on all cores, into a few facts (`scan`); the facts are tied
// together by who imports, calls and names whom; and each file that speaks of the schema is judged (`judge_…`), the
// most careful answer first: a file is only ever proposed for the archive when it does what this program does, or
// describes a schema that is no more, and nothing alive needs it.

#include "project/inventory.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>

#include "project/paths.h"
#include "project/python_imports.h"
#include "project/tree.h"
#include "sources/document/document_reader.h"
#include "support/files.h"
#include "support/sha256.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20;
constexpr std::size_t kFewestTables = 3;  // from here on a document that lists tables with columns describes a schema

// What one file says, without its text.
struct Facts {
  std::optional<ArtifactKind> kind;
  bool read = false;
  std::string unread;  // why not
  bool is_program = false;
  SchemaMentions mentions;
  std::vector<PathMention> paths;
  std::vector<std::string> texts;    // of the paths, as they stand there
  std::vector<std::string> imports;  // as find_python_imports gives them
  std::string hash;                  // of documents that speak
};

bool is_binary(std::string_view content) { return content.substr(0, 8192).find('\0') != std::string_view::npos; }

bool is_prose(ArtifactKind kind) { return kind == ArtifactKind::kDocument || kind == ArtifactKind::kRuleFile; }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

// ---- former names
// -----------------------------------------------------------------------------------------------------

void add_described(const std::string& text, const std::string& name, const Schema& database, SchemaNames& names) {
  const Result<Schema> described = read_document(text, name);
  if (!described) return;
  for (const auto& [schema, space] : described->schemas)
    for (const auto& [table, facts] : space.tables) {
      const auto columns = names.columns.find(table);
      if (columns == names.columns.end()) {
        if (!facts.columns.empty() && database.find_table({"", table}) == nullptr)
          names.former_tables.insert(to_lower_ascii(table));
        continue;
      }
      for (const Column& column : facts.columns)
        if (columns->second.count(column.name) == 0) names.former_columns.insert(table + '.' + column.name);
    }
}

// Names of tables and columns that once were: of schema documents that are not canonical, also archived ones, and of
// renames that any document tells of.
void add_former_names(const Config& config, const std::vector<Artifact>& artifacts, const Schema& database,
                      SchemaNames& names) {
  for (const Artifact& artifact : artifacts) {
    if (artifact.kind != ArtifactKind::kDocument) continue;
    const Result<std::string> text = read_file(resolve_path(config.root, artifact.path), kMaxFileBytes);
    if (!text) continue;
    if (artifact.tables_described > 0) add_described(*text, artifact.path, database, names);
    add_renames(*text, names);
  }
  std::error_code failure;
  const std::string folder = resolve_path(config.root, config.archive.folder);
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
    if (at->path().extension() != ".md") continue;
    if (const Result<std::string> text = read_file(at->path().string(), kMaxFileBytes))
      add_described(*text, at->path().filename().string(), database, names);
  }
}

// What the program wrote itself, wherever it lies.
bool is_own_output(std::string_view content) {
  const std::string_view start = content.substr(0, 200);
  const bool json = start.find("\"schema-inspector/") != std::string_view::npos &&
                    start.find("\"schema-inspector/snapshot/") == std::string_view::npos;
  return json || start.starts_with("# Inventory of the database and what speaks of it\n");
}

Facts scan(const std::string& root, const TreeFile& file, const Tree& tree, const SchemaNames& names) {
  Facts facts;
  facts.kind = artifact_kind(file.path);
  if (!facts.kind) return facts;
  if (file.size > kMaxFileBytes) {
    facts.unread = fmt::format("larger than {} MiB", kMaxFileBytes >> 20);
    return facts;
  }
  const Result<std::string> content = read_file(root + '/' + file.path, kMaxFileBytes);
  if (!content) {
    facts.unread = content.error().message;
    return facts;
  }
  if (is_binary(*content) || is_own_output(*content)) return facts;
  facts.read = true;
  const TextForm form = text_form(file.path);
  facts.mentions = find_schema_mentions(*content, form, names);
  const bool prose = is_prose(*facts.kind);
  for (PathMention& mention : find_path_mentions(*content, form)) {
    const std::string_view base = std::string_view(mention.path).substr(mention.path.rfind('/') + 1);
    if (mention.form == PathForm::kWord && !tree.has_name(base)) continue;
    if (!prose && mention.form != PathForm::kString && !tree.has_name(base)) continue;
    facts.texts.push_back(content->substr(mention.offset, mention.length));
    facts.paths.push_back(std::move(mention));
  }
  if (file.path.ends_with(".py")) {
    facts.imports = find_python_imports(*content);
    facts.is_program = content->starts_with("#!") || content->find("__main__") != std::string::npos;
  }
  if (*facts.kind == ArtifactKind::kDocument && facts.mentions.speaks()) facts.hash = sha256(*content);
  return facts;
}

std::vector<Facts> scan_all(const InventoryInput& input, const Tree& tree, const SchemaNames& names) {
  std::vector<Facts> all(tree.files().size());
  std::atomic<std::size_t> next{0};
  const auto work = [&](bool shows) {
    for (std::size_t i = next++; i < all.size(); i = next++) {
      all[i] = scan(input.config.root, tree.files()[i], tree, names);
      if (shows && input.progress && i % 256 == 0) input.progress(i, all.size());
    }
  };
  const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < cores; ++i) threads.emplace_back(work, false);
  work(true);
  for (std::thread& thread : threads) thread.join();
  return all;
}

class Taking {
 public:
  explicit Taking(const InventoryInput& input)
      : input_(input),
        tree_(Tree::read(input.config.root, skipped(input))),
        names_(SchemaNames::of(input.database, input.models)),
        facts_(scan_all(input, tree_, names_)) {}

  Inventory run() {
    count_objects();
    list_models();
    tie();
    for (std::size_t i = 0; i < facts_.size(); ++i)
      if (speaks(i)) add_artifact(i);
    add_pointers();
    judge_documents();
    judge_scripts();
    judge_names();
    settle_uses();
    judge_references();
    std::sort(out_.artifacts.begin(), out_.artifacts.end(), by_path);
    std::stable_sort(out_.references.begin(), out_.references.end(), [](const Reference& a, const Reference& b) {
      return std::tie(a.from, a.line) < std::tie(b.from, b.line);
    });
    out_.not_read.insert(out_.not_read.end(), tree_.not_read().begin(), tree_.not_read().end());
    return std::move(out_);
  }

 private:
  static bool by_path(const Artifact& a, const Artifact& b) { return a.path < b.path; }

  static std::vector<std::string> skipped(const InventoryInput& input) {
    const Config& config = input.config;
    std::vector<std::string> out = input.own_files;
    for (const std::string& folder : {config.reports.folder, config.archive.folder})
      out.push_back(relative_to(config.root, resolve_path(config.root, folder)));
    for (std::string& path : out)
      while (path.ends_with('/')) path.pop_back();
    return out;
  }

  const std::string& path(std::size_t i) const { return tree_.files()[i].path; }

  // ---- what the database and the models have ------------------------------------------------------------------------

  template <typename Objects>
  void count(const std::string& kind, const std::string& schema, const Objects& objects) {
    if (objects.empty()) return;
    auto found = std::find_if(out_.objects.begin(), out_.objects.end(), [&](const auto& e) { return e.first == kind; });
    if (found == out_.objects.end()) found = out_.objects.insert(out_.objects.end(), {kind, {}});
    for (const auto& [name, object] : objects) found->second.push_back(shown(schema, name));
  }

  std::string shown(const std::string& schema, const std::string& name) const {
    return schema == input_.database.default_schema() || schema.empty() ? name : schema + '.' + name;
  }

  void count_objects() {
    for (const auto& [name, space] : input_.database.schemas) {
      count("table", name, space.tables);
      count("view", name, space.views);
      count("materialized view", name, space.materialized_views);
      count("sequence", name, space.sequences);
      count("enum", name, space.enums);
      count("domain", name, space.domains);
      count("composite type", name, space.composite_types);
      count("range type", name, space.range_types);
      count("function", name, space.functions);
    }
    count("extension", "", input_.database.extensions);
  }

  void list_models() {
    if (input_.models == nullptr) return;
    std::map<std::string, ModelFile> files;
    for (const std::string& file : input_.model_files) files[file].path = file;
    for (const auto& [schema, space] : input_.models->schemas)
      for (const auto& [name, table] : space.tables) {
        if (!table.location.known()) continue;
        ModelFile& file = files[table.location.file];
        file.path = table.location.file;
        file.tables.push_back(shown(schema, name));
        const QualifiedName key{schema, name};
        if (input_.database.find_table(key) == nullptr && input_.database.find_view(key) == nullptr)
          out_.models_without_table.push_back(shown(schema, name));
      }
    for (auto& [path, file] : files) out_.models.push_back(std::move(file));
    for (const auto& [schema, space] : input_.database.schemas)
      for (const auto& [name, table] : space.tables)
        if (input_.models->find_table({schema, name}) == nullptr && table.extension.empty() &&
            name != "alembic_version" && !table.partition_of)
          out_.tables_without_model.push_back(shown(schema, name));
  }

  // ---- who needs whom
  // -------------------------------------------------------------------------------------------------

  // The files that a Python import may mean, from the importing file's folder, the root and src/.
  void add_import(const std::string& from, const std::string& module) {
    std::vector<std::string> bases;
    const std::string folder = folder_of(from);
    if (module.starts_with("."))
      bases = {folder};
    else
      bases = {"", "src", folder};
    for (const std::string& base : bases) {
      const std::string joined = (fs::path(base) / module).lexically_normal().generic_string();
      for (const std::string& candidate : {joined + ".py", joined + "/__init__.py"})
        if (tree_.has_file(candidate) && candidate != from) uses_[candidate].push_back({from, 0});
    }
  }

  void tie() {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      const Facts& facts = facts_[i];
      if (!facts.read) continue;
      for (const std::string& module : facts.imports) add_import(path(i), module);
      for (std::size_t k = 0; k < facts.paths.size(); ++k) {
        const PathMention& mention = facts.paths[k];
        const Resolved resolved = resolve_mention(mention, path(i), tree_);
        if (!resolved.target.empty() && resolved.target == path(i)) continue;
        const bool prose = is_prose(*facts.kind);
        if (!prose && !resolved.target.empty()) uses_[resolved.target].push_back({path(i), mention.line});
        if (resolved.state == PathState::kUnclear || resolved.state == PathState::kIgnored) continue;
        if (*facts.kind == ArtifactKind::kCode || *facts.kind == ArtifactKind::kMigration ||
            *facts.kind == ArtifactKind::kTest)
          continue;
        out_.references.push_back({path(i), mention.line, facts.texts[k], resolved.state, resolved.target});
      }
    }
  }

  // ---- which files speak of the schema ------------------------------------------------------------------------------

  Artifact* find(const std::string& wanted) {
    const auto found = index_.find(wanted);
    return found == index_.end() ? nullptr : &out_.artifacts[found->second];
  }

  static void add_evidence(Artifact& artifact, std::string text, std::uint32_t line = 0) {
    artifact.evidence.push_back({std::move(text), line});
  }

  // Counts the file, and says whether it is one to judge.
  bool speaks(std::size_t i) {
    const Facts& facts = facts_[i];
    if (!facts.unread.empty()) out_.not_read.push_back({path(i), facts.unread});
    ++out_.files;
    if (!facts.read) return false;
    ++out_.files_read;
    const SchemaMentions& mentions = facts.mentions;
    switch (*facts.kind) {
      case ArtifactKind::kMigration: out_.migrations += mentions.speaks() ? 1 : 0; return false;
      case ArtifactKind::kTest: out_.tests += mentions.speaks() ? 1 : 0; return false;
      // A program among the code: something that is started by hand and looks at the catalog.
      case ArtifactKind::kCode: return facts.is_program && mentions.has(Signal::kColumnCatalog) && !is_model_file(i);
      case ArtifactKind::kDocument: return mentions.speaks() || is_own(path(i));
      default: break;
    }
    return !is_model_file(i) && (mentions.speaks() || mentions.has(Signal::kConnection) || is_own(path(i)));
  }

  bool is_model_file(std::size_t i) const {
    return std::find(input_.model_files.begin(), input_.model_files.end(), path(i)) != input_.model_files.end();
  }

  void add_artifact(std::size_t i) {
    const Facts& facts = facts_[i];
    Artifact artifact;
    artifact.path = path(i);
    artifact.kind = *facts.kind == ArtifactKind::kCode ? ArtifactKind::kScript : *facts.kind;
    artifact.tables.assign(facts.mentions.tables.begin(), facts.mentions.tables.end());
    if (const auto uses = uses_.find(path(i)); uses != uses_.end()) artifact.used_by = uses->second;
    describe(artifact, facts.mentions);
    index_.emplace(artifact.path, out_.artifacts.size());
    facts_of_.push_back(i);
    out_.artifacts.push_back(std::move(artifact));
  }

  // Rule files, CI jobs and configuration that say nothing themselves but point to what does.
  void add_pointers() {
    const std::size_t speakers = out_.artifacts.size();
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      const Facts& facts = facts_[i];
      if (!facts.read || index_.count(path(i)) > 0) continue;
      if (*facts.kind != ArtifactKind::kRuleFile && *facts.kind != ArtifactKind::kCiJob &&
          *facts.kind != ArtifactKind::kConfig)
        continue;
      for (const PathMention& mention : facts.paths) {
        const auto target = index_.find(resolve_mention(mention, path(i), tree_).target);
        if (target == index_.end() || target->second >= speakers) continue;
        add_artifact(i);
        add_evidence(out_.artifacts.back(), "points to " + target->first, mention.line);
        break;
      }
    }
  }

  // The files that the configuration names: nothing competes with them.
  bool is_own(const std::string& file) const {
    const Config& config = input_.config;
    const auto is = [&](const std::string& configured) {
      return file == relative_to(config.root, resolve_path(config.root, configured));
    };
    if (!config.path.empty() && is(config.path)) return true;
    const std::string url = config.database.url.value_or("");
    return is(config.docs.schema) || is(config.docs.snapshot) || is(config.queries.decisions) ||
           (url.starts_with("file:") && is(url.substr(5))) || (url.starts_with("snapshot:") && is(url.substr(9)));
  }

  static void describe(Artifact& artifact, const SchemaMentions& mentions) {
    if (!artifact.tables.empty())
      add_evidence(artifact, fmt::format("names {} table{} of the database", artifact.tables.size(),
                                         artifact.tables.size() == 1 ? "" : "s"));
    const std::pair<Signal, const char*> texts[] = {
        {Signal::kDdl, "has SQL that defines or changes tables"},
        {Signal::kCatalog, "reads the catalog"},
        {Signal::kConnection, "connects to a database"},
        {Signal::kTool, "speaks of schema-inspector"},
        {Signal::kPassword, "holds a password"},
    };
    for (const auto& [signal, text] : texts)
      if (mentions.has(signal)) add_evidence(artifact, text, mentions.line(signal));
  }

  // ---- documents
  // ------------------------------------------------------------------------------------------------------

  void judge_documents() {
    std::map<std::string, std::string> first_of_hash;
    for (std::size_t k = 0; k < out_.artifacts.size(); ++k) {
      Artifact& artifact = out_.artifacts[k];
      if (is_own(artifact.path)) {
        artifact.standing = Standing::kCanonical;
        add_evidence(artifact, "named by the configuration");
        continue;
      }
      if (artifact.kind != ArtifactKind::kDocument) continue;
      const auto [first, fresh] = first_of_hash.emplace(facts_[facts_of_[k]].hash, artifact.path);
      if (!fresh) {
        artifact.standing = Standing::kRedundant;
        artifact.action = Action::kArchive;
        add_evidence(artifact, fmt::format("the same bytes as {}", first->second));
      } else {
        judge_schema_document(artifact);
      }
    }
  }

  void judge_schema_document(Artifact& artifact) {
    if (artifact.tables.size() < kFewestTables || text_form(artifact.path) != TextForm::kMarkdown) return;
    const Result<std::string> text = read_file(resolve_path(input_.config.root, artifact.path), kMaxFileBytes);
    if (!text) return;
    const Result<Schema> described = read_document(*text, artifact.path);
    if (!described) return;
    std::size_t known = 0, all = 0;
    for (const auto& [schema, space] : described->schemas)
      for (const auto& [name, table] : space.tables) {
        if (table.columns.empty()) continue;
        ++all;
        const Table* live = input_.database.find_table({schema, name});
        if (live == nullptr) live = input_.database.find_table({"", name});
        const View* view = live == nullptr ? input_.database.find_view({"", name}) : nullptr;
        if (live == nullptr && view == nullptr) {
          artifact.stale_names.push_back(name);
          continue;
        }
        ++known;
        for (const Column& column : table.columns)
          if (find_column(live != nullptr ? live->columns : view->columns, column.name) == nullptr)
            artifact.stale_names.push_back(name + '.' + column.name);
      }
    // Most of what it lists must be of this database, or it is about something else.
    if (known < kFewestTables || known * 2 < all) {
      artifact.stale_names.clear();
      return;
    }
    artifact.tables_described = known;
    const std::size_t live_tables = count_tables();
    add_evidence(artifact,
                 fmt::format("describes {} of the database's {} tables with their columns", known, live_tables));
    const bool competes = known * 2 >= live_tables || known >= 20;
    if (!artifact.stale_names.empty()) {
      artifact.standing = Standing::kObsolete;
      const std::size_t shown = std::min<std::size_t>(artifact.stale_names.size(), 6);
      add_evidence(artifact,
                   fmt::format("{} of its names are not in the database: {}{}", artifact.stale_names.size(),
                               fmt::join(artifact.stale_names.begin(),
                                         artifact.stale_names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                               shown < artifact.stale_names.size() ? ", …" : ""));
    } else if (competes) {
      artifact.standing = Standing::kRedundant;
    }
    if (competes) {
      artifact.action = Action::kArchive;
      add_evidence(artifact, fmt::format("{} is the canonical document", input_.config.docs.schema));
    } else if (artifact.standing == Standing::kObsolete) {
      artifact.action = Action::kUpdate;
    }
  }

  std::size_t count_tables() const {
    std::size_t tables = 0;
    for (const auto& [name, space] : input_.database.schemas) tables += space.tables.size();
    return tables;
  }

  // ---- scripts
  // --------------------------------------------------------------------------------------------------------

  // A program that reads what columns there are and does nothing else is what `introspect` and `compare-db-models` do.
  void judge_scripts() {
    for (std::size_t k = 0; k < out_.artifacts.size(); ++k) {
      Artifact& artifact = out_.artifacts[k];
      const Facts& facts = facts_[facts_of_[k]];
      const SchemaMentions& mentions = facts.mentions;
      if (artifact.kind != ArtifactKind::kScript || !artifact.path.ends_with(".py") || !facts.is_program) continue;
      const bool only_looks = mentions.has(Signal::kColumnCatalog) && !mentions.has(Signal::kWrites) &&
                              !mentions.has(Signal::kDdl) && !mentions.has(Signal::kMore) && mentions.queried.empty();
      if (!only_looks || mentions.has(Signal::kTool)) continue;
      artifact.standing = Standing::kRedundant;
      artifact.action = Action::kArchive;
      add_evidence(artifact, "only looks at the schema: schema-inspector introspect and compare-db-models do that",
                   mentions.line(Signal::kColumnCatalog));
      if (mentions.has(Signal::kSuperseded)) {
        artifact.standing = Standing::kObsolete;
        add_evidence(artifact, "says itself that it is superseded", mentions.line(Signal::kSuperseded));
      }
      for (const PathMention& mention : facts.paths) {
        const Resolved resolved = resolve_mention(mention, artifact.path, tree_);
        const Artifact* named = find(resolved.target);
        if (named == nullptr || named->standing != Standing::kObsolete || named->tables_described == 0) continue;
        artifact.standing = Standing::kObsolete;
        add_evidence(artifact, fmt::format("reads {}, which is obsolete", named->path), mention.line);
      }
    }
  }

  // Documents and rule files again, now that it is known which names once were.
  void judge_names() {
    out_.names = SchemaNames::of(input_.database, input_.models);
    add_former_names(input_.config, out_.artifacts, input_.database, out_.names);
    for (Artifact& artifact : out_.artifacts) {
      if (!is_prose(artifact.kind) || artifact.tables_described > 0 || artifact.standing == Standing::kCanonical)
        continue;
      const Result<std::string> text = read_file(resolve_path(input_.config.root, artifact.path), kMaxFileBytes);
      if (!text) continue;
      const SchemaMentions mentions = find_schema_mentions(*text, text_form(artifact.path), out_.names);
      for (const NameMention& stale : mentions.stale_columns)
        add_evidence(artifact, fmt::format("{}.{} is not in the database", stale.table, stale.column), stale.line);
      for (const NameMention& gone : mentions.former_tables)
        add_evidence(artifact, fmt::format("the table {} is not in the database", gone.table), gone.line);
      const bool stale = !mentions.stale_columns.empty() || !mentions.former_tables.empty();
      if (stale && artifact.action == Action::kKeep) artifact.action = Action::kUpdate;
    }
  }

  // What something alive needs stays. A script that is itself on the way out keeps no document.
  void settle_uses() {
    for (Artifact& artifact : out_.artifacts) {
      std::sort(artifact.used_by.begin(), artifact.used_by.end(),
                [](const Use& a, const Use& b) { return std::tie(a.by, a.line) < std::tie(b.by, b.line); });
      artifact.used_by.erase(std::unique(artifact.used_by.begin(), artifact.used_by.end(),
                                         [](const Use& a, const Use& b) { return a.by == b.by && a.line == b.line; }),
                             artifact.used_by.end());
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (Artifact& artifact : out_.artifacts) {
        if (artifact.action != Action::kArchive) continue;
        for (const Use& use : artifact.used_by) {
          if (use.by == artifact.path || !keeps(use, artifact)) continue;
          artifact.action = Action::kUpdate;
          add_evidence(artifact, use.line == 0 ? fmt::format("stays: {} imports it", use.by)
                                               : fmt::format("stays: {}:{} names it; change that, then it can go",
                                                             use.by, use.line));
          changed = true;
          break;
        }
      }
    }
  }

  bool keeps(const Use& use, const Artifact& used) {
    const Artifact* user = find(use.by);
    if (user == nullptr) return true;
    if (user->action == Action::kArchive) return false;
    const bool outdated = user->standing == Standing::kRedundant || user->standing == Standing::kObsolete;
    const bool own = user->standing == Standing::kCanonical;
    return !own && !(outdated && used.kind == ArtifactKind::kDocument);
  }

  // ---- references
  // -----------------------------------------------------------------------------------------------------

  void judge_references() {
    for (const Reference& reference : out_.references) {
      Artifact* from = find(reference.from);
      if (from == nullptr || from->action == Action::kArchive || from->standing == Standing::kCanonical) continue;
      const Artifact* target = find(reference.target);
      std::string what;
      if (reference.state == PathState::kDangling)
        what = fmt::format("names {}, which is not there", reference.text);
      else if (reference.state == PathState::kWrongCase)
        what = fmt::format("names {}, which is {}", reference.text, reference.target);
      else if (target != nullptr && target->standing != Standing::kCurrent && target->standing != Standing::kCanonical)
        what = fmt::format("names {}, which is {}", reference.text, to_string(target->standing));
      if (what.empty()) continue;
      from->action = Action::kUpdate;
      const bool said = std::any_of(from->evidence.begin(), from->evidence.end(), [&](const Evidence& evidence) {
        return evidence.line == reference.line && evidence.text.ends_with(what.substr(what.find(' ')));
      });
      if (!said) add_evidence(*from, what, reference.line);
    }
    for (Artifact& artifact : out_.artifacts)
      std::stable_sort(artifact.evidence.begin(), artifact.evidence.end(),
                       [](const Evidence& a, const Evidence& b) { return a.line < b.line; });
  }

  const InventoryInput& input_;
  Tree tree_;
  SchemaNames names_;
  std::vector<Facts> facts_;           // as the tree's files
  std::vector<std::size_t> facts_of_;  // of the artifacts
  std::map<std::string, std::vector<Use>> uses_;
  std::map<std::string, std::size_t> index_;
  Inventory out_;
};

}  // namespace

const Artifact* Inventory::find(std::string_view path) const {
  const auto found = std::lower_bound(artifacts.begin(), artifacts.end(), path,
                                      [](const Artifact& a, std::string_view wanted) { return a.path < wanted; });
  return found == artifacts.end() || found->path != path ? nullptr : &*found;
}

Inventory take_inventory(const InventoryInput& input) { return Taking(input).run(); }

std::string inventory_fingerprint(const Inventory& inventory) {
  std::string text;
  for (const Artifact& artifact : inventory.artifacts)
    text += fmt::format("{}\t{}\t{}\n", artifact.path, to_string(artifact.standing), to_string(artifact.action));
  std::vector<std::string> broken;
  for (const Reference& reference : inventory.references)
    if (reference.state == PathState::kDangling || reference.state == PathState::kWrongCase)
      broken.push_back(reference.from + '\t' + reference.text);
  std::sort(broken.begin(), broken.end());
  text += join(broken, "\n") + '\n' + join(inventory.tables_without_model, ",") + '\n' +
          join(inventory.models_without_table, ",");
  return sha256(text).substr(0, 16);
}

}  // namespace si
