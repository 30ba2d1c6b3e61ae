// The proof of a fix is the reading of what it makes: the models are read again with the new contents laid over the
// files, and compared again. What a fix did not mend, and tables that got a new finding, are left out of the next
// attempt. New findings that can be mended themselves (a name that SQLAlchemy now gives, say) get a round of their own
// first.
#include "engine/mend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "engine/pipeline.h"
#include "engine/queries.h"
#include "fixes/model_fixer.h"
#include "project/line_length.h"
#include "project/paths.h"
#include "sources/python/argument_order.h"
#include "sources/sqlalchemy/discover.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxRounds = 4;
constexpr int kMaxAttempts = 60;
constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

struct Contents {
  std::map<std::string, std::string> text;   // by name, as UTF-8
  std::map<std::string, std::string> path;   // absolute
  std::map<std::string, std::string> bytes;  // as on disk
  std::set<std::string> latin1;
};

void load(const Settings& settings, const std::string& name, Contents& contents) {
  if (name.empty() || contents.text.contains(name)) return;
  const std::string path = resolve_path(settings.config.root, name);
  Result<std::string> bytes = read_file(path, kMaxFileBytes);
  if (!bytes || bytes->find('\0') != std::string::npos) return;
  const bool utf8 = is_valid_utf8(*bytes);
  contents.text[name] = utf8 ? *bytes : from_latin1(*bytes);
  if (!utf8) contents.latin1.insert(name);
  contents.path[name] = path;
  contents.bytes[name] = std::move(*bytes);
}

void load_all(const Settings& settings, const Schema& models, Contents& contents) {
  for (const auto& [schema, space] : models.schemas) {
    for (const auto& [table_name, table] : space.tables) {
      load(settings, table.location.file, contents);
      for (const Column& column : table.columns) load(settings, column.location.file, contents);
      for (const MappedClass& klass : table.classes) load(settings, klass.location.file, contents);
    }
    for (const auto& [enum_name, type] : space.enums) load(settings, type.location.file, contents);
  }
}

std::set<std::string> local_packages(const std::string& root) {
  std::set<std::string> out;
  std::error_code failure;
  for (const fs::path& folder : {fs::path(root), fs::path(root) / "src"})
    for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
      const fs::path& path = at->path();
      if (path.extension() == ".py")
        out.insert(path.stem().string());
      else if (at->is_directory(failure) && !path.filename().string().starts_with('.'))
        out.insert(path.filename().string());
    }
  return out;
}

std::vector<PythonText> project_texts(const Settings& settings) {
  ReadModelsOptions options;
  options.root = settings.config.root;
  options.paths = {settings.config.root};
  std::vector<PythonText> out;
  const auto found = sqlalchemy::discover(options);
  if (!found) return out;
  for (const std::string& path : found->files) {
    Result<std::string> text = read_file(path, kMaxFileBytes);
    if (text) out.push_back({relative_to(settings.config.root, path), std::move(*text)});
  }
  return out;
}

// One state of the model files: what they declare, and what there is to say about it.
struct State {
  Source models;
  FindingsReport report;
};

Result<State> read_state(Settings settings, const Source& database, const Contents& contents,
                         const std::map<std::string, std::string>& texts, Witnesses& witnesses) {
  for (const auto& [name, text] : texts) {
    const auto path = contents.path.find(name);
    settings.contents[path != contents.path.end() ? path->second : resolve_path(settings.config.root, name)] = text;
  }
  Result<Source> models = load_models(settings);
  if (!models) return models.error();
  State state;
  state.models = std::move(*models);
  SourceLines lines(settings.config.root);
  state.report = compare_sources("fix-models", database, state.models, settings.config, {}, lines, witnesses);
  return state;
}

std::set<std::string> ids_of(const std::vector<Finding>& findings) {
  std::set<std::string> out;
  for (const Finding& finding : findings) out.insert(finding.id());
  return out;
}

// Tables that can be read less well than before. A class that is new is read as well as its like: what stands in the
// way of those is no fault of it.
std::set<std::string> newly_unresolved(const FindingsReport& before, const FindingsReport& after) {
  const auto key = [](const Unresolved& u) {
    return u.table.schema + "." + u.table.name + "." + u.column + "|" + u.reason;
  };
  std::set<std::string> known, reasons, new_tables, out;
  for (const Unresolved& entry : before.unresolved) {
    known.insert(key(entry));
    reasons.insert(entry.reason);
  }
  for (const Finding& finding : before.findings)
    if (finding.rule == "table-missing") new_tables.insert(finding.object.table);
  for (const Unresolved& entry : after.unresolved) {
    const bool as_its_like = new_tables.contains(entry.table.name) && reasons.contains(entry.reason);
    if (!known.contains(key(entry)) && !as_its_like) out.insert(entry.table.name);
  }
  return out;
}

