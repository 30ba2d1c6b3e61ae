#include "fixes/model_fixer.h"

#include <algorithm>
#include <cstdlib>

#include "fixes/fixer.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::fixes {
namespace {

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

}  // namespace

const Fixer::Row Fixer::kRows[] = {
    {"column-extra", &Fixer::remove_column, 0},
    {"probable-rename", &Fixer::fix_rename, 1},
    {"model-import-error", &Fixer::fix_import_error, 1},
    {"column-type", &Fixer::fix_type, 2},
    {"column-nullable", &Fixer::fix_nullable, 2},
    {"column-default", &Fixer::fix_default, 2},
    {"column-identity", &Fixer::fix_identity, 2},
    {"column-generated", &Fixer::fix_generated, 2},
    {"column-collation", &Fixer::fix_collation, 3},
    {"column-comment", &Fixer::fix_comment, 3},
    {"foreign-key-extra", &Fixer::remove_key, 3},
    {"foreign-key-definition", &Fixer::change_key, 3},
    {"foreign-key-missing", &Fixer::add_key, 4},
    {"primary-key", &Fixer::fix_primary_key, 3},
    {"column-missing", &Fixer::add_column, 5},
    {"unique-extra", &Fixer::fix_unique, 3},
    {"unique-definition", &Fixer::fix_unique, 4},
    {"unique-missing", &Fixer::fix_unique, 5},
    {"index-extra", &Fixer::fix_index, 3},
    {"index-definition", &Fixer::fix_index, 4},
    {"index-missing", &Fixer::fix_index, 5},
    {"check-extra", &Fixer::fix_check, 3},
    {"check-expression", &Fixer::fix_check, 4},
    {"check-missing", &Fixer::fix_check, 5},
    {"exclusion-extra", &Fixer::fix_exclusion, 3},
    {"exclusion-definition", &Fixer::fix_exclusion, 4},
    {"exclusion-missing", &Fixer::fix_exclusion, 5},
    {"constraint-name", &Fixer::fix_name, 4},
    {"table-comment", &Fixer::fix_table_comment, 5},
    {"enum-labels", &Fixer::fix_enum, 2},
    {"table-missing", &Fixer::add_table, 6},
};

Fixer::Fixer(const ModelFixInput& input) : input_(input) {
  project_.models = input.comparison->follower;
  project_.truth = input.comparison->truth;
  project_.sqlalchemy_major = input.sqlalchemy_major;
  std::vector<std::string_view> texts;
  for (const auto& [name, text] : input.files) {
    if (text.find("| None") != std::string::npos) project_.pipe_optional = true;
    texts.emplace_back(text);
  }
  longest_line_ = input.line_length > 0 ? input.line_length : line_limit(texts);
  for (const auto& [schema, space] : project_.models->schemas)
    for (const auto& [name, table] : space.tables) {
      if (table.location.known()) ++made_at_[table.location];
      for (const Column& column : table.columns)
        if (column.location.known()) declared_[column.location].push_back(&column);
    }
  for (const Finding& finding : *input.findings) asked_[{finding.location, finding.rule}].push_back(&finding);
}

ModelFile* Fixer::file_of(const Location& place) {
  const auto known = files_.find(place.file);
  if (known != files_.end()) return known->second.get();
  const auto content = input_.files.find(place.file);
  return content == input_.files.end() ? nullptr : open_file(place.file, content->second);
}

ModelFile* Fixer::open_file(const std::string& name, const std::string& text) {
  auto tree = python::parse_python(Document(name, text));
  if (!tree->errors().empty()) return nullptr;
  auto file =
      std::make_unique<ModelFile>(name, std::move(tree), input_.local_packages, input_.ascii_files.contains(name));
  if (longest_line_ > 0) file->limit_line(longest_line_);
  file->imports().keep_names([this, name](const std::string& imported) { return is_imported_from(name, imported); });
  return files_.emplace(name, std::move(file)).first->second.get();
}

// Whether another file of the project says `from …module import … name`, or all names of the file are a package's.
bool Fixer::is_imported_from(const std::string& file, const std::string& name) const {
  const std::string stem = file.substr(file.rfind('/') + 1, file.rfind('.') - file.rfind('/') - 1);
  if (stem == "__init__" || !input_.project) return true;
  const std::vector<PythonText>& project = input_.project();
  return std::any_of(project.begin(), project.end(), [&](const PythonText& other) {
    return other.file != file && has_word(other.text, name) &&
           (other.text.find(stem + " import") != std::string::npos || has_word(other.text, stem));
  });
}

