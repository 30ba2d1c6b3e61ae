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
  if (head == nullptr || head->children.size() < 2) return std::nullopt;
  Sample sample;
  sample.table = &table;
  sample.file = file;
  for (std::size_t i = 1; i < head->children.size(); ++i)
    sample.bases.emplace_back(file->tree().source(*head->children[i]));
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
  for (const Node* statement : klass->child(1)->children) {
    if (statement == nullptr || statement->kind != NodeKind::kAssign || statement->child(0)->text != "__tablename__")
      continue;
    const Node* value = statement->children.back();
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

// Table(…) behind that of its nearest kin.
void Fixer::add_core_table(const Target& target, Fix& fix) {
  const Table& truth = *target.table->table.truth;
  Fix unused;
  for (const Table* kin : kin_of(truth, false)) {
    TableChange* change = table_change(*kin, unused);
    const Node* call = change == nullptr ? nullptr : change->site().call;
    if (call == nullptr || call->children.size() < 3) continue;
    ModelFile& file = *change->site().file;
    const auto around = file.around(*call);
    const Node* statement = around.empty() ? nullptr : around.back();
    const bool plain = statement != nullptr && statement->kind == NodeKind::kAssign && statement->child(1) == call &&
                       statement->child(0)->kind == NodeKind::kName;
    if (!plain) continue;
    if (!may_apply(fix, Applicability::kSafe, "a new table in " + file.name())) return;
    ClassStyle style;
    style.columns = column_style(*kin, *change);
    std::set<std::string> taken;
    for (const auto& [schema, space] : input_.comparison->follower->schemas)
      for (const auto& [name, each] : space.tables) taken.insert(name);
    const std::string indent = file.indentation_of(*statement), &newline = file.style().newline;
    const ClassText made = table_text(
        truth, target.table->schema, attribute_name(truth.name, "_", taken, ColumnForm::kSqlModel),
        std::string(file.tree().source(*call->child(2))), style, words_of(file),
        [&](const QualifiedName& name) { return is_declared(name); }, std::string(file.tree().source(*call->child(0))));
    if (!made.problem.empty()) return refuse(fix, made.problem);
    std::string lines = newline;
    for (const std::string& line : split(made.text.substr(0, made.text.size() - newline.size()), '\n'))
      lines += indent + line + "\n";
    file.insert_behind(*statement, lines);
    return;
  }
  refuse(fix, "there is no class or Table() to follow; generate-models prints a module");
}

// Tables that get their class in this same run count as declared.
bool Fixer::is_declared(const QualifiedName& name) const {
  if (input_.comparison->follower->find_table(name) != nullptr) return true;
  return std::any_of(input_.findings->begin(), input_.findings->end(), [&](const Finding& finding) {
    return finding.rule == "table-missing" && finding.object.table == name.name;
  });
}

// Relationships of a new class, where the project's classes have some; their other side is written into the classes
// that it refers to, or by backref=, as the project does.
std::vector<std::string> Fixer::relate(const Target& target, const std::string& name, const ClassStyle& style,
                                       Words& words) {
  std::vector<std::string> out;
  if (input_.classes == nullptr) return out;
  std::size_t any = 0, both = 0, back = 0;
  std::map<std::string, std::size_t> called;
  for (const ModelClass& klass : *input_.classes) {
    ++called[klass.name];
    for (const ModelAttribute& attribute : klass.attributes) {
      if (attribute.kind != AttributeKind::kRelationship || attribute.declared_by != klass.name) continue;
      ++any;
      both += attribute.back_populates.empty() ? 0 : 1;
      back += attribute.backref.empty() ? 0 : 1;
    }
  }
  if (any == 0) return out;
  // The keys that lead to one certain class of this project.
  Table table = *target.table->table.truth;
  std::vector<RelatedClass> classes;
  std::map<std::string, const Table*> owners;
  Fix unused;
  std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
    const Table* other = input_.comparison->follower->find_table(key.referenced_table);
    TableChange* site = other == nullptr || other->classes.size() != 1 ? nullptr : table_change(*other, unused);
    if (site == nullptr || site->site().klass == nullptr || called[other->classes[0].name] != 1) return true;
    const std::string& owner = other->classes[0].name;
    const auto klass = std::find_if(input_.classes->begin(), input_.classes->end(),
                                    [&](const ModelClass& each) { return each.name == owner; });
    RelatedClass related{other, target.table->schema, owner, {}, new_attributes_[site->site().klass], false};
    related.schema = key.referenced_table.schema.empty() ? "public" : key.referenced_table.schema;
    for (const ModelAttribute& attribute : klass->attributes) {
      if (attribute.kind == AttributeKind::kColumn) related.attributes[attribute.column] = attribute.name;
      related.taken.insert(attribute.name);
    }
    for (const std::string& column : key.referenced_columns)
      if (!related.attributes.contains(column)) return true;
    if (owners.emplace(owner, other).second) classes.push_back(std::move(related));
    return false;
  });
  if (table.foreign_keys.empty()) return out;
  classes.insert(classes.begin(), {&table, target.table->schema, name, attributes_of(table, style), {}, true});
  for (auto& [owner, plans] : plan_relations(classes, {}))
    for (RelationPlan& plan : plans) {
      if (owner == name) {
        if (both == 0 || back > both) {
          plan.backref = back > 0 ? plan.back_populates : "";
          plan.back_populates.clear();
        }
        out.push_back(relation_text(plan, style.columns, words, words.file().style().indent));
      } else if (both > 0 && back <= both) {
        write_reverse(*owners[owner], plan);
      }
    }
  return out;
}