class Planner {
 public:
  Planner(const Settings& settings, const Source& database, const MendOptions& options)
      : settings_(settings),
        database_(database),
        options_(options),
        witnesses_(settings),
        line_length_(configured_line_length(settings.config.root).value_or(0)) {}

  Result<Mending> run() {
    Result<State> state = read_state(settings_, database_, contents_, {}, witnesses_);
    if (!state) return state.error();
    first_ = std::move(*state);
    load_all(settings_, first_.models.schema, contents_);
    for (const Finding& finding : first_.report.findings) {
      const bool asked = options_.rules.empty() ||
                         std::find(options_.rules.begin(), options_.rules.end(), finding.rule) != options_.rules.end();
      if (asked) targets_.push_back(finding);
    }
    std::set<std::string> active;
    for (const Finding& finding : targets_) active.insert(finding.id());
    while (true) {
      Result<bool> proved = attempt(active);
      if (!proved) return proved.error();
      if (*proved) return finish();
      if (active.empty()) break;
      Status blamed = blame(active);
      if (!blamed) return blamed.error();
    }
    // Nothing could be proved: nothing is changed.
    texts_.clear();
    last_ = first_;
    return finish();
  }

 private:
  static void take_back(Fix& fix, const std::string& why) {
    fix.applicability = Applicability::kShowOnly;
    fix.cost = why;
  }

  ModelFixes fix_round(const State& state, const std::vector<Finding>& findings) {
    const Schema &truth = database_.schema, &follower = state.models.schema;
    const Comparison comparison =
        compare_schemas(truth, follower, compare_options(settings_.config, truth, follower, witnesses_));
    ModelFixInput input;
    input.comparison = &comparison;
    input.findings = &findings;
    input.classes = &state.models.classes;
    input.files = contents_.text;
    for (const auto& [name, text] : texts_) input.files[name] = text;
    input.ascii_files = contents_.latin1;
    input.local_packages = local_packages(settings_.config.root);
    input.line_length = line_length_;
    input.sqlalchemy_major = std::max(1, std::atoi(state.models.schema.source.sqlalchemy_version.c_str()));
    const auto& conventions = settings_.config.conventions;
    input.conventions.updated_at_columns = conventions.updated_at_columns;
    input.conventions.updated_at_without_default = conventions.updated_at_server_default == "none";
    input.conventions.reserved_suffix = conventions.reserved_attribute_suffix;
    input.level = options_.level;
    input.rename_attributes = options_.rename_attributes;
    // They were read of the files on disk, which a later round's are not.
    if (texts_.empty()) input.uses = [this] { return certain_uses(); };
    input.project = [this]() -> const std::vector<PythonText>& {
      if (!project_) project_ = project_texts(settings_);
      return *project_;
    };
    return fix_models(input);
  }

  CertainUses certain_uses() {
    if (!references_) {
      Result<ModelReferences> read = read_model_references(settings_, {});
      references_ = read ? std::move(*read) : ModelReferences{};
    }
    if (references_->models == nullptr) return {};
    return {&references_->references, &references_->models->reading()};
  }

  // Makes the fixes of these findings on paper. True: they mend what they are to mend, and bring nothing.
  Result<bool> attempt(const std::set<std::string>& active) {
    ++attempts_;
    texts_.clear();
    fixes_.clear();
    State state = first_;
    std::vector<Finding> asked;
    for (const Finding& finding : targets_)
      if (active.contains(finding.id())) asked.push_back(finding);
    const std::set<std::string> known = ids_of(first_.report.findings);
    for (int round = 0; round < kMaxRounds && !asked.empty(); ++round) {
      ModelFixes made = fix_round(state, asked);
      remember(std::move(made.fixes), round == 0);
      if (made.edits.empty()) break;
      for (auto& [name, edits] : made.edits) {
        load(settings_, name, contents_);
        std::string& text = texts_.try_emplace(name, contents_.text[name]).first->second;
        if (auto edited = apply_edits(text, std::move(edits))) text = std::move(*edited);
      }
      Result<State> next = read_state(settings_, database_, contents_, texts_, witnesses_);
      if (!next) return next.error();
      state = std::move(*next);
      asked.clear();
      for (const Finding& finding : state.report.findings)
        if (!known.contains(finding.id()) || active.contains(finding.id())) asked.push_back(finding);
    }
    last_ = std::move(state);
    return judge(known);
  }

