// Classification: a class is a model because of its bases.
//
// SQLAlchemy's declarative scan walks the class's method resolution order. The walk here is the same, with two
// additions that a metaclass makes at run time: the `cls=` class of declarative_base() and the model class of
// Flask-SQLAlchemy stand behind the base they are given to.
#include "sources/sqlalchemy/mapper.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/known_bases.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::describe;
using python::NodeKind;

namespace {

bool has_own(const ClassInfo& klass, std::string_view name) { return klass.scope.find(name) != nullptr; }

// Packages whose classes never make a model.
bool is_plain_external(const Value* value) {
  if (!value->is(ValueKind::kExternal)) return false;
  static constexpr std::string_view kPlain[] = {"builtins.",    "typing.",    "typing_extensions.", "abc.",
                                                "enum.",        "pydantic.",  "dataclasses.",       "collections.",
                                                "flask_login.", "functools.", "datetime.",          "json.",
                                                "logging.",     "uuid.",      "sqlalchemy."};
  return std::any_of(std::begin(kPlain), std::end(kPlain),
                     [&](std::string_view package) { return value->text.starts_with(package); });
}

}  // namespace

Mapper::Mapper(Context& context) : context_(context) {
  context_.evaluator.stands_for = [this](const std::string& name) { return known_mixin(context_.evaluator, name); };
  context_.evaluator.table_attribute = [this](const Value* object, std::string_view name) {
    return table_attribute(object, name);
  };
  // A name that Flask-SQLAlchemy or the class behind a base makes.
  context_.evaluator.made_attribute = [this](const ClassInfo& klass, std::string_view name) -> const Value* {
    if (name != "__tablename__") return nullptr;
    const Mapping* mapping = find(klass);
    return mapping->table == nullptr ? nullptr : context_.evaluator.string(mapping->table->table.name);
  };
}

// Class.__table__.fullname, Table(…).name and the like; null: something else, or not known.
const Value* Mapper::table_attribute(const Value* object, std::string_view name) {
  if (name != "name" && name != "fullname" && name != "key" && name != "schema") return nullptr;
  std::string table;
  Known<std::string> schema;
  if (object->is(ValueKind::kAttribute) && object->base->is(ValueKind::kClass)) {
    const TableBuild* build = find(*object->base->klass)->table;
    if (build == nullptr) return nullptr;
    table = build->name.name;
    schema = build->schema;
  } else if (called_name(object) == "Table") {
    const Value* given = object->argument("name", 0);
    if (given == nullptr || !given->is(ValueKind::kString)) return nullptr;
    table = given->text;
    const Value *own = object->argument("schema"), *metadata = object->argument("metadata", 1);
    if (own != nullptr && own->is(ValueKind::kString)) {
      schema = own->text;
    } else if (own == nullptr && metadata != nullptr && name != "name") {
      schema = read_metadata(metadata, {object->scope, object->node}).schema;
    } else {
      schema = Known<std::string>::unresolved("the schema is not known");
    }
  } else {
    return nullptr;
  }
  if (name == "name") return context_.evaluator.string(table);
  if (!schema.known()) return nullptr;
  if (name == "schema") return schema->empty() ? context_.evaluator.none() : context_.evaluator.string(*schema);
  return context_.evaluator.string(schema->empty() ? table : *schema + "." + table);
}

const Mapping* Mapper::find(const ClassInfo& klass) {
  auto [entry, added] = mappings_.try_emplace(&klass);
  if (added) {
    entry->second = std::make_unique<Mapping>();
    Mapping& mapping = *entry->second;
    mapping.klass = &klass;
    classify(mapping);
    if ((mapping.role == Role::kMapped || mapping.role == Role::kSingle) && !mapping.again)
      mapping_order_.push_back(&mapping);
    return &mapping;
  }
  return entry->second.get();
}

