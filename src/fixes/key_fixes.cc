// Findings on foreign keys and primary keys.
#include <algorithm>

#include "fixes/fixer.h"
#include "fixes/pairs.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

void Fixer::add_key(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->foreign_keys, *target.finding);
  if (pair == nullptr) return refuse(fix, "the key is not found");
  const ForeignKey& key = *pair->truth;
  if (input_.comparison->follower->find_table(key.referenced_table) == nullptr)
    return refuse(fix, "no model declares " + to_string(key.referenced_table) + " that it refers to");
  Words* words = nullptr;
  if (key.columns.size() == 1) {
    const ColumnPair* column = pair_of(*target.table, key.columns[0]);
    if (column == nullptr || column->follower == nullptr) return refuse(fix, "the model lacks its column");
    Target at = target;
    at.column = column;
    if (columns_at(column->follower->location).size() < 2) {
      ColumnChange* change = column_change(at, *column->follower, fix);
      if (change != nullptr) {
        if (!may_apply(fix, Applicability::kSafe)) return;
        if (const std::string problem = keys_change(*target.table->table.follower, nullptr, &key, target.table);
            !problem.empty())
          return refuse(fix, problem);
        const std::string problem = change->add_foreign_key(key_target(key, default_schema()), key);
        if (problem.empty()) return;
      }
      fix = Fix{fix.title, fix.findings, fix.rules, Applicability::kSafe, "", {}, {}};
    }
  }
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  if (const std::string problem = keys_change(*target.table->table.follower, nullptr, &key, target.table);
      !problem.empty())
    return refuse(fix, problem);
  words = &words_of(*change->site().file);
  settle(fix, change->add_element(foreign_key_text(key, default_schema(), *words, words->column_prefix()).text()));
}

void Fixer::remove_key(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->foreign_keys, *target.finding);
  if (pair == nullptr) return refuse(fix, "the key is not found");
  const ForeignKey& key = *pair->follower;
  const ColumnPair* column = key.columns.size() == 1 ? model_pair(*target.table, key.columns[0]) : nullptr;
  if (column != nullptr) {
    const Node* node = nullptr;
    if (ModelFile* file = file_of(key.location)) node = file->at(key.location.span);
    Target at = target;
    at.column = column;
    const ModelFile* home = file_of(column->follower->location);
    const Node* declared = home == nullptr ? nullptr : home->at(column->follower->location.span);
    const bool inside = key.location.file == column->follower->location.file && node != nullptr &&
                        declared != nullptr && node->begin >= declared->begin && node->end <= declared->end;
    if (inside || key.location == column->follower->location) {
      ColumnChange* change = column_change(at, *column->follower, fix);
      if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
      if (const std::string problem = keys_change(*target.table->table.follower, &key, nullptr, nullptr);
          !problem.empty())
        return refuse(fix, problem);
      return settle(fix, change->remove_foreign_key(key));
    }
  }
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  if (const std::string problem = keys_change(*target.table->table.follower, &key, nullptr, nullptr); !problem.empty())
    return refuse(fix, problem);
  settle(fix, change->remove_element(key.location));
}

void Fixer::change_key(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->foreign_keys, *target.finding);
  if (pair == nullptr) return refuse(fix, "the key is not found");
  const ForeignKey& key = *pair->follower;
  if (input_.comparison->follower->find_table(model_name(pair->truth->referenced_table)) == nullptr)
    return refuse(fix, "no model declares " + to_string(pair->truth->referenced_table) + " that it refers to");
  const Table& table = *target.table->table.follower;
  const ColumnPair* column = key.columns.size() == 1 ? model_pair(*target.table, key.columns[0]) : nullptr;
  std::string why;  // the column can't be asked
  if (column != nullptr) {
    Target at = target;
    at.column = column;
    ColumnChange* change = column_change(at, *column->follower, fix);
    if (change != nullptr) {
      if (!may_apply(fix, Applicability::kSafe)) return;
      if (std::string left = keys_change(table, &key, pair->truth, target.table); !left.empty())
        return refuse(fix, left);
      const std::string problem =
          change->change_foreign_key(key, key_target(*pair->truth, default_schema()), *pair->truth);
      if (problem.empty()) return;
      fix.cost = problem;
    }
    why = fix.cost;
    fix = Fix{fix.title, fix.findings, fix.rules, Applicability::kSafe, "", {}, {}};
  }
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  Words& words = words_of(*change->site().file);
  const Node* node = change->element(key.location);
  const bool own = node != nullptr && node->kind == NodeKind::kCall &&
                   last_name(change->site().file->tree().source(*node->child(0))) == "ForeignKeyConstraint";
  if (!own) return refuse(fix, why.empty() ? "its declaration is not found in the file" : why);
  if (!key_changes_[&table].gone.contains(&key))
    if (std::string left = keys_change(table, &key, pair->truth, target.table); !left.empty()) return refuse(fix, left);
  ForeignKey wanted = *pair->truth;
  wanted.name = key.name;
  const std::string prefix = prefix_of(change->site().file->tree().source(*node->child(0)));
  settle(fix, change->change_element(key.location, foreign_key_text(key, default_schema(), words, prefix),
                                     foreign_key_text(wanted, default_schema(), words, prefix)));
}

