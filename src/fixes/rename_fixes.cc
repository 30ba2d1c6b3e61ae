// Columns and tables that the database calls by another name.
//
// The attribute of a renamed column stays and maps the new name: no other line of the application has to change. Where
// the attribute is to follow (`rename_attributes`), so do all places that certainly mean it; those that only may are
// listed, and make the fix unsafe.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "fixes/fixer.h"
#include "fixes/uses.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

namespace {

// Names in the statements of a class's body, as that scope sees them: functions are scopes of their own.
void collect_names(const Node& node, std::string_view name, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::kName && node.text == name) out.push_back(&node);
  const bool scope = node.kind == NodeKind::kFunction || node.kind == NodeKind::kClass ||
                     node.kind == NodeKind::kLambda || node.kind == NodeKind::kComprehension;
  for (const Node* child : node.children())
    if (child != nullptr && !(scope && child->kind != NodeKind::kParameters && child->kind != NodeKind::kCall))
      collect_names(*child, name, out);
}

void collect_strings(const Node& node, std::string_view text, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::kString && node.text == text) out.push_back(&node);
  for (const Node* child : node.children())
    if (child != nullptr) collect_strings(*child, text, out);
}

// `self.name` in a method: `self` is what the method calls its object.
void collect_self(const Node& node, std::string_view self, std::string_view name, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::kClass) return;
  if ((node.kind == NodeKind::kFunction || node.kind == NodeKind::kLambda) && node.child(0) != nullptr)
    for (const Node* parameter : node.child(0)->children())
      if (parameter != nullptr && parameter->text == self) return;
  const Node* object = node.kind == NodeKind::kAttribute && node.text == name ? node.child(0) : nullptr;
  if (object != nullptr && object->kind == NodeKind::kName && object->text == self) out.push_back(&node);
  for (const Node* child : node.children())
    if (child != nullptr) collect_self(*child, self, name, out);
}

void collect_methods(const ModelFile& file, const Node& body, std::string_view name, std::vector<const Node*>& out) {
  for (const Node* method : body.children()) {
    if (method == nullptr || method->kind != NodeKind::kFunction || method->child(1) == nullptr) continue;
    const Node* parameters = method->child(0);
    const bool is_static =
        std::any_of(method->children().begin() + std::min<std::size_t>(3, method->children().size()),
                    method->children().end(), [&](const Node* decorator) {
                      return decorator != nullptr && file.tree().source(*decorator) == "staticmethod";
                    });
    if (is_static || parameters == nullptr || parameters->children().empty() || parameters->child(0) == nullptr)
      continue;
    collect_self(*method->child(1), parameters->child(0)->text, name, out);
  }
}

}  // namespace

// A file of the models, or another one of the project; null: it can't be edited.
ModelFile* Fixer::project_file(const std::string& name) {
  if (input_.files.contains(name)) return file_of(Location{name, {}});
  if (const auto known = files_.find(name); known != files_.end()) return known->second.get();
  if (!input_.project) return nullptr;
  const auto& project = input_.project();
  const auto text = std::find_if(project.begin(), project.end(), [&](const PythonText& t) { return t.file == name; });
  if (text == project.end() || !is_valid_utf8(text->text)) return nullptr;
  return open_file(name, text->text);
}

// What names the column by text: "table.column" of foreign keys everywhere, "column" in this table's own arguments.
std::vector<Fixer::PlacedText> Fixer::column_texts(const Table& table, const Column& column, const std::string& name) {
  std::vector<PlacedText> out;
  const std::string old_target = table.name + "." + column.name;
  for (const auto& [file_name, text] : input_.files) {
    if (text.find(old_target) == std::string::npos) continue;
    ModelFile* file = file_of(Location{file_name, {}});
    if (file == nullptr) continue;
    const std::string_view content = file->text();
    for (std::size_t at = content.find(old_target); at != std::string_view::npos;
         at = content.find(old_target, at + 1)) {
      const std::size_t end = at + old_target.size();
      const bool whole = at > 0 && end < content.size() && (content[end] == '"' || content[end] == '\'') &&
                         (content[at - 1] == content[end] || content[at - 1] == '.');
      if (whole) out.push_back({file, end - column.name.size(), end, name});
    }
  }
  Fix unused;
  TableChange* own = table_change(table, unused);
  if (own == nullptr || table.classes.empty()) return out;
  for (const Node* element : own->elements())
    for (const Node* argument : element->children()) {
      const bool same = argument != nullptr && argument->kind == NodeKind::kString && argument->text == column.name &&
                        argument != element->child(0);
      if (same)
        out.push_back({own->site().file, argument->begin, argument->end, quoted(name, own->site().file->style())});
    }
  return out;
}

