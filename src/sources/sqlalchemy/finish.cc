#include "sources/sqlalchemy/finish.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::describe;

namespace {

bool is_loose(std::string_view name) {
  return name == "Index" || name == "UniqueConstraint" || name == "CheckConstraint";
}

std::string definition_of(const std::vector<std::string>& columns) { return join(columns, ","); }

}  // namespace

// Columns and constraints that are given to a table or class after it was made.
void Finisher::attach_late(const Module& module) {
  Evaluator& e = context_.evaluator;
  for (const Node* statement : module.scope.attribute_assignments) {
    const Node* target = statement->child(0);  // Class.attr = Column(…)
    if (statement->kind != python::NodeKind::kAssign || target->child(0) == nullptr) continue;
    const Value* owner = e.evaluate(target->child(0), module.scope);
    if (!owner->is(ValueKind::kClass)) continue;
    const Mapping* mapping = mapper_.find(*owner->klass);
    if (mapping->table == nullptr) continue;
    const Value* value = e.evaluate(statement->children().back(), module.scope);
    if (column_object(value) == nullptr) continue;
    Declaration declaration{std::string(target->text), value, nullptr, &module.scope, statement, nullptr, false};
    if (auto column = read_column(context_, declaration)) mapper_.add_column(*mapping->table, std::move(*column));
  }
  for (const Node* node : module.scope.loop_calls)
    if (node->child(0) && node->child(0)->text == "setattr") report_setattr(*node, module);
  for (const Node* node : module.scope.calls) {
    const Node* callee = node->child(0);
    if (callee == nullptr || callee->kind != python::NodeKind::kAttribute) {
      if (callee != nullptr && callee->text == "setattr") report_setattr(*node, module);
      continue;
    }
    if (callee->text != "append_column" && callee->text != "append_constraint") continue;
    if (node->child(1) == nullptr) continue;
    append(e.evaluate(callee->child(0), module.scope), e.evaluate(node->child(1), module.scope), nullptr, true);
  }
}

// table.append_column(item), table.append_constraint(item)
void Finisher::append(const Value* owner, const Value* item, const Value* call, bool certain) {
  TableBuild* table = mapper_.table_of(owner);
  if (table == nullptr) return;
  if (!certain) {
    table->table.unresolved_constraints = "what is appended to it depends on a condition that only running tells";
    if (column_object(item) != nullptr) table->table.unresolved_columns = table->table.unresolved_constraints;
    context_.unresolved(table->name, "", table->table.unresolved_constraints, context_.place(call));
  } else if (const Value* column = column_object(item)) {
    mapper_.add_column(*table, read_core_column(context_, column));
  } else if (std::none_of(table->constraints.begin(), table->constraints.end(),
                          [&](const Value* each) { return python::same_value(each, item); })) {
    table->constraints.push_back(item);
  }
}

void Finisher::attach_effects() {
  const std::vector<Evaluator::Effect> effects = context_.evaluator.effects();
  for (const Evaluator::Effect& effect : effects) {
    const Value* call = effect.value;
    const bool certain = effect.certain;
    if (!call->is(ValueKind::kCall)) continue;
    const Value* callee = call->base;
    if (callee->is(ValueKind::kAttribute) && (callee->text == "append_column" || callee->text == "append_constraint") &&
        !call->arguments.empty())
      append(callee->base, call->arguments[0].value, call, certain);
    if (certain && is_loose(called_name(call))) attach_by_columns(call);
  }
}

// setattr(Class, name, Column(…)): which names, only running tells.
void Finisher::report_setattr(const Node& call, const Module& module) {
  const Value* owner = call.child(1) ? context_.evaluator.evaluate(call.child(1), module.scope) : nullptr;
  if (owner == nullptr || !owner->is(ValueKind::kClass)) return;
  const Mapping* mapping = mapper_.find(*owner->klass);
  if (mapping->table == nullptr) return;
  mapping->table->table.unresolved_columns = "attributes are set by setattr()";
  context_.unresolved(mapping->table->name, "", mapping->table->table.unresolved_columns,
                      context_.place(&module.scope, &call));
}

