// A class for a table that no model declares: in the file of its nearest kin, in that file's style.
//
// Kin is who shares the words of the name (`users_devices`, `users_sessions`), the columns (`tv_channels` has most of
// those of `media`), and the targets of foreign keys, those to the tables that everything refers to not counted.
#include <algorithm>
#include <map>

#include "fixes/class_text.h"
#include "fixes/fixer.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

std::set<std::string> columns_of(const Table& table) {
  std::set<std::string> out;
  for (const Column& column : table.columns) out.insert(column.name);
  return out;
}

// Columns that say what a row is about: not those that nearly every table has.
double likeness(const Table& a, const Table& b, const std::map<std::string, int>& common, std::size_t tables) {
  const std::set<std::string> x = columns_of(a), y = columns_of(b);
  double shared = 0, all = 0;
  const auto weight = [&](const std::string& name) {
    const auto found = common.find(name);
    const double share = found == common.end() ? 0 : static_cast<double>(found->second) / static_cast<double>(tables);
    return 1.0 - share;
  };
  for (const std::string& name : x) {
    all += weight(name);
    if (y.contains(name)) shared += weight(name);
  }
  return all == 0 ? 0 : shared / all;
}

int shared_words(const std::string& a, const std::string& b) {
  const std::vector<std::string> x = split(a, '_'), y = split(b, '_');
  int count = 0;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()) && singular(x[i]) == singular(y[i]); ++i) ++count;
  return count;
}

}  // namespace

ClassNames Fixer::class_names() const {
  std::vector<std::pair<std::string, std::string>> known;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, table] : space.tables)
      for (const MappedClass& klass : table.classes) known.emplace_back(name, klass.name);
  return ClassNames(known);
}

std::vector<const Table*> Fixer::kin_of(const Table& table, bool with_class) {
  std::map<std::string, int> common;
  std::map<std::string, int> referred;
  std::vector<const Table*> all;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables) {
      if (each.classes.empty() == with_class || file_of(each.location) == nullptr) continue;
      all.push_back(&each);
      for (const Column& column : each.columns) ++common[column.name];
      for (const ForeignKey& key : each.foreign_keys) ++referred[key.referenced_table.name];
    }
  std::vector<std::pair<double, const Table*>> scored;
  for (const Table* each : all) {
    double score = 2.0 * shared_words(table.name, each->name) + 3.0 * likeness(table, *each, common, all.size());
    for (const ForeignKey& key : table.foreign_keys)
      if (key.referenced_table.name == each->name && referred[each->name] * 4 < static_cast<int>(all.size()))
        score += 1.0;
    scored.emplace_back(score, each);
  }
  std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Table*> out;
  out.reserve(scored.size());
  for (const auto& [score, each] : scored) out.push_back(each);
  return out;
}

// What the class says in brackets behind its name, and the columns that come from there.
std::optional<Fixer::Sample> Fixer::sample_of(const Table& table) {
  ModelFile* file = table.classes.empty() ? nullptr : file_of(table.location);
  const Node* klass = file == nullptr ? nullptr : file->at(table.location.span);
  const Node* head = klass == nullptr || klass->kind != NodeKind::kClass ? nullptr : klass->child(0);
  if (head == nullptr || head->children().size() < 2) return std::nullopt;
  Sample sample;
  sample.table = &table;
  sample.file = file;
  for (std::size_t i = 1; i < head->children().size(); ++i)
    sample.bases.emplace_back(file->tree().source(*head->children()[i]));
  for (const Column& column : table.columns) {
    const Node* at = column.location.file == file->name() ? file->at(column.location.span) : nullptr;
    if (at == nullptr || at->begin < klass->begin || at->end > klass->end) sample.given.insert(column.name);
  }
  return sample;
}