// Places where the body of the class says the attribute: by itself, and by text among the mapper's arguments.
std::string Fixer::collect_own_uses(ModelFile& file, const Column& column, const std::string& attribute,
                                    std::vector<PlacedText>& out) {
  const Node* statement = file.at(column.location.span);
  if (statement == nullptr) return "its declaration is not found in the file";
  const std::vector<const Node*> around = file.around(*statement);
  const auto klass =
      std::find_if(around.rbegin(), around.rend(), [](const Node* node) { return node->kind == NodeKind::kClass; });
  if (klass == around.rend() || (*klass)->child(1) == nullptr) return "its class is not found";
  std::vector<const Node*> names, strings;
  for (const Node* each : (*klass)->child(1)->children()) {
    if (each == nullptr) continue;
    const bool sets = (each->kind == NodeKind::kAssign || each->kind == NodeKind::kAnnotated) &&
                      each->child(0)->kind == NodeKind::kName;
    if (each != statement && sets && each->child(0)->text == column.attribute)
      return "its class sets " + column.attribute + " more than once";
    if (sets && each->child(0)->text == "__mapper_args__") collect_strings(*each, column.attribute, strings);
    collect_names(*each, column.attribute, names);
  }
  std::vector<const Node*> own;
  collect_methods(file, *(*klass)->child(1), column.attribute, own);
  for (const Node* each : own) out.push_back({&file, each->end - column.attribute.size(), each->end, attribute});
  for (const Node* text : strings) out.push_back({&file, text->begin, text->end, quoted(attribute, file.style())});
  for (const Node* name : names)
    if (name != statement->child(0)) out.push_back({&file, name->begin, name->end, attribute});
  return "";
}

// What has to change for the attribute to follow its column; `why`: it can't.
std::optional<Fixer::AttributeRename> Fixer::plan_attribute(const Target& target, std::string& why) {
  const Column& column = *target.column->follower;
  const std::string& name = target.column->truth->name;
  const Table& table = *target.table->table.follower;
  ModelFile* file = file_of(column.location);
  const CertainUses known = input_.uses ? input_.uses() : CertainUses{};
  AttributeRename plan;
  const auto refuse_with = [&](std::string reason) {
    why = std::move(reason);
    return std::nullopt;
  };
  if (known.references == nullptr || file == nullptr) return refuse_with("where it is used is not known");
  plan.edits = column_texts(table, column, name);
  const std::string old = column.attribute.empty() ? column.name : column.attribute;
  // The classes that have the attribute from this declaration.
  std::set<std::size_t> classes;
  if (!table.classes.empty()) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < known.models->classes.size(); ++i) {
      const ModelAttribute* attribute = known.models->classes[i].find(old);
      if (attribute == nullptr || attribute->location != column.location) continue;
      classes.insert(i);
      for (const ModelAttribute& each : known.models->classes[i].attributes) taken.insert(each.name);
    }
    if (classes.empty()) return refuse_with("where it is used is not known");
    plan.attribute = attribute_name(name, input_.conventions.reserved_suffix, {}, find_column_site(*file, column).form);
    if (plan.attribute == old) return refuse_with("it is called so already");
    if (taken.contains(plan.attribute)) return refuse_with("its class has another " + plan.attribute);
    if (std::string problem = collect_own_uses(*file, column, plan.attribute, plan.edits); !problem.empty())
      return refuse_with(std::move(problem));
  }
  const std::string& wanted = plan.attribute.empty() ? name : plan.attribute;
  for (const OrmReference& reference : known.references->references) {
    const bool of_table = reference.kind == OrmReferenceKind::kTableColumn;
    if (of_table) {
      const ModelTable& its = known.models->model_tables[reference.index];
      const auto found = its.columns.find(reference.name);
      if (found == its.columns.end() || found->first != column.name || !same_table(its.name, name_of(table))) continue;
    } else if (reference.name != old || !classes.contains(reference.index) || reference.guarded) {
      continue;
    }
    ModelFile* place = project_file(reference.location.file);
    if (place == nullptr) continue;
    const Document& document = place->tree().document();
    const SourceSpan& span = reference.location.span;
    const std::size_t begin = document.offset(span.line, span.column),
                      end = document.offset(span.end_line, span.end_column);
    if (end <= begin || place->text().substr(begin, end - begin) != reference.name) continue;
    plan.edits.push_back({place, begin, end, of_table ? name : wanted});
  }
  static const std::vector<PythonText> kNone;
  const Node* statement = file->at(column.location.span);
  plan.uses = find_uses(input_.project ? input_.project() : kNone, old, [&](const std::string& where, std::size_t at) {
    if (statement != nullptr && where == file->name() && at >= statement->begin && at < statement->end) return true;
    return std::any_of(plan.edits.begin(), plan.edits.end(), [&](const PlacedText& edit) {
      return edit.file->name() == where && at >= edit.begin && at < edit.end;
    });
  });
  return plan;
}