void Finisher::attach_loose(const Module& module) {
  std::vector<const Value*> found;
  for (const ClassInfo* klass : context_.evaluator.classes(module))
    for (const Node* node : klass->scope.calls)
      if (node->child(0) && is_loose(node->child(0)->text))
        found.push_back(context_.evaluator.evaluate(node, klass->scope));
  for (const Binding& binding : module.scope.bindings)
    if (binding.kind == BindingKind::kAssign && binding.node && binding.node->kind == python::NodeKind::kCall &&
        binding.node->child(0) && is_loose(binding.node->child(0)->text))
      found.push_back(context_.evaluator.binding_value(binding, module.scope));
  for (const Node* node : module.scope.calls)
    if (node->child(0) && is_loose(node->child(0)->text))
      found.push_back(context_.evaluator.evaluate(node, module.scope));
  for (const Value* call : found) {
    if (!is_loose(called_name(call))) continue;
    attach_by_columns(call);
  }
}

// A constraint or index that stands alone belongs to the table of its first column.
bool Finisher::attach_by_columns(const Value* call) {
  bool attached = false;
  const auto attach = [&](TableBuild* table) {
    attached = true;
    if (std::none_of(table->constraints.begin(), table->constraints.end(),
                     [&](const Value* each) { return python::same_value(each, call); }))
      table->constraints.push_back(call);
  };
  if (const Value* table = call->argument("table"); table != nullptr) {
    if (TableBuild* build = mapper_.table_of(table)) attach(build);
    return attached;
  }
  const ColumnNames probe = [&](const Value* value) -> std::optional<std::string> {
    TableBuild* table = nullptr;
    const ColumnBuild* column = mapper_.find_column(value, &table);
    if (column == nullptr || table == nullptr) return std::nullopt;
    attach(table);
    return column->column.name;
  };
  for (const Argument& argument : call->arguments)
    if (argument.name.empty() && !argument.value->is(ValueKind::kString)) (void)sql_of(context_, argument.value, probe);
  return attached;
}

// The target of a ForeignKey: "table.column", "schema.table.column", Class.attr, table.c.column.
Finisher::Target Finisher::target_of(const TableBuild& build, const ColumnBuild& column, const Value* spec) {
  Target target;
  if (spec == nullptr) {
    target.problem = "a foreign key without a target";
    return target;
  }
  if (spec->is(ValueKind::kFunction)) spec = context_.evaluator.call_function(spec, {}, nullptr);
  TableBuild* table = nullptr;
  if (const ColumnBuild* found = mapper_.find_column(spec, &table); found != nullptr) {
    if (!table->schema.known()) {
      target.problem = table->schema.reason();
      return target;
    }
    target.table = {*table->schema, table->name.name};
    target.column = found->column.name;
    target.build = table;
    target.found = found;
    return target;
  }
  if (!spec->is(ValueKind::kString)) {
    target.problem = "the target of a foreign key is not known: " + describe(spec);
    return target;
  }
  std::vector<std::string> parts = split(spec->text, '.');
  if (parts.size() == 1) parts.push_back(column.column.name);
  target.column = parts.back();
  target.table.name = parts[parts.size() - 2];
  if (parts.size() > 2) {
    parts.resize(parts.size() - 2);
    target.table.schema = join(parts, ".");
  } else if (build.metadata.schema.known()) {
    target.table.schema = *build.metadata.schema;
  } else {
    target.problem = build.metadata.schema.reason();
    return target;
  }
  target.build = mapper_.find_table(build.metadata, target.table.schema, target.table.name);
  if (target.build == nullptr) return target;
  target.table.schema = *target.build->schema;
  for (const ColumnBuild& each : target.build->columns)
    if (each.key == target.column || (target.found == nullptr && each.column.name == target.column))
      target.found = &each;
  if (target.found != nullptr) target.column = target.found->column.name;
  return target;
}