// A class of the file whose bases bring nothing that the table lacks, the plainest; else the base that the project's
// classes have in common.
std::optional<Fixer::Sample> Fixer::sample_in(const ModelFile& file, const Table& truth) {
  std::optional<Sample> best, other;
  std::map<std::string, std::size_t> times;
  std::size_t classes = 0;
  const auto fits = [&](const Sample& sample) {
    return std::all_of(sample.given.begin(), sample.given.end(),
                       [&](const std::string& name) { return find_column(truth.columns, name) != nullptr; });
  };
  std::map<std::string, bool> alone;  // a base -> whether what it brings by itself fits
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables) {
      std::optional<Sample> sample = sample_of(each);
      if (!sample) continue;
      ++classes;
      for (const std::string& base : sample->bases) ++times[base];
      if (sample->bases.size() == 1) alone[sample->bases[0]] = fits(*sample);
      if (sample->file != &file) continue;
      if (!other) other = sample;
      if (fits(*sample) && (!best || sample->bases.size() < best->bases.size())) best = std::move(sample);
    }
  if (best || !other) return best;
  // No mixin: a class that itself declares a column which the table lacks.
  std::set<std::string> mixins;
  for (const Column& column : other->table->columns) {
    ModelFile* home = file_of(column.location);
    const Node* at = home == nullptr ? nullptr : home->at(column.location.span);
    if (at == nullptr || find_column(truth.columns, column.name) != nullptr) continue;
    for (const Node* around : home->around(*at))
      if (around->kind == NodeKind::kClass) mixins.emplace(around->text);
  }
  std::string common;
  for (const std::string& base : other->bases) {
    const bool is_base = base.find('=') == std::string::npos && !mixins.contains(last_name(base));
    if (is_base && times[base] * 2 > classes && (!alone.contains(base) || alone[base]) && times[base] >= times[common])
      common = base;
  }
  if (common.empty()) return std::nullopt;
  // table=True and its like stay.
  std::erase_if(other->bases,
                [&](const std::string& each) { return each != common && each.find('=') == std::string::npos; });
  other->given.clear();
  return other;
}

// How a class like the sample has to call the table: a base may put the same before or behind every name. nullopt: it
// can't.
std::optional<std::string> Fixer::written_name(const Sample& sample, const std::string& table) {
  const Node* klass = sample.file->at(sample.table->location.span);
  for (const Node* statement : klass->child(1)->children()) {
    if (statement == nullptr || statement->kind != NodeKind::kAssign || statement->child(0)->text != "__tablename__")
      continue;
    const Node* value = statement->children().back();
    const std::string& whole = sample.table->name;
    if (value->kind != NodeKind::kString || value->text == whole) return table;
    const std::size_t at = whole.find(value->text);
    if (at == std::string::npos) return table;
    const std::string before = whole.substr(0, at), behind = whole.substr(at + value->text.size());
    const bool fits =
        table.starts_with(before) && table.ends_with(behind) && table.size() > before.size() + behind.size();
    if (!fits) return std::nullopt;
    return table.substr(before.size(), table.size() - before.size() - behind.size());
  }
  return table;
}

namespace {

// A variable as the kin's is made of its table's name: posts_table.
std::string variable_for(const std::string& table, const std::string& kin, std::string_view kin_variable,
                         const std::set<std::string>& taken) {
  std::string name = table;
  if (kin_variable.starts_with(kin)) name += kin_variable.substr(kin.size());
  return attribute_name(name, "_", taken, ColumnForm::kSqlModel);
}

}  // namespace

// Table(…) behind that of its nearest kin.
void Fixer::plan_core_table(NewTable& planned) {
  const Table& truth = *planned.pair->table.truth;
  Fix unused;
  for (const Table* kin : kin_of(truth, false)) {
    TableChange* change = table_change(*kin, unused);
    const Node* call = change == nullptr ? nullptr : change->site().call;
    if (call == nullptr || call->children().size() < 3) continue;
    ModelFile& file = *change->site().file;
    const auto around = file.around(*call);
    const Node* statement = around.empty() ? nullptr : around.back();
    const bool plain = statement != nullptr && statement->kind == NodeKind::kAssign && statement->child(1) == call &&
                       statement->child(0)->kind == NodeKind::kName;
    if (!plain) continue;
    std::set<std::string> taken;
    for (const auto& [schema, space] : input_.comparison->follower->schemas)
      for (const auto& [name, each] : space.tables) taken.insert(name);
    planned.file = &file;
    planned.kin_call = call;
    planned.kin_statement = statement;
    planned.style.columns = column_style(*kin, *change);
    planned.name = variable_for(truth.name, kin->name, statement->child(0)->text, taken);
    return;
  }
  planned.problem = "there is no class or Table() to follow; generate-models prints a module";
}

// Tables that get their class in this same run count as declared.
bool Fixer::is_declared(const QualifiedName& name) const {
  if (input_.comparison->follower->find_table(name) != nullptr) return true;
  for (const NewTable& each : new_tables_)
    if (same_table({each.pair->schema, each.pair->name}, name)) return each.problem.empty();
  return std::any_of(input_.findings->begin(), input_.findings->end(), [&](const Finding& finding) {
    return finding.rule == "table-missing" && same_table({finding.object.schema, finding.object.table}, name);
  });
}

// Whether the project declares such tables as Table(…) rather than as classes.
bool Fixer::connects_in_core(const Table& truth) const {
  if (!is_association(truth)) return false;
  int core = 0, classes = 0;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, table] : space.tables)
      if (is_association(table)) ++(table.classes.empty() ? core : classes);
  return core > 0 && core >= classes;
}