// Behind the class's last relationship, else its last attribute.
void Fixer::write_reverse(const Table& table, const RelationPlan& plan) {
  Fix unused;
  TableChange* change = table_change(table, unused);
  ModelFile& file = *change->site().file;
  const Node* klass = change->site().klass;
  const Node *anchor = nullptr, *last = nullptr;
  for (const Node* statement : klass->child(1)->children) {
    if (statement == nullptr || (statement->kind != NodeKind::kAssign && statement->kind != NodeKind::kAnnotated))
      continue;
    last = statement;
    const Node* value = statement->children.back();
    if (value != nullptr && value->kind == NodeKind::kCall &&
        to_lower_ascii(last_name(file.tree().source(*value->child(0)))) == "relationship")
      anchor = statement;
  }
  if (anchor == nullptr) anchor = last;
  if (anchor == nullptr) return;
  const std::string indent = file.indentation_of(*anchor);
  new_attributes_[klass].insert(plan.attribute);
  file.insert_behind(*anchor, indent + relation_text(plan, column_style(table, *change), words_of(file), indent) +
                                  file.style().newline);
}

void Fixer::add_table(const Target& target, Fix& fix) {
  const Table* truth = target.table == nullptr ? nullptr : target.table->table.truth;
  if (truth == nullptr) return refuse(fix, "the table is not found");
  const std::vector<const Table*> kin = kin_of(*truth, true);
  const std::vector<const Table*> core = kin_of(*truth, false);
  const bool connects = is_association(*truth) && std::any_of(core.begin(), core.end(), [](const Table* table) {
                          return is_association(*table);
                        });
  if (kin.empty() || connects) return add_core_table(target, fix);
  std::optional<Sample> sample;
  for (const Table* each : kin)
    if (sample = sample_in(*file_of(each->location), *truth); sample) break;
  if (!sample) return refuse(fix, "no class of the models can be followed: their bases bring columns that it lacks");
  ModelFile* file = sample->file;
  const std::optional<std::string> called = written_name(*sample, truth->name);
  if (!called)
    return refuse(
        fix, "the models make names like " + sample->table->name + " out of a part, and can't make " + truth->name);
  if (!may_apply(fix, Applicability::kSafe, "a new class in " + file->name())) return;
  TableChange* site = table_change(*sample->table, fix);
  if (site == nullptr) return;
  Words& words = words_of(*file);
  ClassStyle style;
  style.columns = column_style(*sample->table, *site);
  style.columns.core = false;
  style.bases = join(sample->bases, ", ");
  style.given = sample->given;
  style.table_name = *called;
  style.reserved_suffix = input_.conventions.reserved_suffix;
  if (!names_) names_ = std::make_unique<ClassNames>(class_names());
  const std::string name = names_->name_for(truth->name);
  const ClassText made = class_text(
      *truth, target.table->schema, name, style, words, [&](const QualifiedName& each) { return is_declared(each); },
      relate(target, name, style, words));
  if (!made.problem.empty()) return refuse(fix, made.problem);
  const std::string_view text = file->text();
  const std::string& newline = file->style().newline;
  std::string gap = newline + newline;
  if (text.ends_with(newline + newline)) gap = newline;
  file->append(gap + made.text);
}

}  // namespace si::fixes
