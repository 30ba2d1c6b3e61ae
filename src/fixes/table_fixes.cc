// Findings on keys, constraints, indexes and comments of tables.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "fixes/fixer.h"
#include "rules/parts.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

void settle(Fix& fix, const std::string& problem) {
  if (problem.empty()) return;
  fix.applicability = Applicability::kShowOnly;
  fix.cost = problem;
}

// The pair that a finding was made of: the words of both sides and the name are the same.
template <typename Object>
const DefinitionPair<Object>* find_pair(const std::vector<DefinitionPair<Object>>& pairs, const Finding& finding) {
  const bool missing = finding.rule.ends_with("-missing"), extra = finding.rule.ends_with("-extra");
  for (const DefinitionPair<Object>& pair : pairs) {
    if (missing != pair.missing() || extra != pair.extra()) continue;
    const rules::PartWords words = rules::words_of(pair);
    if (words.name != finding.object.name || words.columns != finding.object.columns) continue;
    if (finding.expected && *finding.expected != words.truth) continue;
    if (finding.actual && *finding.actual != words.follower) continue;
    return &pair;
  }
  return nullptr;
}

const ColumnPair* pair_of(const TablePair& table, const std::string& truth_name) {
  for (const ColumnPair& pair : table.columns)
    if (pair.truth != nullptr && pair.truth->name == truth_name) return &pair;
  return nullptr;
}

const ColumnPair* model_pair(const TablePair& table, const std::string& name) {
  for (const ColumnPair& pair : table.columns)
    if (pair.follower != nullptr && pair.follower->name == name) return &pair;
  return nullptr;
}

// The name that `index=True` gives without a naming convention.
std::string plain_index_name(const Table& table, const Index& index) {
  return "ix_" + table.name + "_" + index.keys.front().column;
}

bool is_plain(const Index& index) {
  const bool one = index.keys.size() == 1 && !index.keys[0].column.empty() && !index.keys[0].descending &&
                   !index.keys[0].nulls_first && index.keys[0].operator_class.empty() &&
                   index.keys[0].collation.empty();
  return one && index.method == "btree" && index.include.empty() && !index.nulls_not_distinct &&
         index.storage_parameters.empty() && index.predicate.known() && !index.predicate->has_value();
}

bool is_flag(const Location& place, const ColumnPair* pair) {
  return pair != nullptr && pair->follower != nullptr && pair->follower->location == place;
}

}  // namespace

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

namespace {

// Whether a version is certainly older than 2.0.`patch`: "2.0.20 (…)", "1.4 (…)", not "2.0 (assumed)".
bool is_older_than(const std::string& version, int patch) {
  const std::vector<std::string> parts = split(version.substr(0, version.find(' ')), '.');
  const int major = std::atoi(parts[0].c_str());
  if (major == 0) return false;  // no version
  if (major < 2) return true;
  if (parts.size() < 3) return false;
  const int minor = std::atoi(parts[1].c_str());
  return major == 2 && minor == 0 && std::atoi(parts[2].c_str()) < patch;
}

}  // namespace

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
  if (!pair.truth->include.empty() && is_older_than(input_.comparison->follower->source.sqlalchemy_version, 41))
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

