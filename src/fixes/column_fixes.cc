// Findings on columns: each asks the column's declaration for one change.
#include <algorithm>
#include <cctype>

#include "fixes/fixer.h"
#include "fixes/uses.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

bool in_class(const ModelFile& file, const Node& statement, const Node& klass) {
  const auto around = file.around(statement);
  return std::find(around.begin(), around.end(), &klass) != around.end();
}

// The names that the annotations of a class body are made of.
void add_names_in(const Node& node, std::set<std::string>& out) {
  if (node.kind == NodeKind::kName) out.emplace(node.text);
  for (const Node* child : node.children())
    if (child != nullptr) add_names_in(*child, out);
}

std::set<std::string> annotating_names(const Node& klass) {
  std::set<std::string> out;
  if (klass.child(1) == nullptr) return out;
  for (const Node* statement : klass.child(1)->children())
    if (statement != nullptr && statement->kind == NodeKind::kAnnotated && statement->child(1) != nullptr)
      add_names_in(*statement->child(1), out);
  return out;
}

}  // namespace

void Fixer::fix_type(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both() || !target.column->truth->type.known())
    return refuse(fix, "the column is not found");
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_type(*target.column->truth->type));
}

void Fixer::fix_nullable(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both()) return refuse(fix, "the column is not found");
  if (say_nullable(target, fix)) return;
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_nullable(*target.column->truth->nullable));
}

void Fixer::fix_default(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both()) return refuse(fix, "the column is not found");
  const Column& truth = *target.column->truth;
  const Column& follower = *target.column->follower;
  const auto& conventions = input_.conventions;
  const bool wanted = truth.default_value.known() && truth.default_value->has_value();
  const bool updated = std::find(conventions.updated_at_columns.begin(), conventions.updated_at_columns.end(),
                                 truth.name) != conventions.updated_at_columns.end();
  if (wanted && updated && conventions.updated_at_without_default)
    return refuse(fix, "[conventions] updated_at_server_default says that the application sets it, not the database");
  ColumnChange* change = column_change(target, follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  if (!wanted && !truth.serial && follower.serial &&
      !(follower.default_value.known() && follower.default_value->has_value()))
    return settle(fix, change->set_flag("autoincrement", false, true));
  if (wanted && truth.serial && change->has_autoincrement_off())
    return settle(fix, change->set_flag("autoincrement", false));
  // SERIAL in a key of several columns has to be asked for.
  const auto& key = target.table->table.follower->primary_key;
  const bool in_key = key && std::find(key->columns.begin(), key->columns.end(), follower.name) != key->columns.end();
  if (wanted && truth.serial && in_key && key->columns.size() > 1 && follower.type.known() &&
      type_family(*follower.type) == TypeFamily::kInteger)
    return settle(fix, change->set_flag("autoincrement", true));
  settle(fix, change->set_default(wanted ? *truth.default_value : std::nullopt));
}

void Fixer::fix_comment(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both()) return refuse(fix, "the column is not found");
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_comment(*target.column->truth->comment));
}

void Fixer::fix_identity(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both()) return refuse(fix, "the column is not found");
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_identity(*target.column->truth->identity));
}

void Fixer::fix_generated(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both()) return refuse(fix, "the column is not found");
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_generated(*target.column->truth->generated));
}

void Fixer::fix_collation(const Target& target, Fix& fix) {
  if (!target.column || !target.column->both() || !target.column->truth->type.known())
    return refuse(fix, "the column is not found");
  ColumnChange* change = column_change(target, *target.column->follower, fix);
  if (change == nullptr || !may_apply(fix, Applicability::kSafe)) return;
  settle(fix, change->set_collation(target.column->truth->collation, *target.column->truth->type));
}

ColumnStyle Fixer::column_style(const Table& table, const TableChange& site) {
  ColumnStyle style;
  ModelFile& file = *site.site().file;
  style.core = site.site().call != nullptr;
  std::map<std::string, std::pair<int, ColumnForm>> forms;
  for (const Column& column : table.columns) {
    if (column.location.file != file.name()) continue;
    const ColumnSite its = find_column_site(file, column);
    if (!its.problem.empty()) continue;
    std::string callee = its.call != nullptr ? std::string(file.tree().source(*its.call->child(0))) : "";
    if (callee.empty()) callee = its.form == ColumnForm::kMapped ? "mapped_column" : "Field";
    ColumnForm form = its.form;
    // x: int = Field(sa_column=Column(…)): a column beside it is a Field() too.
    const Node* value =
        its.statement != nullptr && its.statement->kind == NodeKind::kAnnotated ? its.statement->child(2) : nullptr;
    if (form == ColumnForm::kColumn && value != nullptr && value != its.call && value->kind == NodeKind::kCall &&
        last_name(file.tree().source(*value->child(0))) == "Field") {
      callee = std::string(file.tree().source(*value->child(0)));
      form = ColumnForm::kSqlModel;
    }
    auto& entry = forms[callee];
    ++entry.first;
    entry.second = form;
  }
  int most = 0;
  for (const auto& [callee, entry] : forms)
    if (entry.first > most) {
      most = entry.first;
      style.callee = callee;
      style.form = entry.second;
    }
  if (most == 0) {
    Words& words = words_of(file);
    style.callee = words.column_prefix() + words.column_name();
    const std::string_view maker = file.column_maker(style.callee);
    style.form = maker == "mapped_column" ? ColumnForm::kMapped
                 : maker == "Field"       ? ColumnForm::kSqlModel
                                          : ColumnForm::kColumn;
  }
  if (style.core) style.form = ColumnForm::kColumn;
  if (style.callee == "mapped_column") style.callee = file.imports().spelled("sqlalchemy.orm", "mapped_column");
  return style;
}