void Fixer::plan_class(NewTable& planned, const std::vector<const Table*>& kin) {
  const Table& truth = *planned.pair->table.truth;
  std::optional<Sample> sample;
  for (const Table* each : kin)
    if (sample = sample_in(*file_of(each->location), truth); sample) break;
  if (!sample) {
    planned.problem = "no class of the models can be followed: their bases bring columns that it lacks";
    return;
  }
  const std::optional<std::string> called = written_name(*sample, truth.name);
  if (!called) {
    planned.problem =
        "the models make names like " + sample->table->name + " out of a part, and can't make " + truth.name;
    return;
  }
  Fix why;
  TableChange* site = table_change(*sample->table, why);
  if (site == nullptr) {
    planned.problem = why.cost;
    return;
  }
  planned.file = sample->file;
  planned.style.columns = column_style(*sample->table, *site);
  planned.style.columns.core = false;
  planned.style.bases = join(sample->bases, ", ");
  planned.style.given = sample->given;
  planned.style.table_name = *called;
  planned.style.reserved_suffix = input_.conventions.reserved_suffix;
  if (!names_) names_ = std::make_unique<ClassNames>(class_names());
  planned.name = names_->name_for(truth.name);
}

ClassText Fixer::declaration_of(const NewTable& planned, Words& words) {
  const Table& truth = *planned.pair->table.truth;
  const auto is_known = [&](const QualifiedName& name) { return is_declared(name); };
  if (planned.kin_call == nullptr)
    return class_text(truth, planned.pair->schema, planned.name, planned.style, words, is_known, planned.relationships);
  const python::SyntaxTree& tree = planned.file->tree();
  // Flask-SQLAlchemy's Table() is given no metadata.
  const Node& second = *planned.kin_call->child(2);
  const bool column =
      second.kind == NodeKind::kCall && !planned.file->column_maker(callee_of(*planned.file, second)).empty();
  return table_text(truth, planned.pair->schema, planned.name, column ? "" : std::string(tree.source(second)),
                    planned.style, words, is_known, std::string(tree.source(*planned.kin_call->child(0))));
}

// What all findings of missing tables come to: relationships need to know every class that there will be.
void Fixer::plan_new_tables() {
  if (new_tables_planned_) return;
  new_tables_planned_ = true;
  std::map<std::string, std::unique_ptr<ModelFile>> scratch;  // what can't be written must leave no import behind
  std::map<std::string, std::unique_ptr<Words>> scratch_words;
  for (const Finding& finding : *input_.findings) {
    if (finding.rule != "table-missing") continue;
    const Target target = find_target(finding);
    if (target.table == nullptr || target.table->table.truth == nullptr) continue;
    NewTable planned;
    planned.pair = target.table;
    const Table& truth = *target.table->table.truth;
    const std::vector<const Table*> kin = kin_of(truth, true);
    if (kin.empty() || connects_in_core(truth))
      plan_core_table(planned);
    else
      plan_class(planned, kin);
    if (planned.problem.empty()) {
      const std::string& name = planned.file->name();
      if (scratch[name] == nullptr) {
        scratch[name] =
            std::make_unique<ModelFile>(name, python::parse_python(Document(name, std::string(planned.file->text()))),
                                        input_.local_packages, false);
        scratch_words[name] = std::make_unique<Words>(*scratch[name], project_);
      }
      const ClassText made = declaration_of(planned, *scratch_words[name]);
      planned.problem = made.problem.empty() && !made.left_out.empty() ? made.left_out.front() : made.problem;
    }
    new_tables_.push_back(std::move(planned));
  }
  relate_new_tables();
}

void Fixer::add_table(const Target& target, Fix& fix) {
  if (target.table == nullptr || target.table->table.truth == nullptr) return refuse(fix, "the table is not found");
  plan_new_tables();
  const auto found = std::find_if(new_tables_.begin(), new_tables_.end(),
                                  [&](const NewTable& each) { return each.pair == target.table; });
  if (found == new_tables_.end()) return refuse(fix, "the table is not found");
  if (!found->problem.empty()) return refuse(fix, found->problem);
  ModelFile& file = *found->file;
  const bool core = found->kin_call != nullptr;
  if (!may_apply(fix, Applicability::kSafe, std::string(core ? "a new table" : "a new class") + " in " + file.name()))
    return;
  const ClassText made = declaration_of(*found, words_of(file));
  if (!made.problem.empty()) return refuse(fix, made.problem);
  const std::string& newline = file.style().newline;
  if (!core) {
    const bool spaced = file.text().ends_with(newline + newline);
    return file.append(newline + (spaced ? "" : newline) + made.text);
  }
  const std::string indent = file.indentation_of(*found->kin_statement);
  std::string lines = newline;
  for (const std::string& line : split(made.text.substr(0, made.text.size() - newline.size()), '\n'))
    lines += indent + line + "\n";
  file.insert_behind(*found->kin_statement, lines);
}

}  // namespace si::fixes