// A column without a type takes that of the column it refers to, which may do the same.
void Finisher::resolve_type(TableBuild& build, ColumnBuild& column, int depth) {
  if (!column.type.missing) return;
  column.type.missing = false;
  for (const ForeignKeyUse& use : column.foreign_keys) {
    Target target = target_of(build, column, use.call->argument("column", 0));
    if (target.found != nullptr && target.build != nullptr && depth < 30) {
      auto* referred = const_cast<ColumnBuild*>(target.found);
      resolve_type(*target.build, *referred, depth + 1);
      const bool integer = referred->type.integer;
      column.type.type = referred->type.type;
      column.type.integer = integer;
      column.type.enumeration = referred->type.enumeration;
      return;
    }
    column.type.type =
        Known<Type>::unresolved(!target.problem.empty() ? target.problem
                                                        : "its foreign key's target " + to_string(target.table) + "." +
                                                              target.column + " was not found");
    return;
  }
  // Composite keys: ForeignKeyConstraint.
  for (const Value* call : build.constraints) {
    if (called_name(call) != "ForeignKeyConstraint") continue;
    const Value* own = call->argument("columns", 0);
    const Value* others = call->argument("refcolumns", 1);
    if (own == nullptr || others == nullptr) continue;
    for (std::size_t i = 0; i < std::min(own->items.size(), others->items.size()); ++i) {
      if (column_name(build, own->items[i]) != column.column.name) continue;
      const Target target = target_of(build, column, others->items[i]);
      if (target.found == nullptr || target.build == nullptr || depth >= 30) continue;
      auto* referred = const_cast<ColumnBuild*>(target.found);
      resolve_type(*target.build, *referred, depth + 1);
      column.type.type = referred->type.type;
      column.type.integer = referred->type.integer;
      column.type.enumeration = referred->type.enumeration;
      return;
    }
  }
  column.type.type = Known<Type>::unresolved("it is declared without a type");
}

void Finisher::set_primary_key(TableBuild& build) {
  PrimaryKey key;
  NamedObject object;
  object.kind = "pk";
  object.implicit = true;
  const Value* given = nullptr;
  for (const Value* call : build.constraints) {
    if (called_name(call) != "PrimaryKeyConstraint") continue;
    given = call->argument("name");
    object.implicit = false;
    key.location = context_.place(call);
    const Value* deferrable = call->argument("deferrable");
    key.deferrable = deferrable && deferrable->is(ValueKind::kBool) && deferrable->integer;
    if (const Value* initially = call->argument("initially"); initially && initially->is(ValueKind::kString)) {
      key.initially_deferred = to_lower_ascii(initially->text) == "deferred";
      key.deferrable = key.deferrable || key.initially_deferred;
    }
    if (const Value* include = call->argument("postgresql_include"); include && include->is_sequence())
      for (const Value* item : include->items)
        if (const auto name = column_name(build, item)) key.include.push_back(*name);
    for (const Argument& argument : call->arguments) {
      if (!argument.name.empty()) continue;
      if (const auto name = column_name(build, argument.value)) {
        key.columns.push_back(*name);
        for (ColumnBuild& column : build.columns)
          if (column.column.name == *name) {
            column.primary_key = true;
            column.column.nullable = false;
          }
      }
    }
  }
  const bool ordered = !key.columns.empty();
  for (const ColumnBuild& column : build.columns) {
    if (!column.primary_key) continue;
    if (!key.location.known()) key.location = column.column.location;
    if (!ordered) key.columns.push_back(column.column.name);
  }
  if (key.columns.empty()) return;
  object.columns = key.columns;
  set_name(build, key, object, given);
  build.table.primary_key = std::move(key);
}