  // Leaves out of `active` what the last attempt failed by: what stayed a finding itself; else what is found by halves
  // among the fixes of the tables (or files) that went wrong.
  Status blame(std::set<std::string>& active) {
    if (!stayed_.empty()) {
      for (const std::string& id : stayed_) exclude(active, id, "the finding would stay");
      return Done{};
    }
    std::vector<std::string> suspects;
    for (const Fix& fix : fixes_)
      if (fix.applicability <= options_.level && active.contains(fix.findings[0]) && is_suspect(fix.findings[0]))
        suspects.push_back(fix.findings[0]);
    std::set<std::string> others = active;
    for (const std::string& id : suspects) others.erase(id);
    const std::string why = reason();
    if (!suspects.empty() && suspects.size() < active.size()) {
      Result<bool> sound = attempt(others);
      if (!sound) return sound.error();
      if (!*sound) suspects.clear();
    }
    if (suspects.empty()) {
      suspects.assign(active.begin(), active.end());
      others.clear();
    }
    return find_culprits(suspects, others, active, why);
  }

  // `kept` alone is sound, with `suspects` it is not.
  Status find_culprits(const std::vector<std::string>& suspects, std::set<std::string>& kept,
                       std::set<std::string>& active, const std::string& why) {
    if (suspects.size() == 1 || attempts_ > kMaxAttempts) {
      for (const std::string& id : suspects) exclude(active, id, why);
      return Done{};
    }
    const auto half = suspects.begin() + static_cast<long>(suspects.size() / 2);
    for (const auto& part : {std::vector(suspects.begin(), half), std::vector(half, suspects.end())}) {
      std::set<std::string> both = kept;
      both.insert(part.begin(), part.end());
      Result<bool> sound = attempt(both);
      if (!sound) return sound.error();
      if (*sound)
        kept = std::move(both);
      else if (Status found = find_culprits(part, kept, active, reason()); !found)
        return found;
    }
    return Done{};
  }

  std::string reason() const { return why_.empty() ? "the finding would stay" : why_; }

  void exclude(std::set<std::string>& active, const std::string& id, const std::string& why) {
    active.erase(id);
    excluded_[id] = why;
  }

  bool is_suspect(const std::string& id) const {
    const auto finding = std::find_if(targets_.begin(), targets_.end(), [&](const Finding& f) { return f.id() == id; });
    return finding != targets_.end() &&
           (bad_tables_.contains(finding->object.table) || broken_.contains(finding->location.file));
  }

  // The last word on each finding that was asked for: one that could not be mended in one round may be in the next.
  void remember(std::vector<Fix> made, bool first) {
    if (first) {
      fixes_ = std::move(made);
      return;
    }
    for (const Fix& fix : made)
      for (Fix& known : fixes_)
        if (known.findings == fix.findings && known.applicability > options_.level) known = fix;
  }

  bool judge(const std::set<std::string>& known) {
    const std::set<std::string> left = ids_of(last_.report.findings);
    bad_tables_.clear(), broken_.clear(), stayed_.clear(), why_.clear();
    for (const NotRead& unread : last_.models.not_read)
      if (texts_.contains(unread.what)) broken_.insert(unread.what);
    for (const auto& [name, text] : texts_)
      if (python::refused_argument(*python::parse_python(Document(name, text))) != nullptr) broken_.insert(name);
    if (!broken_.empty()) why_ = "the file would no longer parse";
    for (const Finding& finding : last_.report.findings) {
      // What no model can follow: a key that went with a column (the mapper needs one), a type that nothing uses.
      const bool beyond = (finding.rule == "primary-key" && !finding.expected) || finding.rule == "enum-missing";
      if (known.contains(finding.id()) || beyond) continue;
      bad_tables_.insert(finding.object.table);
      if (why_.empty()) why_ = "it would bring: " + finding.message;
    }
    for (const std::string& table : newly_unresolved(first_.report, last_.report)) {
      bad_tables_.insert(table);
      if (why_.empty()) why_ = "the models could no longer be read whole";
    }
    for (const Fix& fix : fixes_)
      if (fix.applicability <= options_.level && left.contains(fix.findings[0])) stayed_.push_back(fix.findings[0]);
    return why_.empty() && stayed_.empty();
  }

