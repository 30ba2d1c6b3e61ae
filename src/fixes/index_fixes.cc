// Findings on unique constraints and indexes.
#include <algorithm>

#include "fixes/fixer.h"
#include "fixes/pairs.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

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

// What stands before the name of a column among the arguments of Index("x", users.c.name, …): "users.c."; empty: its
// keys are written otherwise.
std::string key_owner(const python::SyntaxTree& tree, const Node& call) {
  for (std::size_t i = 2; i < call.children().size(); ++i) {
    const Node* argument = call.children()[i];
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

// What stands before the name of the constraint or index that is written there: "db.".
std::string prefix_at(const TableChange& change, const Location& place, const Words& words) {
  const Node* node = change.element(place);
  if (node == nullptr || node->child(0) == nullptr) return words.column_prefix();
  return prefix_of(change.site().file->tree().source(*node->child(0)));
}

}  // namespace

void Fixer::fix_unique(const Target& target, Fix& fix) {
  const auto* pair = find_pair(target.table->uniques, *target.finding);
  if (pair == nullptr) return refuse(fix, "the constraint is not found");
  if (pair->truth != nullptr && !pair->truth->include.empty() && is_older_than(41))
    return refuse(fix, "UniqueConstraint() takes INCLUDE from SQLAlchemy 2.0.41 on");
  if (pair->truth != nullptr && pair->truth->nulls_not_distinct && is_older_than(16))
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
      const std::string prefix = prefix_at(*change, own.location, words);
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
      const std::string prefix = prefix_at(*change, own.location, words);
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

}  // namespace si::fixes