// The column gets the database's name; what names it by text elsewhere follows.
void Fixer::fix_rename(const Target& target, Fix& fix) {
  if (target.table == nullptr || target.table->table.follower == nullptr) return rename_enum(target, fix);
  if (target.column == nullptr) return rename_table(target, fix);
  if (!target.column->both()) return refuse(fix, "the column is not found");
  const Column& follower = *target.column->follower;
  const Table& table = *target.table->table.follower;
  ColumnChange* change = column_change(target, follower, fix);
  if (change == nullptr) return;
  std::string cost = "they are one column by evidence alone: " + target.column->evidence;
  const std::string& name = target.column->truth->name;
  std::optional<AttributeRename> plan;
  if (input_.rename_attributes) {
    std::string why;
    plan = plan_attribute(target, why);
    if (!plan) cost += "; its attribute stays: " + why;
  }
  if (plan) {
    std::set<std::string> files;
    for (const PlacedText& edit : plan->edits) files.insert(edit.file->name());
    cost += fmt::format("; {} places in {} files follow", plan->edits.size(), files.size());
    if (!plan->uses.empty())
      cost += fmt::format(", and code may still use {}: {} lines",
                          follower.attribute.empty() ? follower.name : follower.attribute, plan->uses.size());
    fix.uses = plan->uses;
  }
  if (!may_apply(fix, plan && !plan->uses.empty() ? Applicability::kUnsafe : Applicability::kSafe, cost)) return;
  if (plan && !plan->attribute.empty())
    if (const std::string problem = change->rename_attribute(plan->attribute); !problem.empty())
      return refuse(fix, problem);
  settle(fix, change->set_name(name));
  if (fix.applicability == Applicability::kShowOnly) return;
  if (table.classes.empty() && !plan) return settle(fix, change->keep_key());
  for (const PlacedText& edit : plan ? plan->edits : column_texts(table, follower, name))
    edit.file->replace_text(edit.begin, edit.end, edit.text);
}

// An index that index=True of a shared column names after its table, or a key that a naming convention does, and that
// keeps its name in the database: no line of this table alone can say so. Empty: there is none.
std::string Fixer::shared_name(const Table& table, const Table& truth) {
  for (const Index& index : table.indexes) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const Column& each) { return each.location == index.location; });
    if (column == table.columns.end() || columns_at(column->location).size() < 2) continue;
    if (std::any_of(truth.indexes.begin(), truth.indexes.end(),
                    [&](const Index& its) { return its.name == index.name; }))
      return fmt::format("{} is declared for {} tables, and would name its index otherwise than {}", column->name,
                         columns_at(column->location).size(), index.name);
  }
  for (const ForeignKey& key : table.foreign_keys) {
    const Column* column = key.columns.size() == 1 ? find_column(table.columns, key.columns[0]) : nullptr;
    if (column == nullptr || !key.name || key.name->find(table.name) == std::string::npos) continue;
    const std::size_t tables = columns_at(column->location).size();
    const bool stays = std::any_of(truth.foreign_keys.begin(), truth.foreign_keys.end(),
                                   [&](const ForeignKey& its) { return its.name == key.name; });
    if (tables > 1 && stays)
      return fmt::format("{} is declared for {} tables, and would name its foreign key otherwise than {}", column->name,
                         tables, *key.name);
  }
  return "";
}

