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

const Table* Fixer::nearest_kin(const Table& table) {
  std::map<std::string, int> common;
  std::map<std::string, int> referred;
  std::vector<const Table*> all;
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables) {
      if (each.classes.empty() || file_of(each.location) == nullptr) continue;
      all.push_back(&each);
      for (const Column& column : each.columns) ++common[column.name];
      for (const ForeignKey& key : each.foreign_keys) ++referred[key.referenced_table.name];
    }
  const Table* best = nullptr;
  double most = -1;
  for (const Table* each : all) {
    double score = 2.0 * shared_words(table.name, each->name) + 3.0 * likeness(table, *each, common, all.size());
    for (const ForeignKey& key : table.foreign_keys)
      if (key.referenced_table.name == each->name && referred[each->name] * 4 < static_cast<int>(all.size()))
        score += 1.0;
    if (score > most) {
      most = score;
      best = each;
    }
  }
  return best;
}

void Fixer::add_table(const Target& target, Fix& fix) {
  const Table* truth = target.table == nullptr ? nullptr : target.table->table.truth;
  if (truth == nullptr) return refuse(fix, "the table is not found");
  const Table* kin = nearest_kin(*truth);
  if (kin == nullptr) return refuse(fix, "there is no class to follow; generate-models prints a module");
  ModelFile* file = file_of(kin->location);
  // A class of that file whose bases bring nothing that this table lacks; the plainest first.
  const Table* sample = nullptr;
  std::string bases;
  std::set<std::string> given;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const auto& [schema, space] : input_.comparison->follower->schemas)
    for (const auto& [name, each] : space.tables) {
      if (each.location.file != file->name() || each.classes.empty()) continue;
      const Node* klass = file->at(each.location.span);
      if (klass == nullptr || klass->kind != NodeKind::kClass || klass->child(0) == nullptr) continue;
      const Node* head = klass->child(0);
      if (head->children.size() < 2) continue;
      std::set<std::string> brought;
      bool fits = true;
      for (const Column& column : each.columns) {
        const Node* at = column.location.file == file->name() ? file->at(column.location.span) : nullptr;
        if (at != nullptr && at->begin >= klass->begin && at->end <= klass->end) continue;
        brought.insert(column.name);
        fits = fits && find_column(truth->columns, column.name) != nullptr;
      }
      if (!fits || head->children.size() >= least) continue;
      least = head->children.size();
      sample = &each;
      given = brought;
      bases = std::string(
          file->text().substr(head->children[1]->begin, head->children.back()->end - head->children[1]->begin));
    }
  if (sample == nullptr) return refuse(fix, "no class of " + file->name() + " can be followed");
  if (!may_apply(fix, Applicability::kSafe, "a new class in " + file->name())) return;
  TableChange* site = table_change(*sample, fix);
  if (site == nullptr) return;
  Words& words = words_of(*file);
  ClassStyle style;
  style.columns = column_style(*sample, *site);
  style.columns.core = false;
  style.bases = bases;
  style.given = given;
  style.reserved_suffix = input_.conventions.reserved_suffix;
  if (!names_) names_ = std::make_unique<ClassNames>(class_names());
  // Tables that get their class in this same run count as declared.
  const auto is_known = [&](const QualifiedName& name) {
    if (input_.comparison->follower->find_table(name) != nullptr) return true;
    return std::any_of(input_.findings->begin(), input_.findings->end(), [&](const Finding& finding) {
      return finding.rule == "table-missing" && finding.object.table == name.name;
    });
  };
  const ClassText made =
      class_text(*truth, target.table->schema, names_->name_for(truth->name), style, words, is_known);
  if (!made.problem.empty()) return refuse(fix, made.problem);
  const std::string_view text = file->text();
  const std::string& newline = file->style().newline;
  std::string gap = newline + newline;
  if (text.ends_with(newline + newline)) gap = newline;
  file->append(gap + made.text);
}

}  // namespace si::fixes