bool Mapper::is_root_class(const ClassInfo& klass, const Value** root) {
  Evaluator& e = context_.evaluator;
  for (const Value* base : e.bases(klass)) {
    const std::string name = known_name(base);
    if (name == "DeclarativeBase" || name == "DeclarativeBaseNoMeta") {
      *root = e.class_value(klass);
      return true;
    }
  }
  for (const Argument& keyword : klass.keywords)
    if (keyword.name == "metaclass" && known_name(keyword.value) == "DeclarativeMeta") {
      *root = e.class_value(klass);
      return true;
    }
  for (std::size_t i = 2; i < klass.node->children().size(); ++i) {
    const Value* decorator = e.evaluate(klass.node->children()[i], *klass.outer);
    const std::string name = decorator->is(ValueKind::kCall) ? called_name(decorator) : known_name(decorator);
    const bool method = decorator->is(ValueKind::kAttribute) ? decorator->text == "as_declarative_base"
                        : decorator->is(ValueKind::kCall) && decorator->base->is(ValueKind::kAttribute)
                            ? decorator->base->text == "as_declarative_base"
                            : false;
    if (name == "as_declarative" || method) {
      *root = decorator;
      return true;
    }
  }
  return false;
}

// `@registry.mapped` and `@registry.mapped_as_dataclass`.
bool Mapper::maps_itself(const ClassInfo& klass) {
  for (std::size_t i = 2; i < klass.node->children().size(); ++i) {
    const Value* decorator = context_.evaluator.evaluate(klass.node->children()[i], *klass.outer);
    if (decorator->is(ValueKind::kCall)) decorator = decorator->base;
    if (decorator->is(ValueKind::kAttribute) &&
        (decorator->text == "mapped" || decorator->text == "mapped_as_dataclass") &&
        called_name(decorator->base) == "registry")
      return true;
  }
  return false;
}

void Mapper::expand_order(const ClassInfo& klass, Mapping& mapping, const Value** root, int depth) {
  if (depth > 5) return;
  for (const Value* base : context_.evaluator.mro(klass)) {
    if (base->is(ValueKind::kClass)) {
      if (std::find(mapping.order.begin(), mapping.order.end(), base->klass) != mapping.order.end()) continue;
      mapping.order.push_back(base->klass);
      if (*root == nullptr) is_root_class(*base->klass, root);
      continue;
    }
    const std::string called = called_name(base);
    const bool generated =
        base->is(ValueKind::kCall) && base->base->is(ValueKind::kAttribute) && base->base->text == "generate_base";
    if (called == "declarative_base" || called == "automap_base" || generated) {
      if (*root == nullptr) *root = base;
      if (const Value* mixin = keyword_of(base, "cls"); mixin && mixin->is(ValueKind::kClass))
        expand_order(*mixin->klass, mapping, root, depth + 1);
    } else if (is_flask_model(base)) {
      mapping.flask = true;
      if (*root == nullptr) *root = base;
      // The object is assumed: its base class may have columns.
      if (const Value* metadata = keyword_of(base->base, "metadata");
          metadata != nullptr && metadata->is(ValueKind::kUnknown) && mapping.unknown_base.empty())
        mapping.unknown_base = "the base class may have columns: " + describe(metadata), mapping.assumed_base = true;
      if (const Value* mixin = keyword_of(base->base, "model_class"); mixin && mixin->is(ValueKind::kClass))
        expand_order(*mixin->klass, mapping, root, depth + 1);
    } else if (known_name(base) == "sqlmodel.SQLModel") {
      mapping.sqlmodel = true;
      if (*root == nullptr) *root = base;
    } else if (known_name(base).starts_with("flask_sqlalchemy.") && known_name(base).ends_with("Model")) {
      continue;
    } else if (!is_plain_external(base) && mapping.unknown_base.empty()) {
      mapping.unknown_base = "base class " + describe(base) + " was not found";
    }
  }
}