void Fixer::add_column(const Target& target, Fix& fix) {
  if (!target.column || target.column->truth == nullptr) return refuse(fix, "the column is not found");
  const Column& truth = *target.column->truth;
  const Table& table = *target.table->table.follower;
  TableChange* change = table_change(table, fix);
  if (change == nullptr) return;
  if (!truth.type.known()) return refuse(fix, "its type is not known");
  const bool required = !*truth.nullable && !truth.serial && !truth.default_value->has_value() &&
                        !truth.identity->has_value() && !truth.generated->has_value();
  if (!may_apply(fix, Applicability::kSafe,
                 required ? "it is NOT NULL without a default: code that inserts must set it" : ""))
    return;
  ModelFile& file = *change->site().file;
  Words& words = words_of(file);
  const ColumnStyle style = column_style(table, *change);
  ColumnParts parts;
  parts.column = &truth;
  for (const ForeignKey& key : target.table->table.truth->foreign_keys) {
    const bool own = key.columns.size() == 1 && key.columns[0] == truth.name && !key.inherited;
    if (!own || input_.comparison->follower->find_table(key.referenced_table) == nullptr) continue;
    parts.foreign_key = &key;
    parts.key_target = key_target(key, default_schema());
  }
  // The column of the model that stands before it in the database; else the first that stands behind it.
  const Node* before = nullptr;
  const Node* behind = nullptr;
  bool seen = false;
  const Node* klass = change->site().klass;
  for (const ColumnPair& pair : target.table->columns) {
    if (&pair == target.column) {
      seen = true;
      continue;
    }
    if (pair.truth == nullptr || pair.follower == nullptr || pair.follower->location.file != file.name()) continue;
    const Node* node = file.at(pair.follower->location.span);
    if (node == nullptr || file.is_removed(*node)) continue;
    const bool own = style.core ? node->begin >= change->site().call->begin && node->end <= change->site().call->end
                                : klass != nullptr && in_class(file, *node, *klass);
    if (!own) continue;
    if (!seen) before = node;
    if (seen && behind == nullptr) behind = node;
  }
  std::string problem;
  if (style.core) {
    BracketEdit* edit = file.arguments(*change->site().call);
    if (edit == nullptr) return refuse(fix, "the arguments of Table() can't be told apart");
    const auto text =
        column_text(parts, style, words, file.indentation_of(*change->site().call) + file.style().indent, &problem);
    if (!text) return refuse(fix, problem);
    const Node* call = change->site().call;
    std::size_t position = edit->items.size();
    for (std::size_t i = 0; i < edit->items.size(); ++i) {
      const Node* item = edit->items[i].original ? call->child(*edit->items[i].original + 1) : nullptr;
      if (item == nullptr) continue;
      if (before != nullptr && item == before) {
        // Behind those that were added there already.
        position = i + 1;
        while (position < edit->items.size() && !edit->items[position].original) ++position;
      } else if (before == nullptr && item == behind) {
        position = i;
      }
    }
    if (before == nullptr && behind == nullptr) position = std::min<std::size_t>(2, edit->items.size());
    edit->items.insert(edit->items.begin() + static_cast<long>(position), {std::nullopt, *text});
    edit->changed = true;
    return;
  }
  if (parts.foreign_key != nullptr)
    if (const std::string why = keys_change(table, nullptr, parts.foreign_key, target.table); !why.empty())
      return refuse(fix, why);
  if (klass == nullptr || klass->child(1) == nullptr) return refuse(fix, "its class is not found");
  std::set<std::string> taken = bound_names(*klass);
  taken.insert(new_attributes_[klass].begin(), new_attributes_[klass].end());
  for (const Column& column : table.columns)
    if (const Node* node = file.at(column.location.span); node != nullptr && file.is_removed(*node))
      taken.erase(column.attribute);
  std::set<std::string> hidden = taken;
  // An attribute hides a type of its name from the annotations: it gets another one where they speak of that.
  if (style.form != ColumnForm::kColumn) taken.merge(annotating_names(*klass));
  parts.attribute = attribute_name(truth.name, input_.conventions.reserved_suffix, taken, style.form);
  hidden.insert(parts.attribute);
  parts.hidden = &hidden;
  const Node* anchor = before != nullptr ? before : behind;
  if (anchor == nullptr) {
    for (const Node* statement : klass->child(1)->children())
      if (statement != nullptr && statement->kind != NodeKind::kFunction && statement->kind != NodeKind::kClass)
        anchor = before = statement;
  }
  if (anchor == nullptr) return refuse(fix, "its class has no body to add to");
  const std::string indent = file.indentation_of(*anchor);
  const auto text = column_text(parts, style, words, indent, &problem);
  if (!text) return refuse(fix, problem);
  new_attributes_[klass].insert(parts.attribute);
  const std::string line = indent + *text + file.style().newline;
  if (before != nullptr)
    file.insert_behind(*before, line);
  else
    file.insert_before(*behind, line);
}