void Fixer::rename_table(const Target& target, Fix& fix) {
  const Table& table = *target.table->table.follower;
  TableChange* change = table_change(table, fix);
  if (change == nullptr) return;
  const QualifiedName own = name_of(table);
  const QualifiedName wanted{target.table->schema, target.table->name};
  if (!may_apply(fix, Applicability::kUnsafe,
                 "they are one table by evidence alone: " + target.table->evidence +
                     "; SQL text that names the old table is not changed"))
    return;
  if (const std::string problem = shared_name(table, *target.table->table.truth); !problem.empty())
    return refuse(fix, problem);
  ModelFile& file = *change->site().file;
  if (own.schema != wanted.schema) {
    const bool plain = wanted.schema == default_schema();
    const std::string problem = change->set_option("schema", plain ? std::nullopt : std::optional(wanted.schema));
    if (!problem.empty()) return refuse(fix, problem);
  }
  if (own.name != wanted.name) {
    const Node* written = nullptr;
    if (change->site().call != nullptr) {
      written = change->site().call->child(1);
    } else if (const Node* body = change->site().klass->child(1)) {
      for (const Node* statement : body->children())
        if (statement != nullptr && (statement->kind == NodeKind::kAssign || statement->kind == NodeKind::kAnnotated) &&
            statement->child(0)->kind == NodeKind::kName && statement->child(0)->text == "__tablename__")
          written = statement->children().back();
    }
    if (written != nullptr && written->kind == NodeKind::kString) {
      // What is written may be a part of the name: a base puts the same before or behind every one.
      const std::string part(written->text);
      const std::size_t at = own.name.find(part);
      const std::string before = own.name.substr(0, at == std::string::npos ? 0 : at);
      const std::string behind = at == std::string::npos ? "" : own.name.substr(at + part.size());
      if (at == std::string::npos || !wanted.name.starts_with(before) || !wanted.name.ends_with(behind) ||
          wanted.name.size() <= before.size() + behind.size())
        return refuse(fix, "the models make its name out of " + part + ", and can't make " + wanted.name);
      const std::string name = wanted.name.substr(before.size(), wanted.name.size() - before.size() - behind.size());
      file.replace(written->begin, written->end, words_of(file).quoted(name));
    } else if (const Node* klass = change->site().klass; klass != nullptr && written == nullptr) {
      // The name follows from the class's: from now on it is written.
      const Node* first = nullptr;
      for (const Node* statement : klass->child(1)->children())
        if (statement != nullptr && statement->kind != NodeKind::kExpression && first == nullptr) first = statement;
      if (first == nullptr) return refuse(fix, "its class has no body to add to");
      file.insert_before(*first, file.indentation_of(*first) + "__tablename__ = " + words_of(file).quoted(wanted.name) +
                                     file.style().newline);
    } else {
      return refuse(fix, "its name is not written as text");
    }
  }
  const auto whole = [&](const QualifiedName& name) {
    return name.schema.empty() || name.schema == default_schema() ? name.name : name.schema + "." + name.name;
  };
  moved_[&table] = wanted;
  rename_targets(whole(own), whole(wanted));
  if (!known_relations_) known_relations_ = relations();
  for (const Relation& relation : *known_relations_) {
    if (relation.secondary != &table) continue;
    for (const WrittenArgument& argument : relation.attribute->arguments) {
      if (argument.name != "secondary" || !argument.string || *argument.string != whole(own)) continue;
      ModelFile* other = file_of(argument.location);
      const Node* node = other == nullptr ? nullptr : other->at(argument.location.span);
      if (node != nullptr && node->kind == NodeKind::kKeyword) node = node->child(0);
      if (node != nullptr && node->kind == NodeKind::kString)
        other->replace_text(node->begin, node->end, quoted(whole(wanted), other->style()));
    }
  }
}

// "users.id" as a whole text: what foreign keys name.
void Fixer::rename_targets(const std::string& old_name, const std::string& new_name) {
  const std::string start = old_name + ".";
  for (const auto& [file_name, text] : input_.files) {
    if (text.find(start) == std::string::npos) continue;
    ModelFile* other = file_of(Location{file_name, {}});
    if (other == nullptr) continue;
    const std::string_view content = other->text();
    for (std::size_t at = content.find(start); at != std::string_view::npos; at = content.find(start, at + 1)) {
      const char quote = at > 0 ? content[at - 1] : ' ';
      if (quote != '"' && quote != '\'') continue;
      std::size_t end = at + start.size();
      while (end < content.size() &&
             (std::isalnum(static_cast<unsigned char>(content[end])) != 0 || content[end] == '_'))
        ++end;
      if (end < content.size() && content[end] == quote && end > at + start.size())
        other->replace_text(at, at + old_name.size(), new_name);
    }
  }
}

}  // namespace si::fixes