// A class body that could only be a model's, though its base was not found.
bool Mapper::looks_mapped(const ClassInfo& klass) {
  if (!has_own(klass, "__tablename__") && !has_own(klass, "__table__")) return false;
  return std::any_of(klass.scope.bindings.begin(), klass.scope.bindings.end(), [&](const Binding& binding) {
    if (binding.kind != BindingKind::kAssign && binding.kind != BindingKind::kAnnotated) return false;
    if (binding.node == nullptr || binding.node->kind != NodeKind::kCall) return false;
    const Value* value = context_.evaluator.binding_value(binding, klass.scope);
    return column_object(value) != nullptr || called_name(value) == "Table" || called_name(value) == "relationship";
  });
}

const Value* Mapper::class_attribute(const Mapping& mapping, std::string_view name) {
  for (const ClassInfo* klass : mapping.order)
    if (const Value* value = context_.evaluator.final_value(klass->scope, name)) return value;
  return nullptr;
}

void Mapper::classify(Mapping& mapping) {
  const ClassInfo& klass = *mapping.klass;
  const Value* root = nullptr;
  const bool self_mapped = maps_itself(klass);
  expand_order(klass, mapping, &root, 0);
  if (self_mapped && root == nullptr) {
    for (std::size_t i = 2; i < klass.node->children().size(); ++i) {
      const Value* decorator = context_.evaluator.evaluate(klass.node->children()[i], *klass.outer);
      if (decorator->is(ValueKind::kCall)) decorator = decorator->base;
      if (decorator->is(ValueKind::kAttribute)) root = decorator->base;
    }
  }
  if (root == nullptr) {
    if (mapping.unknown_base.empty() || !looks_mapped(klass)) return;
    root = context_.evaluator.external(mapping.unknown_base);
    mapping.root = root;
    read_root(mapping, root, {klass.outer, klass.node});
    mapping.metadata.identity = nullptr;
  } else {
    mapping.root = root;
    const Value* own_root = nullptr;
    if (is_root_class(klass, &own_root)) {
      mapping.role = Role::kBase;
      read_root(mapping, root, {klass.outer, klass.node});
      return;
    }
    read_root(mapping, root, {klass.outer, klass.node});
  }
  // The `cls=` class of a base is no model of its own, nor is a base class that is one's model_class.
  const Value* abstract =
      has_own(klass, "__abstract__") ? context_.evaluator.final_value(klass.scope, "__abstract__") : nullptr;
  if (abstract != nullptr && context_.evaluator.truth(abstract) == true) {
    mapping.role = Role::kAbstract;
    return;
  }
  for (const Value* base : context_.evaluator.bases(klass)) {
    if (known_name(base) == "AbstractConcreteBase") {
      mapping.role = Role::kAbstract;
      return;
    }
  }
  if (mapping.sqlmodel) {
    const auto table =
        std::find_if(klass.keywords.begin(), klass.keywords.end(), [](const Argument& a) { return a.name == "table"; });
    if (table == klass.keywords.end() || context_.evaluator.truth(table->value) != true) return;
  }
  for (std::size_t i = 1; i < mapping.order.size(); ++i) {
    const Mapping* base = find(*mapping.order[i]);
    if (base->role != Role::kMapped && base->role != Role::kSingle) continue;
    mapping.parent = base;
    break;
  }
  const Known<std::optional<std::string>> name = table_name(mapping);
  if (!name.known()) {
    // Without its name the table cannot be compared; say so.
    context_.unresolved_table({"", klass.name}, "the table name of class " + klass.name + ": " + name.reason(),
                              context_.place(klass.outer, klass.node));
    return;
  }
  const ClassInfo* owner = nullptr;
  const Value* own_table = evaluated_attribute(mapping, "__table__", &owner);
  if (own_table != nullptr && !own_table->is(ValueKind::kNone)) {
    const Value* table =
        own_table->is(ValueKind::kAttribute) && !own_table->items.empty() ? own_table->items[0] : own_table;
    if (TableBuild* build = core_table(table)) {
      mapping.role = Role::kMapped;
      mapping.table = build;
      if (build->klass == nullptr) build->klass = &klass;
      if (is_inside(&klass.scope)) build->outside = false;
      for (const ClassInfo* each : mapping.order)
        for (const Binding& binding : each->scope.bindings) {
          // `attr = table.c.column`
          TableBuild* found_in = nullptr;
          if (binding.kind != BindingKind::kAssign) continue;
          const Value* value = context_.evaluator.binding_value(binding, each->scope);
          if (const ColumnBuild* column = find_column(value, &found_in); column != nullptr && found_in == build)
            build->attribute_columns[std::string(binding.name)] = column->column.name;
        }
      for (ColumnBuild& column : build->columns) {
        if (column.column.attribute.empty()) column.column.attribute = column.key;
        for (const auto& [attribute, name_of_column] : build->attribute_columns)
          if (name_of_column == column.column.name) column.column.attribute = attribute;
      }
    }
    return;
  }
  if (!name->has_value()) {
    if (mapping.parent == nullptr) {
      // SQLAlchemy would refuse it: the base that was not found must name the table.
      if (!mapping.unknown_base.empty() && mapping.root != nullptr && !mapping.sqlmodel && is_inside(&klass.scope))
        context_.unresolved_table({"", klass.name},
                                  "the table name of class " + klass.name + ": " + mapping.unknown_base,
                                  context_.place(klass.outer, klass.node));
      return;
    }
    mapping.role = Role::kSingle;
    mapping.table = mapping.parent->table;
    if (mapping.table != nullptr) collect_columns(mapping, *mapping.table);
    return;
  }
  mapping.role = Role::kMapped;
  build_table(mapping, **name);
}

