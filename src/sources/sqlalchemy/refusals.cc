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

// `metadata` and `registry` belong to the declarative base: SQLAlchemy refuses a column of that name.
void reserved_attributes(Context& context, const Mapping& mapping) {
  for (const ClassInfo* klass : mapping.order) {
    if (klass != mapping.klass) continue;
    for (const Binding& binding : klass->scope.bindings) {
      if (binding.name != "metadata" && binding.name != "registry") continue;
      if (binding.kind != BindingKind::kAssign && binding.kind != BindingKind::kAnnotated) continue;
      if (binding.branch >= 0 || binding.node == nullptr) continue;
      const Value* value = context.evaluator.binding_value(binding, klass->scope);
      if (binding.name == "registry" || column_object(context, value) == nullptr) continue;
      Finding finding;
      finding.rule = "model-import-error";
      finding.severity = Severity::kCritical;
      finding.object = object_of(*mapping.table, "metadata");
      finding.message = "attribute '" + std::string(binding.name) + "' of class " + klass->name +
                        " is reserved by SQLAlchemy, which refuses the class; call it metadata_ and name the column: "
                        "metadata_ = Column(\"metadata\", …)";
      finding.location = context.place(&klass->scope, binding.statement);
      context.findings.push_back(std::move(finding));
    }
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

}  // namespace

void find_refusals(Context& context, Mapper& mapper) {
  std::map<std::tuple<const Value*, std::string, std::string>, const TableBuild*> first;
  for (const Mapping* mapping : mapper.mappings()) {
    if (mapping->table == nullptr || mapping->table->outside || !mapper.is_inside(&mapping->klass->scope)) continue;
    reserved_attributes(context, *mapping);
    no_primary_key(context, *mapping);
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