Words& Fixer::words_of(ModelFile& file) {
  auto& words = words_[&file];
  if (words == nullptr) words = std::make_unique<Words>(file, project_);
  return *words;
}

void Fixer::refuse(Fix& fix, const std::string& why) {
  fix.applicability = Applicability::kShowOnly;
  fix.cost = why;
}

void Fixer::settle(Fix& fix, const std::string& problem) {
  if (!problem.empty()) refuse(fix, problem);
}

// "2.0.20 (…)", "1.4 (…)", not "2.0 (assumed)".
bool Fixer::is_older_than(int patch) const {
  const std::string& version = input_.comparison->follower->source.sqlalchemy_version;
  const std::vector<std::string> parts = split(version.substr(0, version.find(' ')), '.');
  const int major = std::atoi(parts[0].c_str());
  if (major == 0) return false;  // no version
  if (major < 2) return true;
  if (parts.size() < 3) return false;
  const int minor = std::atoi(parts[1].c_str());
  return major == 2 && minor == 0 && std::atoi(parts[2].c_str()) < patch;
}

bool Fixer::may_apply(Fix& fix, Applicability applicability, std::string cost) {
  fix.applicability = applicability;
  fix.cost = std::move(cost);
  return applicability <= input_.level;
}

std::vector<const Column*> Fixer::columns_at(const Location& place) const {
  const auto found = declared_.find(place);
  return found == declared_.end() ? std::vector<const Column*>{} : found->second;
}

std::string Fixer::sharing_problem(const Target& target) const {
  if (target.column == nullptr || target.column->follower == nullptr) return "";
  const Location& place = target.column->follower->location;
  const std::size_t tables = columns_at(place).size();
  if (tables < 2) return "";
  const auto asked = asked_.find({target.finding->location, target.finding->rule});
  const std::size_t same =
      asked == asked_.end()
          ? 0
          : static_cast<std::size_t>(std::count_if(asked->second.begin(), asked->second.end(), [&](const Finding* f) {
              return f->expected == target.finding->expected;
            }));
  if (same >= tables) return "";
  return "one declaration gives this column to " + std::to_string(tables) + " tables, and only " +
         std::to_string(std::max<std::size_t>(same, 1)) + " ask for the change";
}

ColumnChange* Fixer::column_change(const Target& target, const Column& column, Fix& fix) {
  if (const std::string problem = sharing_problem(target); !problem.empty()) return refuse(fix, problem), nullptr;
  if (const auto known = columns_.find(column.location); known != columns_.end()) return known->second.get();
  ModelFile* file = file_of(column.location);
  if (file == nullptr) return refuse(fix, "the file that declares it is not among those that can be changed"), nullptr;
  ColumnSite site = find_column_site(*file, column);
  if (!site.problem.empty()) return refuse(fix, site.problem), nullptr;
  if (site.call != nullptr && file->arguments(*site.call) == nullptr)
    return refuse(fix, "the arguments of its declaration can't be told apart"), nullptr;
  sites_[column.location] = site;
  auto change = std::make_unique<ColumnChange>(std::move(site), column, words_of(*file));
  return columns_.emplace(column.location, std::move(change)).first->second.get();
}

// Table(…) made by a function of the project's own: the call that is given the name and the columns.
std::optional<TableSite> Fixer::find_wrapped_table(const Table& table) {
  for (const Column& column : table.columns) {
    ModelFile* file = file_of(column.location);
    const python::Node* node = file == nullptr ? nullptr : file->at(column.location.span);
    if (node == nullptr) continue;
    for (const python::Node* outer : file->around(*node)) {
      const python::Node* name = outer->kind == python::NodeKind::kCall ? outer->child(1) : nullptr;
      if (name == nullptr || name->kind != python::NodeKind::kString || name->text != table.name) continue;
      TableSite site;
      site.file = file;
      site.call = outer;
      return site;
    }
  }
  return std::nullopt;
}

TableChange* Fixer::table_change(const Table& table, Fix& fix) {
  if (const auto known = tables_.find(&table); known != tables_.end()) return known->second.get();
  ModelFile* file = file_of(table.location);
  if (file == nullptr) return refuse(fix, "the file that declares it is not among those that can be changed"), nullptr;
  TableSite site = find_table_site(*file, table);
  std::optional<TableSite> call = table.classes.empty() ? find_wrapped_table(table) : std::nullopt;
  if (call) {
    site = std::move(*call);
    file = site.file;
  } else if (const auto made = made_at_.find(table.location); made != made_at_.end() && made->second > 1) {
    return refuse(fix, "one declaration makes " + std::to_string(made->second) + " tables"), nullptr;
  }
  if (!site.problem.empty()) return refuse(fix, site.problem), nullptr;
  auto change = std::make_unique<TableChange>(std::move(site), words_of(*file));
  return tables_.emplace(&table, std::move(change)).first->second.get();
}