namespace {

bool is_number(const TypeReading& type) {
  static constexpr std::string_view kNumbers[] = {"numeric", "real", "double precision"};
  return type.type.known() && !type.type->is_array && type.type->schema.empty() &&
         std::find(std::begin(kNumbers), std::end(kNumbers), type.type->name) != std::end(kNumbers);
}

}  // namespace

// Whether SQLAlchemy takes it for the key that counts by itself, if its type allows that.
bool Finisher::counts_by_itself(TableBuild& build, const ColumnBuild& column) {
  using Auto = ColumnBuild::Autoincrement;
  if (column.autoincrement == Auto::kTrue) return true;
  const bool single = build.table.primary_key->columns.size() == 1;
  if (!single || (column.autoincrement != Auto::kAuto && column.autoincrement != Auto::kIgnoreFk)) return false;
  bool refers = !column.foreign_keys.empty();
  for (const Value* call : build.constraints)
    if (called_name(call) == "ForeignKeyConstraint" && call->argument("columns", 0))
      for (const Value* own : call->argument("columns", 0)->items)
        refers = refers || column_name(build, own) == column.column.name;
  const bool no_server_default = column.column.default_value.known() && !column.column.default_value->has_value();
  return !column.has_default && no_server_default && (!refers || column.autoincrement == Auto::kIgnoreFk);
}

// SQLAlchemy's autoincrement column: the dialect writes SERIAL for it.
void Finisher::set_serial(TableBuild& build) {
  using Auto = ColumnBuild::Autoincrement;
  using Default = Known<std::optional<Expression>>;
  if (!build.table.primary_key) return;
  const bool single = build.table.primary_key->columns.size() == 1;
  for (ColumnBuild& column : build.columns) {
    if (!column.primary_key) continue;
    const bool identity = !column.column.identity.known() || column.column.identity->has_value();
    if (identity || column.has_default) continue;
    const bool counts = counts_by_itself(build, column);
    const bool may_be_filled =
        column.autoincrement == Auto::kUnknown || (single && column.autoincrement == Auto::kAuto);
    const bool may_be_integer = column.type.type.known() ? column.type.integer : !column.type.no_integer;
    const bool unsure = may_be_integer && (column.autoincrement == Auto::kUnknown || !column.type.type.known());
    if (may_be_filled && unsure && column.column.default_value.known() && !column.column.default_value->has_value())
      column.column.default_value = Default::unresolved("whether a sequence fills it depends on its type");
    // SQLAlchemy 2.1 keeps the type.
    if (counts && (column.type.counts_anyway || (is_number(column.type) && !context_.at_least(2, 1)))) {
      const std::string reason = "SQLAlchemy writes SERIAL for this key, whatever its type";
      column.column.type = Known<Type>::unresolved(reason);
      column.column.default_value = Default::unresolved(reason);
    }
    column.column.serial = counts && column.type.integer;
  }
}

// Column(Integer, something("a.id")): an argument that may well be a foreign key.
void Finisher::report_unknown_items(TableBuild& build) {
  for (const ColumnBuild& column : build.columns)
    if (!column.unknown_item.empty())
      context_.unresolved_constraint(build, "an argument of column " + column.column.name + ": " + column.unknown_item,
                                     column.column.location);
}

