// Relationships of tables that get their declaration in this run, as the project's classes write theirs: those that
// the keys of a new class ask for, and those through a new association table. Their other sides are written into the
// classes that are there already.
#include <algorithm>
#include <list>

#include "fixes/fixer.h"
#include "support/strings.h"

namespace si::fixes {

using python::Node;
using python::NodeKind;

Fixer::RelationHabits Fixer::relation_habits() const {
  RelationHabits habits;
  std::size_t both = 0, back = 0, strings = 0, others = 0;
  for (const ModelClass& klass : *input_.classes)
    for (const ModelAttribute& attribute : klass.attributes) {
      if (attribute.kind != AttributeKind::kRelationship || attribute.declared_by != klass.name) continue;
      habits.any = true;
      both += attribute.back_populates.empty() ? 0 : 1;
      back += attribute.backref.empty() ? 0 : 1;
      for (const WrittenArgument& argument : attribute.arguments) {
        if (argument.name != "secondary") continue;
        ++(argument.string ? strings : others);
        const Table* table = secondary_table(argument);
        if (table != nullptr && !table->classes.empty()) habits.through_classes = true;
      }
    }
  habits.both = both > 0 && back <= both;
  habits.backref = back > both;
  habits.string_secondary = strings > others;
  return habits;
}

// The one class of a table of the models, where relationships can be written into it.
std::optional<RelatedClass> Fixer::existing_class(const QualifiedName& name) {
  Fix unused;
  const Table* table = input_.comparison->follower->find_table(name);
  TableChange* site = table == nullptr || table->classes.size() != 1 ? nullptr : table_change(*table, unused);
  if (site == nullptr || site->site().klass == nullptr) return std::nullopt;
  const std::string& called = table->classes[0].name;
  const auto is_it = [&](const ModelClass& each) { return each.name == called; };
  const auto klass = std::find_if(input_.classes->begin(), input_.classes->end(), is_it);
  if (klass == input_.classes->end() || std::count_if(klass, input_.classes->end(), is_it) != 1) return std::nullopt;
  RelatedClass related{table, name.schema.empty() ? "public" : name.schema, called,
                       {},    new_attributes_[site->site().klass],          false};
  for (const ModelAttribute& attribute : klass->attributes) {
    if (attribute.kind == AttributeKind::kColumn) related.attributes[attribute.column] = attribute.name;
    related.taken.insert(attribute.name);
  }
  return related;
}

// What `secondary=` says: the variable where it is bound before the class, else the table's name, which SQLAlchemy
// looks up when all classes are there. `owner`: of the class; null: a new one, at the end of its file.
std::string Fixer::secondary_text(const NewTable& association, const Table* owner, bool as_string, Words& words) {
  const QualifiedName name{association.pair->schema, association.pair->table.truth->name};
  const bool plain = name.schema.empty() || name.schema == default_schema();
  const std::string called = words.quoted(plain ? name.name : name.schema + "." + name.name);
  ModelFile& file = words.file();
  if (association.kin_call == nullptr || as_string || association.file != &file ||
      !file.indentation_of(*association.kin_statement).empty())
    return called;
  Fix unused;
  const TableChange* change = owner == nullptr ? nullptr : table_change(*owner, unused);
  const bool bound =
      owner == nullptr || (change != nullptr && association.kin_statement->end <= change->site().klass->begin);
  return bound ? association.name : called;
}

void Fixer::relate_new_tables() {
  if (input_.classes == nullptr) return;
  const RelationHabits habits = relation_habits();
  if (!habits.any) return;
  std::list<Table> tables;  // with the keys that lead to a certain class
  std::vector<RelatedClass> classes;
  std::map<std::string, const Table*> existing;
  std::map<std::string, NewTable*> made, through;  // new classes by their name, associations by their table's
  for (NewTable& each : new_tables_) {
    if (!each.problem.empty()) continue;
    const Table& truth = *each.pair->table.truth;
    const bool connects = is_association(truth) && (each.kin_call != nullptr || habits.through_classes);
    if (connects) through[to_string(QualifiedName{each.pair->schema, truth.name})] = &each;
    if (each.kin_call != nullptr) continue;
    made[each.name] = &each;
    classes.push_back(
        {&tables.emplace_back(truth), each.pair->schema, each.name, attributes_of(truth, each.style), {}, !connects});
  }
  const auto find = [&](const QualifiedName& name) {
    return std::find_if(classes.begin(), classes.end(), [&](const RelatedClass& each) {
      return same_table({each.schema, each.table->name}, name);
    });
  };
  // Whether it leads to one certain class, which is among `classes` from then on.
  const auto leads_to_a_class = [&](const ForeignKey& key) {
    auto to = find(key.referenced_table);
    if (to == classes.end()) {
      std::optional<RelatedClass> related = existing_class(key.referenced_table);
      if (!related) return false;
      existing[related->name] = related->table;
      to = classes.insert(classes.end(), std::move(*related));
    }
    return std::all_of(key.referenced_columns.begin(), key.referenced_columns.end(),
                       [&](const std::string& column) { return to->attributes.contains(column); });
  };
  for (Table& table : tables)
    std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return !leads_to_a_class(key); });
  std::vector<std::pair<const Table*, std::string>> associations;
  for (const auto& [name, each] : through) {
    const std::vector<ForeignKey>& keys = each->pair->table.truth->foreign_keys;
    if (std::all_of(keys.begin(), keys.end(), leads_to_a_class))
      associations.emplace_back(each->pair->table.truth, name);
  }
  for (auto& [owner, plans] : plan_relations(classes, associations))
    for (RelationPlan& plan : plans) {
      if (plan.reverse && !habits.both) continue;
      if (!habits.both) {
        plan.backref = habits.backref ? plan.back_populates : "";
        plan.back_populates.clear();
      }
      const auto there = existing.find(owner);
      const Table* table = there == existing.end() ? nullptr : there->second;
      Words& words = words_of(table == nullptr ? *made[owner]->file : *file_of(table->location));
      if (!plan.secondary.empty())
        plan.secondary = secondary_text(*through[plan.secondary], table, habits.string_secondary, words);
      if (table != nullptr)
        write_relation(*table, plan);
      else
        made[owner]->relationships.push_back(
            relation_text(plan, made[owner]->style.columns, words, words.file().style().indent));
    }
}

// Behind the class's last relationship, else its last attribute.
void Fixer::write_relation(const Table& table, const RelationPlan& plan) {
  Fix unused;
  TableChange* change = table_change(table, unused);
  ModelFile& file = *change->site().file;
  const Node* klass = change->site().klass;
  const Node *anchor = nullptr, *last = nullptr;
  for (const Node* statement : klass->child(1)->children()) {
    if (statement == nullptr || (statement->kind != NodeKind::kAssign && statement->kind != NodeKind::kAnnotated))
      continue;
    last = statement;
    const Node* value = statement->children().back();
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

}  // namespace si::fixes