void Fixer::fix_unique(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->uniques, *target.finding);
  if (pair == nullptr) return refuse(fix, "the constraint is not found");
  const std::string& version = input_.comparison->follower->source.sqlalchemy_version;
  if (pair->truth != nullptr && !pair->truth->include.empty() && is_older_than(version, 41))
    return refuse(fix, "UniqueConstraint() takes INCLUDE from SQLAlchemy 2.0.41 on");
  if (pair->truth != nullptr && pair->truth->nulls_not_distinct && is_older_than(version, 16))
    return refuse(fix, "UniqueConstraint() takes NULLS NOT DISTINCT from SQLAlchemy 2.0.16 on");
  const Table& table = *target.table->table.follower;
  TableChange* change = table_change(table, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  Words& words = words_of(*change->site().file);
  if (pair->follower != nullptr) {
    const Unique& own = *pair->follower;
    const ColumnPair* column = own.columns.size() == 1 ? model_pair(*target.table, own.columns[0]) : nullptr;
    if (is_flag(own.location, column)) {
      Target at = target;
      at.column = column;
      ColumnChange* flag = column_change(at, *column->follower, fix);
      if (flag == nullptr) return;
      if (const std::string problem = flag->set_flag("unique", false); !problem.empty()) return refuse(fix, problem);
    } else if (pair->truth == nullptr) {
      return settle(fix, change->remove_element(own.location));
    } else {
      const Node* node = change->element(own.location);
      const std::string prefix = node == nullptr || node->child(0) == nullptr
                                     ? words.column_prefix()
                                     : prefix_of(change->site().file->tree().source(*node->child(0)));
      return settle(fix, change->change_element(own.location, unique_text(own, words, prefix),
                                                unique_text(*pair->truth, words, prefix)));
    }
    if (pair->truth == nullptr) return;
  }
  const Unique& wanted = *pair->truth;
  const bool plain =
      wanted.columns.size() == 1 && !wanted.deferrable && !wanted.nulls_not_distinct && wanted.include.empty();
  const ColumnPair* column = plain ? pair_of(*target.table, wanted.columns[0]) : nullptr;
  if (column != nullptr && column->follower != nullptr && pair->follower == nullptr &&
      columns_at(column->follower->location).size() < 2) {
    Target at = target;
    at.column = column;
    ColumnChange* flag = column_change(at, *column->follower, fix);
    // A column with index=True would get a unique index instead.
    const bool indexed = std::any_of(table.indexes.begin(), table.indexes.end(),
                                     [&](const Index& index) { return index.location == column->follower->location; });
    if (flag != nullptr && !indexed) return settle(fix, flag->set_flag("unique", true));
    fix = Fix{fix.title, fix.findings, fix.rules, Applicability::kSafe, "", {}, {}};
  }
  settle(fix, change->add_element(unique_text(wanted, words, words.column_prefix()).text()));
}

namespace {

// What stands before the name of a column among the arguments of Index("x", users.c.name, …): "users.c."; empty: its
// keys are written otherwise.
std::string key_owner(const python::SyntaxTree& tree, const Node& call) {
  for (std::size_t i = 2; i < call.children.size(); ++i) {
    const Node* argument = call.children[i];
    if (argument == nullptr || argument->kind != NodeKind::kAttribute) continue;
    const std::string_view text = tree.source(*argument);
    const bool plain = text.find_first_of("()[]\n \"'") == std::string_view::npos;
    if (plain) return std::string(text.substr(0, text.rfind('.') + 1));
  }
  return {};
}

// Index(…) outside of the table's declaration: its keys are columns, not names. nullopt: they are more than that.
std::optional<ElementText> own_index_text(const Index& index, const TablePair& table, bool of_truth,
                                          const std::string& owner, Words& words, const std::string& prefix) {
  ElementText element = index_text(index, words, prefix);
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    const IndexKey& key = index.keys[i];
    const ColumnPair* pair = of_truth ? pair_of(table, key.column) : model_pair(table, key.column);
    if (key.column.empty() || !key.collation.empty()) return std::nullopt;
    if (!key.operator_class.empty() && (key.descending || key.nulls_first)) return std::nullopt;
    const Column* column = pair == nullptr ? nullptr : pair->follower;
    std::string text = owner + (column == nullptr           ? key.column
                                : column->attribute.empty() ? column->name
                                                            : column->attribute);
    if (key.descending) text += ".desc()";
    if (key.descending != key.nulls_first) text += key.nulls_first ? ".nulls_first()" : ".nulls_last()";
    element.positional[i + 1] = text;
  }
  return element;
}

// The statement that is this call alone; null: it is part of another.
const Node* own_statement(const ModelFile& file, const Node& call) {
  const auto around = file.around(call);
  const Node* statement = around.empty() ? nullptr : around.back();
  return statement != nullptr && statement->kind == NodeKind::kExpression && statement->end == call.end ? statement
                                                                                                        : nullptr;
}

}  // namespace

// True: it is one, and is dealt with.
bool Fixer::change_own_index(const Target& target, TableChange& change, const Index& own, const Index& wanted,
                             Fix& fix) {
  const Node* node = change.element(own.location);
  if (node == nullptr || node->kind != NodeKind::kCall || change.holds(*node)) return false;
  ModelFile& file = *change.site().file;
  Words& words = words_of(file);
  const std::string prefix = prefix_of(file.tree().source(*node->child(0)));
  const std::string owner = key_owner(file.tree(), *node);
  const auto now = owner.empty() ? std::nullopt : own_index_text(own, *target.table, false, owner, words, prefix);
  const auto text = owner.empty() ? std::nullopt : own_index_text(wanted, *target.table, true, owner, words, prefix);
  std::string problem;
  if (now && text) {
    problem = change.change_element(own.location, *now, *text);
  } else {
    problem = change.remove_element(own.location);
    if (problem.empty()) problem = change.add_element(index_text(wanted, words, words.column_prefix()).text());
  }
  settle(fix, problem);
  return true;
}