void Finisher::add_enum(TableBuild& build, ColumnBuild& column) {
  if (!column.type.enumeration) return;
  EnumUse use = *column.type.enumeration;
  if (use.inherit_schema && use.name.schema.empty()) use.name.schema = *build.schema;
  if (!use.has_schema && use.metadata != nullptr && use.name.schema.empty())
    if (const Metadata metadata = mapper_.read_metadata(use.metadata); metadata.schema.known())
      use.name.schema = *metadata.schema;
  if (!use.has_schema && context_.at_least(2, 1) && use.name.schema.empty() && build.metadata.schema.known())
    use.name.schema = *build.metadata.schema;
  const std::string schema = use.name.schema.empty() ? context_.schema.default_schema() : use.name.schema;
  if (schema != context_.schema.default_schema() && column.column.type.known())
    column.column.type.value().schema = schema;
  if (build.outside) return;
  Enum made;
  made.name = use.name.name;
  made.labels = use.labels;
  made.location = use.location;
  auto& enums = context_.schema.schemas[schema].enums;
  const auto [entry, added] = enums.try_emplace(use.name.name, made);
  if (!added && entry->second.labels.known() && made.labels.known() && !(entry->second.labels == made.labels)) {
    // Two enums of one name: which is created first only running tells.
    entry->second.labels = Known<std::vector<std::string>>::unresolved("two enums of this name have different labels");
  }
  if (added && !made.labels.known())
    context_.unresolved({schema, build.name.name}, column.column.name,
                        "labels of enum " + made.name + ": " + made.labels.reason(), column.column.location);
}

void Finisher::finish(TableBuild& build) {
  if (build.finished) return;
  build.finished = true;
  for (ColumnBuild& column : build.columns) {
    resolve_type(build, column, 0);
    column.column.type = column.type.type;
    column.column.collation = column.type.collation;
    if (column.computed != nullptr && !column.column.generated.known()) {
      const Known<std::string> sql = sql_of(context_, column.computed, names(build));
      if (sql.known()) column.column.generated = std::optional<Generated>(Generated{*sql, true});
    }
  }
  set_primary_key(build);
  set_serial(build);
  report_unknown_items(build);
  for (ColumnBuild& column : build.columns) {
    add_enum(build, column);
    for (const ForeignKeyUse& use : column.foreign_keys) add_foreign_key(build, column, use);
    add_column_index(build, column);
    add_type_check(build, column);
    for (const Value* constraint : column.constraints)
      if (called_name(constraint) == "CheckConstraint") add_check(build, *constraint);
  }
  for (const Value* call : build.constraints) {
    const std::string name = called_name(call);
    if (name.empty())
      context_.unresolved_constraint(build, "a part of the table is not known: " + describe(call),
                                     context_.place(call));
    if (name == "ForeignKeyConstraint") add_foreign_keys(build, *call);
    if (name == "UniqueConstraint") add_unique(build, *call);
    if (name == "CheckConstraint") add_check(build, *call);
    if (name == "Index") add_index(build, *call);
    if (name == "ExcludeConstraint" || name == "dialects.postgresql.ExcludeConstraint") add_exclusion(build, *call);
  }
  // One name, one index: what the table's own Index(…) says goes before index=True.
  std::vector<Index>& indexes = build.table.indexes;
  for (std::size_t i = 0; i < indexes.size(); ++i)
    for (std::size_t k = i + 1; k < indexes.size() && !indexes[i].name.empty();) {
      if (indexes[k].name != indexes[i].name) {
        ++k;
        continue;
      }
      indexes[i] = indexes[k];
      indexes.erase(indexes.begin() + static_cast<std::ptrdiff_t>(k));
    }
  Table& table = build.table;
  for (const ColumnBuild& column : build.columns) table.columns.push_back(column.column);
  const auto by_name = [](const auto& a, const auto& b) {
    if (a.name != b.name) return a.name < b.name;
    return definition_of(a.columns) < definition_of(b.columns);
  };
  std::stable_sort(table.foreign_keys.begin(), table.foreign_keys.end(), by_name);
  std::stable_sort(table.uniques.begin(), table.uniques.end(), by_name);
  std::stable_sort(table.checks.begin(), table.checks.end(), [](const Check& a, const Check& b) {
    return std::pair(a.name, a.expression.value()) < std::pair(b.name, b.expression.value());
  });
  std::stable_sort(table.indexes.begin(), table.indexes.end(),
                   [](const Index& a, const Index& b) { return a.name < b.name; });
}

}  // namespace si::sqlalchemy