// An attribute as the class sees it: declared_attr functions run for the class. Plain ones of mapped parents do not
// count, as in SQLAlchemy. Null: not set.
const Value* Mapper::evaluated_attribute(const Mapping& mapping, std::string_view name, const ClassInfo** owner) {
  Evaluator& e = context_.evaluator;
  bool counts = false;
  const Value* value = nullptr;
  for (const ClassInfo* klass : mapping.order) {
    const Value* found = e.final_value(klass->scope, name);
    if (found == nullptr) continue;
    const bool is_function = found->is(ValueKind::kFunction);
    bool class_mapped = false;
    if (klass != mapping.klass) {
      const Mapping* other = find(*klass);
      class_mapped = other->role == Role::kMapped || other->role == Role::kSingle;
    }
    counts = counts || !class_mapped || is_function;
    if (value == nullptr) {
      value = found;
      *owner = klass;
    }
  }
  if (!counts || value == nullptr) return nullptr;
  if (value->is(ValueKind::kFunction))
    return e.call_function(value, {{"", e.class_value(*mapping.klass), nullptr}}, value->klass);
  if (value->is(ValueKind::kCall) &&
      (called_name(value) == "declared_attr" || known_name(value->base) == "builtins.classmethod") &&
      !value->arguments.empty() && value->arguments[0].value->is(ValueKind::kFunction))
    return e.call_function(value->arguments[0].value, {{"", e.class_value(*mapping.klass), nullptr}}, *owner);
  return value;
}

// Flask-SQLAlchemy: a name is made unless one is declared nearer than any abstract class.
bool Mapper::flask_sets_name(const Mapping& mapping) {
  if (!mapping.flask) return false;
  for (const ClassInfo* klass : mapping.order) {
    const Value* value = context_.evaluator.final_value(klass->scope, "__tablename__");
    if (value == nullptr) continue;
    if (value->is(ValueKind::kFunction)) return false;
    const Mapping* other = klass == mapping.klass ? &mapping : find(*klass);
    const bool mapped = other->role == Role::kMapped || other->role == Role::kSingle;
    return klass != mapping.klass && mapped;
  }
  // Without a primary key of its own a child shares its parent's table.
  return true;
}