// Behind the last of the table's indexes, where they are statements of their own.
bool Fixer::add_own_index(const Target& target, TableChange& change, const Index& wanted) {
  ModelFile& file = *change.site().file;
  const Node* last = nullptr;
  const Node* call = nullptr;
  for (const Index& index : target.table->table.follower->indexes) {
    const Node* node = change.element(index.location);
    const Node* statement = node == nullptr || node->kind != NodeKind::kCall ? nullptr : own_statement(file, *node);
    if (statement == nullptr || file.is_removed(*statement)) continue;
    if (last != nullptr && statement->begin < last->begin) continue;
    last = statement;
    call = node;
  }
  if (last == nullptr) return false;
  const std::string owner = key_owner(file.tree(), *call);
  if (owner.empty()) return false;
  const std::string prefix = prefix_of(file.tree().source(*call->child(0)));
  const auto text = own_index_text(wanted, *target.table, true, owner, words_of(file), prefix);
  if (!text) return false;
  change.add_behind(*last, text->text());
  return true;
}

void Fixer::fix_index(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->indexes, *target.finding);
  if (pair == nullptr) return refuse(fix, "the index is not found");
  const Table& table = *target.table->table.follower;
  TableChange* change = table_change(table, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  Words& words = words_of(*change->site().file);
  if (pair->follower != nullptr) {
    const Index& own = *pair->follower;
    const ColumnPair* column = own.keys.size() == 1 ? model_pair(*target.table, own.keys[0].column) : nullptr;
    if (is_flag(own.location, column)) {
      Target at = target;
      at.column = column;
      ColumnChange* flag = column_change(at, *column->follower, fix);
      if (flag == nullptr) return;
      if (pair->truth != nullptr && is_plain(*pair->truth) && pair->truth->name == own.name &&
          model_pair(*target.table, own.keys[0].column)->truth != nullptr &&
          pair->truth->keys[0].column == column->truth->name)
        return settle(fix, flag->set_flag("unique", pair->truth->unique));
      if (const std::string problem = flag->set_flag("index", false); !problem.empty()) return refuse(fix, problem);
      if (own.unique) (void)flag->set_flag("unique", false);
    } else if (pair->truth == nullptr) {
      return settle(fix, change->remove_element(own.location));
    } else {
      const Node* node = change->element(own.location);
      const std::string prefix = node == nullptr || node->child(0) == nullptr
                                     ? words.column_prefix()
                                     : prefix_of(change->site().file->tree().source(*node->child(0)));
      if (change_own_index(target, *change, own, *pair->truth, fix)) return;
      return settle(fix, change->change_element(own.location, index_text(own, words, prefix),
                                                index_text(*pair->truth, words, prefix)));
    }
    if (pair->truth == nullptr) return;
  }
  const Index& wanted = *pair->truth;
  for (const IndexKey& key : wanted.keys)
    if (key.column.empty() && !key.expression.known()) return refuse(fix, "its expression is not known");
  if (is_plain(wanted) && !wanted.unique && wanted.name == plain_index_name(*target.table->table.truth, wanted) &&
      pair->follower == nullptr) {
    const ColumnPair* column = pair_of(*target.table, wanted.keys[0].column);
    const bool free = column != nullptr && column->follower != nullptr &&
                      columns_at(column->follower->location).size() < 2 &&
                      std::none_of(table.uniques.begin(), table.uniques.end(),
                                   [&](const Unique& unique) { return unique.location == column->follower->location; });
    if (free) {
      Target at = target;
      at.column = column;
      if (ColumnChange* flag = column_change(at, *column->follower, fix); flag != nullptr)
        return settle(fix, flag->set_flag("index", true));
      fix = Fix{fix.title, fix.findings, fix.rules, Applicability::kSafe, "", {}, {}};
    }
  }
  if (add_own_index(target, *change, wanted)) return;
  settle(fix, change->add_element(index_text(wanted, words, words.column_prefix()).text()));
}