// Constraints and indexes that name a column which goes.
void Fixer::drop_from_elements(const Table& table, TableChange& change, const std::string& column,
                               const std::string& attribute) {
  const auto drop = [&](const auto& parts, const auto& names) {
    for (const auto& part : parts)
      if (names(part)) (void)change.remove_element(part.location);
  };
  const auto has = [&](const std::vector<std::string>& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  for (const Node* element : change.elements()) {
    ModelFile& file = *change.site().file;
    if (last_name(file.tree().source(*element->child(0))) != "PrimaryKeyConstraint") continue;
    BracketEdit* edit = file.arguments(*element);
    for (std::size_t i = edit == nullptr ? 0 : edit->items.size(); i-- > 0;) {
      const auto& item = edit->items[i];
      const Node* argument = item.original ? element->child(*item.original + 1) : nullptr;
      const bool same = argument != nullptr && ((argument->kind == NodeKind::kString && argument->text == column) ||
                                                (argument->kind == NodeKind::kName && argument->text == attribute));
      if (!same) continue;
      edit->items.erase(edit->items.begin() + static_cast<long>(i));
      edit->changed = true;
    }
  }
  drop(table.uniques, [&](const Unique& u) { return has(u.columns); });
  drop(table.foreign_keys, [&](const ForeignKey& k) { return k.columns.size() > 1 && has(k.columns); });
  drop(table.indexes, [&](const Index& index) {
    return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& k) { return k.column == column; });
  });
}

void Fixer::remove_column(const Target& target, Fix& fix) {
  if (!target.column || target.column->follower == nullptr) return refuse(fix, "the column is not found");
  const Column& follower = *target.column->follower;
  const Table& table = *target.table->table.follower;
  const auto& key = table.primary_key;
  if (key && key->columns.size() == 1 && key->columns[0] == follower.name &&
      (!target.table->table.truth || !target.table->table.truth->primary_key))
    return refuse(fix, "it is the model's primary key, and the mapper needs one");
  TableChange* change = table_change(table, fix);
  if (change == nullptr) return;
  if (const std::string problem = sharing_problem(target); !problem.empty()) return refuse(fix, problem);
  ModelFile* file = file_of(follower.location);
  const Node* node = file == nullptr ? nullptr : file->at(follower.location.span);
  if (node == nullptr) return refuse(fix, "its declaration is not found in the file");
  const std::string& word = follower.attribute.empty() ? follower.name : follower.attribute;
  static const std::vector<PythonText> kNone;
  const auto& project = input_.project ? input_.project() : kNone;
  fix.uses = find_uses(project, word, [&](const std::string& where, std::size_t at) {
    return where == file->name() && at >= node->begin && at < node->end;
  });
  const bool used = !fix.uses.empty();
  const std::string cost = used ? "code may still use " + word + ": " + std::to_string(fix.uses.size()) + " lines" : "";
  if (!may_apply(fix, used ? Applicability::kUnsafe : Applicability::kSafe, cost)) return;
  if (const std::string why = remove_joins(table, follower); !why.empty()) return refuse(fix, why);
  if (change->site().call != nullptr) {
    BracketEdit* edit = file->arguments(*change->site().call);
    if (edit == nullptr) return refuse(fix, "the arguments of Table() can't be told apart");
    for (std::size_t i = 0; i < edit->items.size(); ++i) {
      const auto& original = edit->items[i].original;
      if (!original || change->site().call->child(*original + 1) != node) continue;
      edit->items.erase(edit->items.begin() + static_cast<long>(i));
      edit->changed = true;
      break;
    }
  } else {
    file->remove_statement(*node);
  }
  drop_from_elements(table, *change, follower.name, follower.attribute);
}

}  // namespace si::fixes