  Result<Mending> finish() {
    Mending out;
    out.before = first_.report;
    out.after = last_.report;
    for (const Finding& finding : targets_) {
      const auto planned =
          std::find_if(fixes_.begin(), fixes_.end(), [&](const Fix& fix) { return fix.findings[0] == finding.id(); });
      Fix fix;
      if (planned != fixes_.end()) {
        fix = *planned;
      } else {
        fix.title = finding.rule + ": " + printable(to_string(finding.object));
        fix.findings = {finding.id()};
        fix.rules = {finding.rule};
        take_back(fix, excluded_[finding.id()]);
      }
      out.fixes.push_back(std::move(fix));
    }
    for (const auto& [name, text] : texts_) {
      ChangedFile file;
      file.name = name;
      file.path = contents_.path.contains(name) ? contents_.path[name] : resolve_path(settings_.config.root, name);
      file.is_new = !contents_.bytes.contains(name);
      file.before = file.is_new ? "" : contents_.bytes[name];
      const auto bytes = contents_.latin1.contains(name) ? to_latin1(text) : std::optional(text);
      if (!bytes)
        return Error{ErrorKind::kFiles, printable(name) + " is in Latin-1, which lacks a character that is needed",
                     "save it as UTF-8 first"};
      file.after = *bytes;
      if (file.after != file.before) out.files.push_back(std::move(file));
    }
    return out;
  }

  const Settings& settings_;
  const Source& database_;
  const MendOptions& options_;
  Witnesses witnesses_;
  std::size_t line_length_;
  Contents contents_;
  State first_, last_;
  std::vector<Finding> targets_;
  std::vector<Fix> fixes_;
  std::map<std::string, std::string> texts_;     // files as they would be
  std::map<std::string, std::string> excluded_;  // finding -> why its fix was taken back
  int attempts_ = 0;
  // Of the last attempt: what it would break, and findings that would stay.
  std::set<std::string> bad_tables_, broken_;
  std::vector<std::string> stayed_;
  std::string why_;
  std::optional<std::vector<PythonText>> project_;
  std::optional<ModelReferences> references_;
};

Status check_writable(const std::string& root, const ChangedFile& file) {
  std::error_code failure;
  const std::string real_root = fs::weakly_canonical(root, failure).string();
  const std::string real = fs::weakly_canonical(file.path, failure).string();
  const std::string prefix = real_root.ends_with('/') ? real_root : real_root + "/";
  if (!real.starts_with(prefix))
    return Error{ErrorKind::kFiles, printable(file.name) + " lies outside of the project root " + printable(root),
                 "files are changed below it only: run in the project's folder, or name its configuration by --config"};
  if (file.is_new) {
    if (fs::exists(file.path, failure))
      return Error{ErrorKind::kFiles, printable(file.name) + " has come into being meanwhile", "run the command again"};
    return Done{};
  }
  const Result<std::string> now = read_file(file.path, kMaxFileBytes);
  if (!now) return now.error();
  if (*now != file.before)
    return Error{ErrorKind::kFiles,
                 printable(file.name) + " was changed by someone else meanwhile; nothing was written",
                 "run the command again"};
  return Done{};
}

// The first `count` files become what they were, but for those that somebody has changed since they were written: what
// to say of that.
std::string restore(const std::vector<ChangedFile>& files, std::size_t count) {
  std::string left;
  for (std::size_t i = 0; i < count; ++i) {
    const Result<std::string> now = read_file(files[i].path, kMaxFileBytes);
    if (now && *now != files[i].after) {
      left += (left.empty() ? "" : ", ") + printable(files[i].name);
      continue;
    }
    std::error_code failure;
    if (files[i].is_new)
      fs::remove(files[i].path, failure);
    else
      (void)write_file_atomically(files[i].path, files[i].before).ok();
  }
  return left.empty() ? "all files are as they were"
                      : "all files are as they were, but not what somebody changed meanwhile: " + left;
}

}  // namespace

std::map<std::string, std::string> model_texts(const Settings& settings, const Schema& models) {
  Contents contents;
  load_all(settings, models, contents);
  return std::move(contents.text);
}

Result<Mending> plan_mending(const Settings& settings, const Source& database, const MendOptions& options) {
  return Planner(settings, database, options).run();
}

Status apply_mending(const Settings& settings, const Source& database, const Mending& mending) {
  for (const ChangedFile& file : mending.files)
    if (Status allowed = check_writable(settings.config.root, file); !allowed) return allowed;
  for (std::size_t i = 0; i < mending.files.size(); ++i) {
    Status written = check_writable(settings.config.root, mending.files[i]);
    if (written) written = write_file_atomically(mending.files[i].path, mending.files[i].after);
    if (written) continue;
    Error error = written.error();
    if (i > 0) error.hint = restore(mending.files, i);
    return error;
  }
  if (mending.files.empty()) return Done{};
  // What was proved on paper holds on disk.
  Witnesses witnesses(settings);
  Result<State> now = read_state(settings, database, {}, {}, witnesses);
  std::string why = now ? "" : now.error().message;
  if (now && ids_of(now->report.findings) != ids_of(mending.after.findings))
    why = "the models read differently from what was planned";
  if (why.empty()) return Done{};
  return Error{ErrorKind::kFiles, "the changed models were not kept: " + why,
               restore(mending.files, mending.files.size())};
}

}  // namespace si