Fixer::Target Fixer::find_target(const Finding& finding) const {
  Target target;
  target.finding = &finding;
  for (const TablePair& pair : input_.comparison->tables) {
    if (pair.name != finding.object.table || pair.schema != finding.object.schema) continue;
    target.table = &pair;
    for (const ColumnPair& column : pair.columns)
      if (!finding.object.column.empty() && column.any().name == finding.object.column) target.column = &column;
  }
  return target;
}

void Fixer::cannot(const Target& target, Fix& fix) {
  const std::string& rule = target.finding->rule;
  if (rule == "table-extra")
    return refuse(fix, "whether the class or the table is wrong needs a person: remove the class, or create the table");
  if (rule == "enum-missing" || rule == "enum-extra") return refuse(fix, "no column of the models asks for it");
  if (rule == "column-order") return refuse(fix, "the order of columns means nothing to the ORM");
  refuse(fix, "no edit of the models is known for this rule");
}

void Fixer::mend(const Target& target, Fix& fix) {
  for (const Row& row : kRows)
    if (row.rule == target.finding->rule) {
      const bool parted = row.rule != "model-import-error" && row.rule != "enum-labels" &&
                          row.rule != "table-missing" &&
                          (target.table == nullptr || target.table->table.follower == nullptr);
      if (parted && !(row.rule == "probable-rename" && target.table == nullptr))
        return refuse(fix, "the model's table is not found");
      return (this->*row.handler)(target, fix);
    }
  cannot(target, fix);
}

namespace {

std::string title_of(const Finding& finding) {
  const std::string object = printable(to_string(finding.object));
  const std::string title = finding.rule + ": " + object;
  const auto& only = finding.expected ? finding.expected : finding.actual;
  // "table-missing: orders": its name says it all.
  const bool is_name = only && (*only == finding.object.table || *only == finding.object.name);
  if (!only || (is_name && finding.rule != "probable-rename")) return title;
  if (finding.rule.ends_with("-missing") || finding.rule.ends_with("-extra"))
    return title + " (" + printable(*only) + ")";
  return title + ": " + printable(finding.actual.value_or("none")) + " → " +
         printable(finding.expected.value_or("none"));
}

}  // namespace

// The order in which findings are mended: theirs, but new columns of a table in the database's order, for each goes
// behind those that were added there before.
std::vector<std::size_t> Fixer::order_of(const std::vector<Finding>& findings) const {
  std::vector<std::size_t> order(findings.size());
  std::map<const TablePair*, std::vector<std::pair<const Column*, std::size_t>>> added;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    order[i] = i;
    if (findings[i].rule != "column-missing") continue;
    const Target target = find_target(findings[i]);
    if (target.table != nullptr && target.column && target.column->truth != nullptr)
      added[target.table].emplace_back(target.column->truth, i);
  }
  for (auto& [table, columns] : added) {
    auto sorted = columns;
    // They are elements of the one vector that the database's table has.
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < columns.size(); ++i) order[columns[i].second] = sorted[i].second;
  }
  return order;
}

ModelFixes Fixer::run() {
  ModelFixes out;
  const std::vector<Finding>& findings = *input_.findings;
  out.fixes.resize(findings.size());
  const std::vector<std::size_t> order = order_of(findings);
  for (int turn = 0; turn <= 6; ++turn) {
    for (const std::size_t i : order) {
      int its = 6;
      for (const Row& row : kRows)
        if (row.rule == findings[i].rule) its = row.turn;
      if (its != turn) continue;
      Fix& fix = out.fixes[i];
      fix.title = title_of(findings[i]);
      fix.findings = {findings[i].id()};
      fix.rules = {findings[i].rule};
      mend(find_target(findings[i]), fix);
    }
  }
  settle_joins();
  for (auto& [place, change] : columns_) change->finish();
  for (auto& [table, change] : tables_) change->finish();
  for (auto& [name, file] : files_) {
    if (!file->touched()) continue;
    auto edits = file->edits();
    if (edits && !edits->empty()) out.edits[name] = std::move(*edits);
  }
  return out;
}

}  // namespace si::fixes

namespace si {

ModelFixes fix_models(const ModelFixInput& input) { return fixes::Fixer(input).run(); }

}  // namespace si