namespace {

// Flask-SQLAlchemy's camel_to_snake_case().
std::string camel_to_snake(const std::string& name) {
  std::string out;
  const auto upper = [&](std::size_t i) { return i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; };
  const auto lower = [&](std::size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
  const auto digit = [&](std::size_t i) { return i < name.size() && name[i] >= '0' && name[i] <= '9'; };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (upper(i) && i > 0 && (lower(i - 1) || digit(i - 1) || lower(i + 1))) out += '_';
    out += name[i];
  }
  out = to_lower_ascii(out);
  return out.substr(std::min(out.find_first_not_of('_'), out.size()));
}

}  // namespace

// `__init_subclass__` of a base may rewrite the name: cls.__tablename__ = prefix + cls.__tablename__
Known<std::optional<std::string>> Mapper::subclass_name(const Mapping& mapping, const Value* name) {
  using Name = Known<std::optional<std::string>>;
  for (const ClassInfo* klass : mapping.order) {
    const Value* hook =
        klass == mapping.klass ? nullptr : context_.evaluator.final_value(klass->scope, "__init_subclass__");
    if (hook == nullptr || !hook->is(ValueKind::kFunction) || hook->node->child(1) == nullptr) continue;
    for (const Node* statement : hook->node->child(1)->children()) {
      if (statement->kind != NodeKind::kAssign || statement->child(0)->kind != NodeKind::kAttribute ||
          statement->child(0)->text != "__tablename__")
        continue;
      Scope* frame =
          context_.evaluator.bind(hook, {{"", context_.evaluator.class_value(*mapping.klass), nullptr}}, klass);
      const Value* rewritten = frame ? context_.evaluator.evaluate(statement->children().back(), *frame) : nullptr;
      if (rewritten == nullptr || !rewritten->is(ValueKind::kString))
        return Name::unresolved("__init_subclass__ rewrites it");
      return Name(std::optional<std::string>(rewritten->text));
    }
  }
  return Name(std::optional<std::string>(name->text));
}

Known<std::optional<std::string>> Mapper::table_name(const Mapping& mapping) {
  using Name = Known<std::optional<std::string>>;
  const ClassInfo* owner = nullptr;
  const Value* value = evaluated_attribute(mapping, "__tablename__", &owner);
  if (value != nullptr) {
    if (value->is(ValueKind::kString)) return subclass_name(mapping, value);
    if (value->is(ValueKind::kEnumMember) && value->items[0]->is(ValueKind::kString))
      return Name(std::optional<std::string>(value->items[0]->text));
    if (called_name(value) == "quoted_name" && value->argument("value", 0) &&
        value->argument("value", 0)->is(ValueKind::kString))
      return Name(std::optional<std::string>(value->argument("value", 0)->text));
    if (!value->is(ValueKind::kNone)) return Name::unresolved(describe(value));
  }
  if (mapping.sqlmodel && value == nullptr)
    return Name(std::optional<std::string>(to_lower_ascii(mapping.klass->name)));
  if (value == nullptr && flask_sets_name(mapping)) {
    if (mapping.parent == nullptr) return Name(std::optional<std::string>(camel_to_snake(mapping.klass->name)));
    TableBuild probe;
    collect_columns(mapping, probe);
    const bool key =
        std::any_of(probe.columns.begin(), probe.columns.end(), [](const ColumnBuild& c) { return c.primary_key; });
    if (key) return Name(std::optional<std::string>(camel_to_snake(mapping.klass->name)));
  }
  return Name();
}

