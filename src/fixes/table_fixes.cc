// Findings on checks, exclusions, comments and names of tables, and on what cannot be imported.
#include <fmt/format.h>

#include <algorithm>

#include "fixes/fixer.h"
#include "fixes/pairs.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

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
      for (std::size_t i = 1; i < site.call->children().size(); ++i) {
        if (site.call->children()[i] != node) continue;
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
      // Of a shared column the key is no element of this table.
      const Node* element = change->element(key->follower->location);
      const bool is_element = element != nullptr && element->kind == NodeKind::kCall &&
                              last_name(callee_of(*change->site().file, *element)) == "ForeignKeyConstraint";
      const std::size_t tables = columns_at(column->follower->location).size();
      if (tables > 1 && !is_element)
        return refuse(fix, fmt::format("{} is declared for {} tables", column->follower->name, tables));
      ColumnChange* own = column_change(at, *column->follower, fix);
      if (own != nullptr && own->name_foreign_key(*key->follower, name).empty()) return;
      if (own == nullptr && !is_element) return;
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
