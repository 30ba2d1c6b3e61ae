#include "sources/sqlalchemy/refusals.h"

#include <algorithm>
#include <map>

#include "sources/sqlalchemy/identity.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;

namespace {

ObjectRef object_of(const TableBuild& table, std::string column = {}) {
  ObjectRef object;
  object.schema = table.schema.known() && !table.schema->empty() ? *table.schema : "public";
  object.table = table.name.name;
  object.column = std::move(column);
  return object;
}

// Whether SQLAlchemy would map what a class body binds to a name.
bool is_mapped_value(Context& context, const ClassInfo& klass, const Binding& binding) {
  if (binding.node == nullptr)
    return binding.kind == BindingKind::kAnnotated &&
           read_annotation(context, binding.statement->child(1), klass.scope).mapped;
  const Value* value = context.evaluator.binding_value(binding, klass.scope);
  const std::string name = called_name(value);
  return column_object(value) != nullptr || name == "relationship" || name == "column_property" || name == "synonym" ||
         name == "composite";
}

// `metadata` belongs to the declarative base: SQLAlchemy refuses to map an attribute of that name.
void reserved_attributes(Context& context, Mapper& mapper, const Mapping& mapping) {
  for (const ClassInfo* klass : mapping.order) {
    const Mapping* other = klass == mapping.klass ? nullptr : mapper.find(*klass);
    if (other != nullptr && (other->role == Role::kMapped || other->role == Role::kSingle)) return;
    const auto* bindings = klass->scope.find("metadata");
    if (bindings == nullptr) continue;
    const Binding& binding = *bindings->back();
    const bool plain = binding.kind == BindingKind::kAssign || binding.kind == BindingKind::kAnnotated;
    if (!plain || binding.branch >= 0 || !is_mapped_value(context, *klass, binding)) return;
    Finding finding;
    finding.rule = "model-import-error";
    finding.severity = Severity::kCritical;
    finding.object = object_of(*mapping.table, "metadata");
    finding.message = "attribute 'metadata' of class " + klass->name +
                      " is reserved by SQLAlchemy, which refuses the class; call it metadata_ and name the column: "
                      "metadata_ = Column(\"metadata\", …)";
    finding.location = context.place(&klass->scope, binding.statement);
    context.findings.push_back(std::move(finding));
    return;
  }
}

void no_primary_key(Context& context, const Mapping& mapping) {
  const TableBuild& table = *mapping.table;
  if (mapping.role != Role::kMapped || table.klass != mapping.klass || table.core != nullptr) return;
  if (table.table.primary_key || !table.table.unresolved_columns.empty() || !mapping.unknown_base.empty()) return;
  if (context.evaluator.final_value(mapping.klass->scope, "__mapper_args__") != nullptr) return;
  Finding finding;
  finding.rule = "model-import-error";
  finding.severity = Severity::kCritical;
  finding.object = object_of(table);
  finding.message = "class " + mapping.klass->name + " has no primary key, so SQLAlchemy cannot map table " +
                    table.name.name + "; mark a unique, not null column with primary_key=True";
  finding.location = table.table.location;
  context.findings.push_back(std::move(finding));
}

// A class with a table of its own beside its parent's, and no key that joins the two.
void no_inheritance_key(Context& context, Mapper& mapper, const Mapping& mapping) {
  if (mapping.role != Role::kMapped || mapping.parent == nullptr || mapping.parent->table == nullptr) return;
  const TableBuild& table = *mapping.table;
  if (table.klass != mapping.klass || table.core != nullptr || !table.table.unresolved_columns.empty()) return;
  if (!mapping.unknown_base.empty() || !table.schema.known() || table.table.foreign_keys.size() > 100) return;
  // `concrete` and `inherit_condition` stand in the mapper's arguments.
  if (mapper.class_attribute(mapping, "__mapper_args__") != nullptr) return;
  for (const ClassInfo* klass : mapping.order)
    for (const Value* base : context.evaluator.bases(*klass))
      if (known_name(base) == "ConcreteBase" || known_name(base) == "AbstractConcreteBase") return;
  for (const Mapping* at = mapping.parent; at != nullptr; at = at->parent) {
    if (at->table == nullptr || at->table->outside || !at->table->schema.known()) return;
    // The parent's own table named once more (extend_existing): no second table, nothing to join.
    if (at->table->name.name == table.name.name) return;
    for (const auto& [from, to] : {std::pair(&table, static_cast<const TableBuild*>(at->table)),
                                   std::pair(static_cast<const TableBuild*>(at->table), &table)})
      for (const ForeignKey& key : from->table.foreign_keys)
        if (!key.unresolved.empty() || key.referenced_table.name == to->name.name) return;
  }
  Finding finding;
  finding.rule = "model-import-error";
  finding.severity = Severity::kCritical;
  finding.object = object_of(table);
  finding.message = "class " + mapping.klass->name + " inherits from " + mapping.parent->klass->name +
                    " and has a table of its own, but no foreign key joins " + table.name.name + " to " +
                    mapping.parent->table->name.name +
                    ", so SQLAlchemy refuses it; make its primary key a ForeignKey to the parent's";
  finding.location = table.table.location;
  context.findings.push_back(std::move(finding));
}

}  // namespace

void find_refusals(Context& context, Mapper& mapper) {
  std::map<std::tuple<const Value*, std::string, std::string>, const TableBuild*> first;
  const std::vector<const Mapping*> mappings = mapper.mappings();
  for (const Mapping* mapping : mappings) {
    if (mapping->table == nullptr || mapping->table->outside || !mapper.is_inside(&mapping->klass->scope)) continue;
    reserved_attributes(context, mapper, *mapping);
    no_primary_key(context, *mapping);
    no_inheritance_key(context, mapper, *mapping);
  }
  for (const TableBuild& table : mapper.tables()) {
    if (table.outside || table.klass == nullptr || table.core != nullptr || table.metadata.identity == nullptr)
      continue;
    if (!table.schema.known()) continue;
    const auto [entry, added] = first.try_emplace({table.metadata.identity, *table.schema, table.name.name}, &table);
    if (added || entry->second->klass->module != table.klass->module) continue;
    const auto mapping = mapper.find(*table.klass);
    const Value* args = mapper.class_attribute(*mapping, "__table_args__");
    if (args != nullptr) continue;  // extend_existing and the like
    if (table.klass->outer->kind != python::ScopeKind::kModule) continue;
    Finding finding;
    finding.rule = "model-import-error";
    finding.severity = Severity::kCritical;
    finding.object = object_of(table);
    finding.message = "classes " + entry->second->klass->name + " and " + table.klass->name + " both declare table " +
                      table.name.name + ", which SQLAlchemy refuses; remove one, or let one inherit from the other";
    finding.location = table.table.location;
    context.findings.push_back(std::move(finding));
  }
}

const Value* run_time_question(Mapper& mapper, Evaluator& evaluator, const std::string& name,
                               const std::vector<Argument>& arguments) {
  if (name.ends_with(".has_inherited_table") && arguments.size() == 1 && arguments[0].value->is(ValueKind::kClass)) {
    const ClassInfo* klass = arguments[0].value->klass;
    for (const Value* base : evaluator.mro(*klass)) {
      if (!base->is(ValueKind::kClass) || base->klass == klass) continue;
      const Mapping* mapping = mapper.find(*base->klass);
      if (mapping->role == Role::kMapped || mapping->role == Role::kSingle) return evaluator.boolean(true);
    }
    return evaluator.boolean(false);
  }
  return nullptr;
}

}  // namespace si::sqlalchemy