void Mapper::map_imperatively(const Module& module) {
  // mapper(Class, table), registry.map_imperatively(Class, table)
  for (const Node* node : module.scope.calls) {
    const std::string_view callee = node->child(0) ? node->child(0)->text : std::string_view();
    if (callee != "mapper" && callee != "map_imperatively") continue;
    const Value* call = context_.evaluator.evaluate(node, module.scope);
    if (!call->is(ValueKind::kCall)) continue;
    const bool method = call->base->is(ValueKind::kAttribute) && call->base->text == "map_imperatively";
    const std::string name = called_name(call);
    if (!method && name != "mapper" && name != "map_imperatively") continue;
    const Value* klass = call->argument("class_", 0);
    const Value* table = call->argument("local_table", 1);
    if (klass == nullptr || table == nullptr || !klass->is(ValueKind::kClass)) continue;
    if (table->is(ValueKind::kAttribute) && !table->items.empty()) table = table->items[0];
    TableBuild* build = core_table(table);
    if (build == nullptr) continue;
    auto mapping = std::make_unique<Mapping>();
    mapping->klass = klass->klass;
    mapping->role = Role::kMapped;
    mapping->order = {klass->klass};
    mapping->table = build;
    mapping->mapped_by = call;
    if (build->klass == nullptr) build->klass = klass->klass;
    // properties={"attr": table.c.column}
    if (const Value* properties = keyword_of(call, "properties"); properties && properties->is(ValueKind::kDict))
      for (std::size_t i = 0; i + 1 < properties->items.size(); i += 2) {
        TableBuild* found_in = nullptr;
        const Value* property = properties->items[i + 1];  // synonym("_attr", map_column=True) renames the attribute
        if (called_name(property) == "synonym" && property->argument("map_column") && property->argument("name", 0) &&
            context_.evaluator.truth(property->argument("map_column")) == true)
          build->attribute_columns[property->argument("name", 0)->text] = properties->items[i]->text;
        if (const ColumnBuild* column = find_column(properties->items[i + 1], &found_in); column && found_in == build)
          build->attribute_columns[properties->items[i]->text] = column->column.name;
      }
    for (ColumnBuild& column : build->columns) {
      if (column.column.attribute.empty()) column.column.attribute = column.key;
      for (const auto& [attribute, column_name] : build->attribute_columns)
        if (column_name == column.column.name) column.column.attribute = attribute;
    }
    // Mapped twice, the last one counts; where the first stands, others point to.
    auto& slot = mappings_[klass->klass];
    if (slot == nullptr)
      slot = std::move(mapping);
    else
      *slot = std::move(*mapping);
    if (std::find(mapping_order_.begin(), mapping_order_.end(), slot.get()) == mapping_order_.end())
      mapping_order_.push_back(slot.get());
  }
}

bool Mapper::is_inside(const Scope* scope) const { return scope != nullptr && inside_.contains(scope->module); }

// A table that a function made belongs to the module that called it.
void Mapper::take_inside(TableBuild* table, const Scope& scope, const Node* statement) {
  if (table == nullptr || !is_inside(&scope) || !table->outside) return;
  table->outside = false;
  table->table.location = context_.place(&scope, statement);
}

// type("Name", (Base,), {"__table__": table})
void Mapper::map_made_class(const Value* call, const Module& module, const Node* statement) {
  if (call->is(ValueKind::kClass) && call->klass->is_made) find(*call->klass);
  if (!call->is(ValueKind::kCall) || !call->base->is(ValueKind::kExternal) || call->base->text != "builtins.type" ||
      call->arguments.size() != 3 || !call->arguments[0].value->is(ValueKind::kString) ||
      !call->arguments[2].value->is(ValueKind::kDict))
    return;
  const Value* body = call->arguments[2].value;
  for (std::size_t i = 0; i + 1 < body->items.size(); i += 2) {
    if (!body->items[i]->is(ValueKind::kString) || body->items[i]->text != "__table__") continue;
    TableBuild* build = core_table(body->items[i + 1]);
    if (build == nullptr) return;
    build->table.classes.push_back(
        {call->arguments[0].value->text, module.name, context_.place(&module.scope, statement)});
    for (ColumnBuild& column : build->columns) column.column.attribute = column.key;
  }
}