void Fixer::fix_check(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->checks, *target.finding);
  if (pair == nullptr) return refuse(fix, "the constraint is not found");
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr) return;
  if (pair->follower != nullptr && pair->follower->from_type)
    return refuse(fix, "a type makes it (create_constraint=True)");
  if (!may_apply(fix, Applicability::kSafe)) return;
  Words& words = words_of(*change->site().file);
  if (pair->follower == nullptr)
    return settle(fix, change->add_element(check_text(*pair->truth, words, words.column_prefix())));
  if (pair->truth != nullptr) {
    const Node* node = change->element(pair->follower->location);
    if (node == nullptr || node->kind != NodeKind::kCall)
      return refuse(fix, "its declaration is not found in the file");
    // The text alone: the name that is written there may be a part of what a naming convention makes of it.
    BracketEdit* edit = change->site().file->arguments(*node);
    if (edit == nullptr || edit->items.empty()) return refuse(fix, "its arguments can't be told apart");
    for (BracketEdit::Item& item : edit->items) {
      const Node* argument = item.original ? node->child(*item.original + 1) : nullptr;
      const bool keyword = argument != nullptr && argument->kind == NodeKind::kKeyword;
      if (argument == nullptr || (keyword && argument->text != "sqltext")) continue;
      const std::string text = words.sql(std::string(without_parentheses(*pair->truth->expression)));
      item.text = keyword ? "sqltext=" + text : text;
      edit->changed = true;
      return;
    }
    return refuse(fix, "its expression is not written here");
  }
  std::string problem = change->remove_element(pair->follower->location);
  if (!problem.empty()) {
    // Given to a column: Column(…, CheckConstraint(…)).
    for (const ColumnPair& each : target.table->columns) {
      if (each.follower == nullptr) continue;
      ModelFile* file = file_of(each.follower->location);
      if (file == nullptr || file != change->site().file) continue;
      const ColumnSite site = find_column_site(*file, *each.follower);
      const Node* node = change->element(pair->follower->location);
      if (site.call == nullptr || node == nullptr) continue;
      for (std::size_t i = 1; i < site.call->children.size(); ++i) {
        if (site.call->children[i] != node) continue;
        BracketEdit* edit = file->arguments(*site.call);
        if (edit == nullptr) continue;
        if (const auto position = edit->position_of(i - 1)) {
          edit->items.erase(edit->items.begin() + static_cast<long>(*position));
          edit->changed = true;
          return;
        }
      }
    }
  }
  settle(fix, problem);
}

void Fixer::fix_exclusion(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->exclusions, *target.finding);
  if (pair == nullptr) return refuse(fix, "the constraint is not found");
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  if (pair->truth == nullptr) return settle(fix, change->remove_element(pair->follower->location));
  const auto text = exclusion_text(*pair->truth, words_of(*change->site().file));
  if (!text) return refuse(fix, "its definition is more than ExcludeConstraint() takes");
  if (pair->follower == nullptr) return settle(fix, change->add_element(*text));
  settle(fix, change->replace_element(pair->follower->location, *text));
}

void Fixer::fix_table_comment(const Target& target, Fix& fix) {
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_comment(*target.table->table.truth->comment));
}

// A naming convention with %(constraint_name)s makes the name out of the one that is written.
std::string Fixer::name_check(const TableChange& change, const Check& check, const std::string& name, Words& words) {
  const Node* node = change.element(check.location);
  BracketEdit* edit = node == nullptr ? nullptr : change.site().file->arguments(*node);
  if (edit == nullptr || !check.name) return "its declaration is not found in the file";
  for (BracketEdit::Item& item : edit->items) {
    const Node* argument = item.original ? node->child(*item.original + 1) : nullptr;
    if (argument == nullptr || argument->kind != NodeKind::kKeyword || argument->text != "name") continue;
    const Node* value = argument->child(0);
    if (value == nullptr || value->kind != NodeKind::kString) return "its name is not written as text";
    const std::string written(value->text);
    std::string text = words.quoted(name);
    if (written != *check.name) {
      const std::size_t at = check.name->find(written);
      const std::string before = check.name->substr(0, at == std::string::npos ? 0 : at);
      const std::string behind = at == std::string::npos ? "" : check.name->substr(at + written.size());
      const bool fits = at != std::string::npos && name.starts_with(before) && name.ends_with(behind) &&
                        name.size() > before.size() + behind.size();
      text = fits ? words.quoted(name.substr(before.size(), name.size() - before.size() - behind.size()))
                  : fmt::format("{}({})", words.file().imports().spelled("sqlalchemy.schema", "conv"), text);
    }
    item.text = "name=" + text;
    edit->changed = true;
    return "";
  }
  edit->items.push_back({std::nullopt, "name=" + words.quoted(name)});
  edit->changed = true;
  return "";
}