// PrimaryKeyConstraint() with this key, in place of the one there is. The columns' own primary_key=True may stay.
std::string Fixer::write_key(const Target& target, TableChange& change, const PrimaryKey& wanted) {
  const Table& table = *target.table->table.follower;
  const ModelFile& file = *change.site().file;
  std::vector<std::string> columns;
  for (const std::string& name : wanted.columns)
    if (const ColumnPair* its = pair_of(*target.table, name); its != nullptr && its->follower != nullptr)
      columns.push_back(its->follower->name);
  const Node* constraint = key_constraint(change);
  Words& words = words_of(*change.site().file);
  const std::string prefix =
      constraint == nullptr ? words.column_prefix() : prefix_of(file.tree().source(*constraint->child(0)));
  const ElementText text = primary_key_text(wanted, columns, words, prefix);
  if (constraint == nullptr || !table.primary_key) return change.add_element(text.text());
  const ElementText own = primary_key_text(*table.primary_key, table.primary_key->columns, words, prefix);
  return change.change_element({file.name(), file.tree().span(*constraint)}, own, text);
}

const Node* Fixer::key_constraint(const TableChange& change) {
  for (const Node* element : change.elements())
    if (last_name(change.site().file->tree().source(*element->child(0))) == "PrimaryKeyConstraint") return element;
  return nullptr;
}

void Fixer::fix_primary_key(const Target& target, Fix& fix) {
  const auto& pair = target.table->primary_key;
  if (pair.truth == nullptr)
    return refuse(fix,
                  "the database has none, and the mapper needs one: the model keeps its own; add the key to the "
                  "database (plan-ddl) or leave it");
  const Table& table = *target.table->table.follower;
  if (!pair.truth->include.empty() && is_older_than(41))
    return refuse(fix, "PrimaryKeyConstraint() takes INCLUDE from SQLAlchemy 2.0.41 on");
  for (const std::string& name : pair.truth->columns) {
    const ColumnPair* column = pair_of(*target.table, name);
    if (column == nullptr || column->follower == nullptr) return refuse(fix, "the model lacks its column " + name);
  }
  TableChange* change = table_change(table, fix);
  if (change == nullptr) return;
  PrimaryKey wanted = *pair.truth;
  const bool written = key_constraint(*change) != nullptr;
  // A name that differs is a finding of its own; what is not written is the server's or a convention's.
  wanted.name = written && table.primary_key ? table.primary_key->name : std::nullopt;
  const bool same = !pair.differences.empty() && pair.differences.front() != "columns";
  if (same) {
    if (!may_apply(fix, Applicability::kSafe)) return;
    return settle(fix, write_key(target, *change, wanted));
  }
  // primary_key=True on columns gives the order of the table.
  std::vector<std::string> order;
  for (const Column& column : table.columns)
    for (const std::string& name : pair.truth->columns)
      if (const ColumnPair* its = pair_of(*target.table, name); its->follower == &column) order.push_back(name);
  if (!may_apply(fix, Applicability::kUnsafe,
                 "identity of objects: code that looks rows up by the old key (get(), relationships) has to follow"))
    return;
  if (written || order != pair.truth->columns || pair.truth->deferrable || !pair.truth->include.empty()) {
    if (const std::string problem = write_key(target, *change, wanted); !problem.empty()) return refuse(fix, problem);
    if (written) return;
  }
  std::vector<std::string> own;
  if (table.primary_key) own = table.primary_key->columns;
  for (const ColumnPair& each : target.table->columns) {
    if (each.follower == nullptr) continue;
    const bool is = std::find(own.begin(), own.end(), each.follower->name) != own.end();
    const bool shall = each.truth != nullptr && std::find(pair.truth->columns.begin(), pair.truth->columns.end(),
                                                          each.truth->name) != pair.truth->columns.end();
    if (is == shall) continue;
    Target at = target;
    at.column = &each;
    ColumnChange* column = column_change(at, *each.follower, fix);
    if (column == nullptr) return;
    if (const std::string problem = column->set_flag("primary_key", shall); !problem.empty())
      return refuse(fix, problem);
    if (!shall && each.truth != nullptr && !*each.truth->nullable) (void)column->set_nullable(false);
  }
}

}  // namespace si::fixes