// for name in ("a", "b"): Table(f"{name}_map", …)
void Mapper::unroll_loops(const Module& module) {
  Evaluator& e = context_.evaluator;
  for (const Node* loop : module.scope.loops) {
    const Node* target = loop->child(0);
    const Node* body = loop->child(2);
    if (target == nullptr || target->kind != NodeKind::kName || body == nullptr) continue;
    const bool makes_tables = std::any_of(body->children().begin(), body->children().end(), [](const Node* statement) {
      const Node* call = statement->kind == NodeKind::kExpression || statement->kind == NodeKind::kAssign
                             ? statement->children().back()
                             : nullptr;
      return call != nullptr && call->kind == NodeKind::kCall && call->child(0) && call->child(0)->text == "Table";
    });
    if (!makes_tables) continue;
    const Value* list = e.evaluate(loop->child(1), module.scope);
    if (!list->is_sequence() || list->items.size() > 100) {
      context_.unresolved_table({}, "tables made in a loop over " + describe(list),
                                context_.place(&module.scope, loop));
      continue;
    }
    for (const Value* item : list->items) {
      Scope* frame = e.frame_with(module.scope, target->text, item);
      for (const Node* statement : body->children()) {
        if (statement->kind != NodeKind::kExpression && statement->kind != NodeKind::kAssign) continue;
        const Value* value = e.evaluate(statement->children().back(), *frame);
        core_table(value);
        map_made_class(value, module, statement);
        if (statement->kind == NodeKind::kAssign && statement->child(0)->kind == NodeKind::kName)
          frame->given[statement->child(0)->text] = value;
      }
    }
  }
}

void Mapper::add_module(const Module& module) {
  Evaluator& e = context_.evaluator;
  const auto each_binding = [&](const Scope& scope) {
    for (const Binding& binding : scope.bindings) {
      if (binding.kind != BindingKind::kAssign || binding.node == nullptr || binding.node->kind != NodeKind::kCall)
        continue;
      if (binding.name == "__table__" || scope.in_loop(*binding.statement)) continue;
      const Value* value = e.binding_value(binding, scope);
      take_inside(core_table(value), scope, binding.statement);
      // Model = type("Model", (Base,), …) of what only running tells.
      if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kExternal) &&
          value->base->text == "builtins.type" && value->arguments.size() == 3 && is_inside(&scope))
        miss_made_class(*value, binding.name, context_.place(&scope, binding.statement));
    }
  };
  std::vector<std::pair<std::uint32_t, const ClassInfo*>> classes;  // with the place that each stands at
  for (const ClassInfo* klass : e.classes(module)) classes.emplace_back(klass->node->begin, klass);
  for (const Binding& binding : module.scope.bindings) {
    if (binding.kind != BindingKind::kAssign || binding.node == nullptr || binding.node->kind != NodeKind::kCall)
      continue;
    const Value* value = e.binding_value(binding, module.scope);
    if (value->is(ValueKind::kClass) && value->klass->is_made && is_inside(&module.scope))
      classes.emplace_back(binding.position, value->klass);
  }
  std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [place, klass] : classes) {
    find(*klass);
    each_binding(klass->scope);  // a class as a namespace of tables
  }
  each_binding(module.scope);
  for (const Node* node : module.scope.calls)
    if (node->child(0) && node->child(0)->text == "Table")
      take_inside(core_table(e.evaluate(node, module.scope)), module.scope, node);
  for (const Node* statement : module.scope.attribute_assignments) {  // Class.table = Table(…)
    const Node* value = statement->children().back();
    if (value == nullptr || value->kind != NodeKind::kCall || value->child(0) == nullptr ||
        value->child(0)->text != "Table")
      continue;
    const Value* table = e.evaluate(value, module.scope);
    take_inside(core_table(table), module.scope, statement);
    const Node* target = statement->child(0);
    if (target->kind != NodeKind::kAttribute || target->child(0) == nullptr) continue;
    const Value* owner = e.evaluate(target->child(0), module.scope);
    if (owner->is(ValueKind::kClass)) owner->klass->late[std::string(target->text)] = table;
  }
  unroll_loops(module);
  map_imperatively(module);
}

}  // namespace si::sqlalchemy