// The names alone differ: the model gets the database's.
void Fixer::fix_name(const Target& target, Fix& fix) {
  const Finding& finding = *target.finding;
  TableChange* change = table_change(*target.table->table.follower, fix);
  if (change == nullptr || !finding.expected) return;
  if (!may_apply(fix, Applicability::kSafe)) return;
  const std::string& name = *finding.expected;
  const auto named = [&](const auto& pairs) -> decltype(pairs.data()) {
    for (const auto& pair : pairs)
      if (pair.both() && pair.truth->name == name) return &pair;
    return nullptr;
  };
  Words& words = words_of(*change->site().file);
  if (const auto* key = named(target.table->foreign_keys)) {
    const ColumnPair* column =
        key->follower->columns.size() == 1 ? model_pair(*target.table, key->follower->columns[0]) : nullptr;
    if (column != nullptr) {
      Target at = target;
      at.column = column;
      if (ColumnChange* own = column_change(at, *column->follower, fix))
        if (own->name_foreign_key(*key->follower, name).empty()) return;
      fix = Fix{fix.title, fix.findings, fix.rules, Applicability::kSafe, "", {}, {}};
    }
    ForeignKey wanted = *key->follower;
    wanted.name = name;
    return settle(fix, change->change_element(key->follower->location,
                                              foreign_key_text(*key->follower, default_schema(), words, ""),
                                              foreign_key_text(wanted, default_schema(), words, "")));
  }
  const auto flagged = [&](const Location& place, std::string_view keyword) -> bool {
    for (const ColumnPair& column : target.table->columns) {
      if (!is_flag(place, &column)) continue;
      Target at = target;
      at.column = &column;
      ColumnChange* own = column_change(at, *column.follower, fix);
      return own != nullptr && own->set_flag(keyword, false).empty();
    }
    return false;
  };
  if (const auto* unique = named(target.table->uniques)) {
    const ElementText text = unique_text(*unique->truth, words, words.column_prefix());
    if (flagged(unique->follower->location, "unique")) return settle(fix, change->add_element(text.text()));
    const ElementText own = unique_text(*unique->follower, words, words.column_prefix());
    return settle(fix, change->change_element(unique->follower->location, own, text));
  }
  if (const auto* check = named(target.table->checks)) {
    return settle(fix, name_check(*change, *check->follower, name, words));
  }
  if (const auto* index = named(target.table->indexes)) {
    const ElementText text = index_text(*index->truth, words, words.column_prefix());
    if (flagged(index->follower->location, "index")) return settle(fix, change->add_element(text.text()));
    const ElementText own = index_text(*index->follower, words, words.column_prefix());
    return settle(fix, change->change_element(index->follower->location, own, text));
  }
  if (const auto& key = target.table->primary_key; key.both() && key.truth->name == name) {
    PrimaryKey wanted = *key.truth;
    wanted.deferrable = key.follower->deferrable;
    wanted.initially_deferred = key.follower->initially_deferred;
    wanted.include = key.follower->include;
    return settle(fix, write_key(target, *change, wanted));
  }
  refuse(fix, "SQLAlchemy writes this name nowhere");
}

void Fixer::fix_import_error(const Target& target, Fix& fix) {
  const Finding& finding = *target.finding;
  ModelFile* file = file_of(finding.location);
  const Node* statement = file == nullptr ? nullptr : file->at(finding.location.span);
  const bool reserved = finding.object.column == "metadata" && statement != nullptr &&
                        (statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated) &&
                        statement->child(0)->kind == NodeKind::kName && statement->child(0)->text == "metadata";
  if (!reserved) return refuse(fix, "what the class means needs a person");
  if (!may_apply(fix, Applicability::kSafe, "code that says .metadata of an object means the attribute's new name"))
    return;
  Column column;
  column.location = finding.location;
  column.attribute = "metadata" + input_.conventions.reserved_suffix;
  column.name = "metadata";
  ColumnSite site = find_column_site(*file, column);
  if (!site.problem.empty()) return refuse(fix, site.problem);
  // Kept here, for the change borrows its column.
  renamed_.push_back(std::make_unique<Column>(column));
  auto change = std::make_unique<ColumnChange>(std::move(site), *renamed_.back(), words_of(*file));
  const std::string problem = change->set_name("metadata");
  columns_[finding.location] = std::move(change);
  if (!problem.empty()) return refuse(fix, problem);
  const Node* name = statement->child(0);
  file->replace(name->begin, name->end, renamed_.back()->attribute);
}

}  // namespace si::fixes
