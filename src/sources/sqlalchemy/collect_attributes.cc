// The attributes of mapped classes.
//
// A class's attributes come from the bodies of the classes in its mapping's order, the nearest first; a mapped base
// brings all that it has. To these come what is set after the class, and the backrefs of other classes' relationships.
// Any of these may hide names from a static reading (setattr(), a metaclass, a base that was not found): then the class
// may have any attribute, and says why.
#include "sources/sqlalchemy/collect_attributes.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/known_bases.h"
#include "sources/sqlalchemy/unparsed_functions.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::describe;
using python::NodeKind;
using python::same_value;

namespace {

bool is_class_mapped(const Mapping* mapping) {
  return mapping != nullptr && (mapping->role == Role::kMapped || mapping->role == Role::kSingle);
}

// `__secret` in class A is `_A__secret`.
std::string mangled(std::string_view name, const ClassInfo& klass) {
  if (!name.starts_with("__") || name.ends_with("__")) return std::string(name);
  const std::string owner = klass.name.substr(std::min(klass.name.find_first_not_of('_'), klass.name.size()));
  return owner.empty() ? std::string(name) : "_" + owner + std::string(name);
}

// The attribute that is bound when all of a class's statements have run, as known_name() gives it: "hybrid_property".
std::string decorator_name(Evaluator& evaluator, const Value* function, std::size_t at) {
  const Value* decorator = evaluator.evaluate(function->node->children()[at], *function->scope);
  if (decorator->is(ValueKind::kCall)) decorator = decorator->base;
  if (decorator->is(ValueKind::kExternal) &&
      (decorator->text == "builtins.property" || decorator->text.ends_with("cached_property") ||
       decorator->text.ends_with("classproperty") || decorator->text.ends_with("lazyproperty")))
    return "property";
  return known_name(decorator);
}

// What a decorator of SQLAlchemy or Python makes of a function.
AttributeKind function_kind(Evaluator& evaluator, const Value* function, bool& declared) {
  AttributeKind kind = AttributeKind::kMethod;
  if (function->node->kind != NodeKind::kFunction) return AttributeKind::kClassValue;
  for (std::size_t i = 3; i < function->node->children().size(); ++i) {
    const Node* written = function->node->children()[i];
    const std::string name = decorator_name(evaluator, function, i);
    if (name == "declared_attr") declared = true;
    if (name == "hybrid_property" || name == "hybrid_method") kind = AttributeKind::kHybrid;
    if (name == "property") kind = AttributeKind::kProperty;
    if (name == "synonym_for") kind = AttributeKind::kSynonym;
    // `@full.expression`, `@full.setter`: what `full` is.
    if (written->kind == NodeKind::kCall) written = written->child(0);
    if (written == nullptr || written->kind != NodeKind::kAttribute) continue;
    static constexpr std::string_view kParts[] = {"setter",     "deleter",           "expression", "comparator",
                                                  "getter",     "update_expression", "inplace",    "overrides",
                                                  "as_inplace", "bulk_dml"};
    const bool part = std::find(std::begin(kParts), std::end(kParts), written->text) != std::end(kParts);
    const Node* first = written->child(0);
    while (first != nullptr && first->kind == NodeKind::kAttribute) first = first->child(0);
    if (!part || first == nullptr || first->kind != NodeKind::kName) continue;
    kind = AttributeKind::kProperty;
    const Value* before = evaluator.lookup(first->text, *function->scope, function->node->begin);
    if (before->is(ValueKind::kFunction) && before->node != function->node &&
        before->node->begin < function->node->begin) {
      bool unused = false;
      kind = function_kind(evaluator, before, unused);
    } else if (called_name(before) == "hybrid_property") {
      kind = AttributeKind::kHybrid;
    }
  }
  return kind;
}

AttributeKind call_kind(const std::string& name) {
  if (name == "relationship" || name == "relation" || name == "dynamic_loader" || name == "sqlmodel.Relationship")
    return AttributeKind::kRelationship;
  if (name == "column_property") return AttributeKind::kColumnProperty;
  if (name == "composite") return AttributeKind::kComposite;
  if (name == "synonym" || name == "synonym_for") return AttributeKind::kSynonym;
  if (name == "query_expression") return AttributeKind::kQueryExpression;
  if (name == "hybrid_property" || name == "hybrid_method") return AttributeKind::kHybrid;
  if (name == "association_proxy" || name == "AssociationProxy") return AttributeKind::kAssociationProxy;
  return AttributeKind::kClassValue;
}

std::string positional_name(AttributeKind kind, std::size_t position) {
  if (kind == AttributeKind::kRelationship) return position == 0 ? "argument" : position == 1 ? "secondary" : "";
  if (kind == AttributeKind::kSynonym) return position == 0 ? "name" : position == 1 ? "map_column" : "";
  if (kind == AttributeKind::kAssociationProxy)
    return position == 0 ? "target_collection" : position == 1 ? "attr" : position == 2 ? "creator" : "";
  return position == 0 ? "argument" : "";
}

// Sets an attribute of what it is given.
bool sets_attributes(const Node& node) {
  if (node.kind == NodeKind::kAssign && node.children()[0]->kind == NodeKind::kAttribute) return true;
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr && node.child(0)->text == "setattr") return true;
  return std::any_of(node.children().begin(), node.children().end(),
                     [](const Node* child) { return child != nullptr && sets_attributes(*child); });
}

// Python's own decorators of classes, and those that add no attribute.
bool is_harmless_decorator(const Value* decorator) {
  if (decorator->is(ValueKind::kCall)) decorator = decorator->base;
  if (decorator->is(ValueKind::kFunction)) return !sets_attributes(*decorator->node);
  if (decorator->is(ValueKind::kAttribute))
    return decorator->text == "mapped" || decorator->text == "mapped_as_dataclass" ||
           decorator->text == "as_declarative_base" || decorator->text == "register" || decorator->text == "resource";
  if (!decorator->is(ValueKind::kExternal)) return false;
  static constexpr std::string_view kPackages[] = {"sqlalchemy.",        "dataclasses.", "functools.", "typing.",
                                                   "typing_extensions.", "six.",         "attr."};
  return std::any_of(std::begin(kPackages), std::end(kPackages),
                     [&](std::string_view package) { return decorator->text.starts_with(package); });
}

bool has_method(Evaluator& evaluator, const ClassInfo& klass, std::string_view name) {
  return evaluator.final_value(klass.scope, name) != nullptr;
}

}  // namespace

void AttributeCollector::add(Reading& reading, ModelAttribute attribute) {
  const auto [entry, added] = reading.attributes.try_emplace(attribute.name, attribute);
  // What only a method sets, or an annotation announces, gives way to what the class has.
  if (!added && entry->second.kind >= AttributeKind::kAnnotation && attribute.kind < entry->second.kind)
    entry->second = std::move(attribute);
}

// Finds the column of that attribute in the tables of the class; false: there is none.
bool AttributeCollector::set_column(const Reading& reading, ModelAttribute& attribute) const {
  for (const Mapping* mapping = reading.mapping; mapping != nullptr; mapping = mapping->parent) {
    if (mapping->table == nullptr) continue;
    const auto found = mapping->table->attribute_columns.find(attribute.name);
    if (found == mapping->table->attribute_columns.end()) continue;
    attribute.kind = AttributeKind::kColumn;
    attribute.column = found->second;
    attribute.table = mapping->table->name;
    return true;
  }
  return false;
}

void AttributeCollector::read_call(Reading& reading, ModelAttribute& attribute, const Value* call,
                                   const Node* annotation, const Scope& scope) {
  attribute.kind = call_kind(called_name(call));
  if (attribute.kind == AttributeKind::kClassValue) return;
  std::size_t position = 0;
  for (const Argument& argument : call->arguments) {
    WrittenArgument written;
    written.name = argument.name.empty() ? positional_name(attribute.kind, position++) : std::string(argument.name);
    if (argument.value->is(ValueKind::kString)) written.string = argument.value->text;
    const Node* node = argument.node;
    if (node != nullptr && node->kind == NodeKind::kKeyword) node = node->child(0);
    if (node != nullptr && call->scope != nullptr && call->scope->module != nullptr &&
        call->scope->module->tree != nullptr && node->end <= call->scope->module->tree->document().content().size()) {
      written.text = call->scope->module->tree->source(*node);
      written.location = context_.place(call->scope, node);
    }
    attribute.arguments.push_back(std::move(written));
  }
  const auto text = [&](std::string_view name, int at) -> std::string {
    const Value* value = call->argument(name, at);
    return value != nullptr && value->is(ValueKind::kString) ? value->text : "";
  };
  if (attribute.kind == AttributeKind::kSynonym) attribute.target = text("name", 0);
  if (attribute.kind == AttributeKind::kAssociationProxy) attribute.target = text("target_collection", 0);
  if (attribute.kind == AttributeKind::kRelationship) read_relationship(reading, attribute, call, annotation, scope);
}

ModelAttribute AttributeCollector::classify(Reading& reading, std::string name, const Value* value,
                                            const Node* annotation, const Scope& scope) {
  ModelAttribute attribute;
  attribute.name = std::move(name);
  Evaluator& e = context_.evaluator;
  const ClassInfo& mapped = *reading.mapping->klass;
  if (value != nullptr && value->is(ValueKind::kFunction)) {
    bool declared = false;
    attribute.kind = function_kind(e, value, declared);
    if (aggregated_column(e, value) != nullptr && set_column(reading, attribute)) return attribute;
    if (!declared) return attribute;
    if (annotation == nullptr) annotation = value->node->child(2);
    value = e.call_function(value, {{"", e.class_value(mapped), nullptr}}, value->klass);
  } else if (value != nullptr && called_name(value) == "declared_attr" && !value->arguments.empty() &&
             value->arguments[0].value->is(ValueKind::kFunction)) {
    value = e.call_function(value->arguments[0].value, {{"", e.class_value(mapped), nullptr}}, scope.owner);
  }
  if (value != nullptr && value->is(ValueKind::kAttribute) && !value->items.empty()) value = value->items[0];
  if (value != nullptr && (value->is(ValueKind::kChoice) || value->is(ValueKind::kUnknown))) attribute.certain = false;
  if (value != nullptr && value->is(ValueKind::kChoice))
    for (const Value* each : value->items)
      if (called_name(each) == "relationship" || column_object(each) != nullptr) value = each;
  if (value != nullptr && column_object(value) == nullptr && value->is(ValueKind::kCall)) {
    if (called_name(value) == "declared_attr") value = nullptr;
    if (value != nullptr) read_call(reading, attribute, value, annotation, scope);
    if (attribute.kind != AttributeKind::kClassValue) return attribute;
  }
  if (set_column(reading, attribute)) return attribute;
  if (value == nullptr && annotation != nullptr) {
    // `owner: Mapped[Owner]` alone is a relationship; anything else that is only annotated is no attribute yet.
    // To a class that is mapped imperatively it says nothing: its table and properties do.
    const bool maps = reading.mapping->mapped_by == nullptr && read_annotation(context_, annotation, scope).mapped;
    attribute.kind = maps ? AttributeKind::kRelationship : AttributeKind::kAnnotation;
    if (maps) {
      attribute.certain = false;
      attribute.target = annotated_target(annotation, scope, false);
    }
  }
  return attribute;
}

void AttributeCollector::read_body(Reading& reading, const ClassInfo& klass) {
  Evaluator& e = context_.evaluator;
  for (const auto& [bound, bindings] : klass.scope.by_name) {
    if (bound.starts_with("__") && bound.ends_with("__")) continue;
    std::string name = mangled(bound, klass);
    if (reading.attributes.contains(name) && reading.attributes.find(name)->second.kind < AttributeKind::kAnnotation)
      continue;
    const Node* annotation = nullptr;
    const Binding* last = nullptr;
    bool conditional = true;
    for (const Binding* binding : bindings) {
      if (binding->kind == BindingKind::kAnnotated) annotation = binding->statement->child(1);
      if (last == nullptr || binding->kind != BindingKind::kAnnotated || binding->node != nullptr) last = binding;
      conditional = conditional && binding->branch >= 0;
    }
    const bool only_annotated = last->kind == BindingKind::kAnnotated && last->node == nullptr;
    const Value* value = only_annotated ? nullptr : e.final_value(klass.scope, bound);
    ModelAttribute attribute = classify(reading, std::move(name), value, annotation, klass.scope);
    attribute.declared_by = klass.name;
    attribute.certain = attribute.certain && !conditional;
    attribute.location = context_.place(&klass.scope, last->statement);
    add(reading, std::move(attribute));
  }
}

void AttributeCollector::read_method_body(Reading& reading, const Node& node, std::string_view self, bool of_class,
                                          const ClassInfo& klass) {
  const auto is_self = [&](const Node* at) { return at && at->kind == NodeKind::kName && at->text == self; };
  const auto take = [&](const Node* target, const auto& take_inner) -> void {
    if (target == nullptr) return;
    if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList)
      for (const Node* child : target->children()) take_inner(child, take_inner);
    if (target->kind != NodeKind::kAttribute || !is_self(target->child(0))) return;
    ModelAttribute attribute;
    attribute.name = mangled(target->text, klass);
    attribute.kind = of_class ? AttributeKind::kClassValue : AttributeKind::kInstanceValue;
    attribute.certain = false;
    attribute.declared_by = klass.name;
    attribute.location = context_.place(&klass.scope, target);
    add(reading, std::move(attribute));
  };
  ModelClass& out = out_.classes[reading.index];
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kAssign)
      for (std::size_t i = 0; i + 1 < child->children().size(); ++i) take(child->children()[i], take);
    if (child->kind == NodeKind::kAnnotated || child->kind == NodeKind::kAugmented || child->kind == NodeKind::kFor)
      take(child->child(0), take);
    if (child->kind == NodeKind::kCall && child->child(0) != nullptr && child->child(0)->text == "setattr" &&
        is_self(child->child(1))) {
      const Node* name = child->child(2);
      if (name != nullptr && name->kind == NodeKind::kString) {
        ModelAttribute attribute;
        attribute.name = name->text;
        attribute.kind = of_class ? AttributeKind::kClassValue : AttributeKind::kInstanceValue;
        attribute.certain = false;
        attribute.declared_by = klass.name;
        attribute.location = context_.place(&klass.scope, child);
        add(reading, std::move(attribute));
      } else {
        (of_class ? out.any_attribute : out.any_instance_attribute) =
            "a method of " + klass.name + " sets attributes by setattr()";
      }
    }
    if (child->kind == NodeKind::kAttribute && child->text == "__dict__" && is_self(child->child(0)))
      out.any_instance_attribute = "a method of " + klass.name + " uses __dict__";
    read_method_body(reading, *child, self, of_class, klass);
  }
}

void AttributeCollector::read_methods(Reading& reading, const ClassInfo& klass) {
  for (const Binding& binding : klass.scope.bindings) {
    if (binding.kind != BindingKind::kFunction) continue;
    const Node* parameters = binding.node->child(0);
    const Node* body = binding.node->child(1);
    if (parameters == nullptr || parameters->children().empty() || body == nullptr) continue;
    const std::string_view self = parameters->children()[0]->text;
    static constexpr std::string_view kOfClass[] = {"__init_subclass__", "__declare_last__", "__declare_first__",
                                                    "__class_getitem__"};
    bool of_class = std::find(std::begin(kOfClass), std::end(kOfClass), binding.name) != std::end(kOfClass);
    for (std::size_t i = 3; i < binding.node->children().size(); ++i) {
      const std::string_view decorator = binding.node->children()[i]->text;
      of_class = of_class || decorator == "classmethod" || decorator == "declared_attr";
    }
    if (body->deferred != nullptr && !may_set_own_attributes(klass.module->tree->source(*body), self)) continue;
    read_method_body(reading, *body, self, of_class || self == "cls", klass);
  }
}

// `Class.name = …` for a class, or for the base that a call made.
void AttributeCollector::read_late(Reading& reading, const ClassInfo* klass, const Value* root) {
  for (const Late& late : late_) {
    const bool here =
        klass != nullptr ? late.klass == klass : late.root != nullptr && root != nullptr && same_value(late.root, root);
    if (!here || (late.name.starts_with("__") && late.name.ends_with("__"))) continue;
    ModelAttribute attribute = classify(reading, late.name, late.value, nullptr, *late.scope);
    attribute.declared_by = klass != nullptr ? klass->name : "";
    attribute.certain = attribute.certain && late.certain;
    attribute.location = context_.place(late.scope, late.statement);
    reading.attributes.erase(attribute.name);
    add(reading, std::move(attribute));
  }
}

// properties={…} of a classical mapping.
void AttributeCollector::read_properties(Reading& reading, const Value* properties) {
  if (properties == nullptr) return;
  if (!properties->is(ValueKind::kDict)) {
    out_.classes[reading.index].any_attribute = "its properties are not known: " + describe(properties);
    return;
  }
  for (std::size_t i = 0; i + 1 < properties->items.size(); i += 2) {
    const Value* key = properties->items[i];
    if (!key->is(ValueKind::kString)) {
      out_.classes[reading.index].any_attribute = "its properties are not known: " + describe(key);
      continue;
    }
    ModelAttribute attribute =
        classify(reading, key->text, properties->items[i + 1], nullptr, *reading.mapping->mapped_by->scope);
    attribute.declared_by = reading.mapping->klass->name;
    attribute.location = context_.place(properties->items[i + 1]);
    reading.attributes.erase(attribute.name);
    add(reading, std::move(attribute));
  }
}

// A Table(…) gives every column as an attribute, under its key unless the class names it.
void AttributeCollector::add_table_columns(Reading& reading) {
  const TableBuild* table = reading.mapping->table;
  if (table == nullptr || table->core == nullptr || reading.mapping->role != Role::kMapped) return;
  // `column_prefix`, `include_properties` and `exclude_properties` of the mapper choose among them.
  const Value* arguments = mapper_.class_attribute(*reading.mapping, "__mapper_args__");
  const auto option = [&](std::string_view name) -> const Value* {
    if (reading.mapping->mapped_by != nullptr) return reading.mapping->mapped_by->argument(name);
    for (std::size_t i = 0; arguments != nullptr && arguments->is(ValueKind::kDict) && i + 1 < arguments->items.size();
         i += 2)
      if (arguments->items[i]->is(ValueKind::kString) && arguments->items[i]->text == name)
        return arguments->items[i + 1];
    return nullptr;
  };
  const bool known_options = arguments == nullptr || arguments->is(ValueKind::kDict);
  if (option("include_properties") != nullptr || option("exclude_properties") != nullptr || !known_options) {
    out_.classes[reading.index].any_attribute = "its mapper leaves columns of the table out";
    return;
  }
  const Value* prefix = option("column_prefix");
  for (const ColumnBuild& column : table->columns) {
    ModelAttribute attribute;
    attribute.name = column.column.attribute.empty() ? column.key : column.column.attribute;
    if (prefix != nullptr && prefix->is(ValueKind::kString) && attribute.name == column.key)
      attribute.name.insert(0, prefix->text);
    attribute.kind = AttributeKind::kColumn;
    attribute.table = table->name;
    attribute.column = column.column.name;
    attribute.location = column.column.location;
    attribute.declared_by = reading.mapping->klass->name;
    add(reading, std::move(attribute));
  }
}

// What bases outside of the project give; one that is not known may give anything.
void AttributeCollector::add_known_bases(Reading& reading) {
  ModelClass& out = out_.classes[reading.index];
  const Mapping& mapping = *reading.mapping;
  std::vector<std::string_view> names = attributes_of_every_class(mapping.flask, mapping.sqlmodel);
  std::vector<const ClassInfo*> classes = mapping.order;
  if (classes.empty()) classes.push_back(mapping.klass);
  for (const ClassInfo* klass : classes)
    for (const Value* base : context_.evaluator.bases(*klass)) {
      if (base->is(ValueKind::kClass)) continue;
      const auto given = attributes_of_base(base, mapping.root);
      if (!given && out.any_attribute.empty()) out.any_attribute = "its base " + describe(base) + " is not known";
      if (given) names.insert(names.end(), given->begin(), given->end());
    }
  for (const std::string_view name : names) {
    ModelAttribute attribute;
    attribute.name = name;
    add(reading, std::move(attribute));
  }
}

void AttributeCollector::note_openness(Reading& reading, const ClassInfo& klass) {
  Evaluator& e = context_.evaluator;
  ModelClass& out = out_.classes[reading.index];
  const auto open = [&](std::string why) {
    if (out.any_attribute.empty()) out.any_attribute = std::move(why);
  };
  if (const auto found = opened_.find(&klass); found != opened_.end()) open(found->second);
  if (klass.module != nullptr && klass.module->tree != nullptr && !klass.module->tree->errors().empty())
    open(klass.module->file + " has a syntax error");
  if (klass.node == nullptr) return open("it is made by a call");
  for (std::size_t i = 2; i < klass.node->children().size(); ++i)
    if (!is_harmless_decorator(e.evaluate(klass.node->children()[i], *klass.outer)))
      open("class " + klass.name + " is decorated");
  (void)e.bases(klass);
  for (const Argument& keyword : klass.keywords) {
    if (keyword.name != "metaclass") continue;
    if (keyword.value->is(ValueKind::kClass)) {
      const ClassInfo& meta = *keyword.value->klass;
      for (const char* hook : {"__getattr__", "__getattribute__", "__new__", "__init__"})
        if (e.class_member(meta, hook) != nullptr) open("its metaclass " + meta.name + " has " + hook);
      for (const Value* base : e.mro(meta))
        if (base->is(ValueKind::kClass)) read_body(reading, *base->klass);
    } else if (known_name(keyword.value).empty() &&
               !(keyword.value->is(ValueKind::kExternal) && keyword.value->text == "abc.ABCMeta")) {
      open("its metaclass is not known: " + describe(keyword.value));
    }
  }
  for (const char* name : {"__versioned__", "__init_subclass__"})
    if (klass.scope.find(name) != nullptr && std::string_view(name) == "__versioned__")
      open("SQLAlchemy-Continuum gives it attributes");
  for (const auto& [name, bindings] : klass.scope.by_name)
    for (const Binding* binding : bindings)
      if (binding->kind == BindingKind::kMutated && (name == "locals" || name == "vars"))
        open("its body sets names at run time");
  for (const char* hook : {"__getattr__", "__getattribute__", "__setattr__"})
    if (has_method(e, klass, hook) && out.any_instance_attribute.empty())
      out.any_instance_attribute = "class " + klass.name + " has " + hook;
}

void AttributeCollector::read_constructor(Reading& reading) {
  Evaluator& e = context_.evaluator;
  ModelClass& out = out_.classes[reading.index];
  const Mapping& mapping = *reading.mapping;
  if (mapping.sqlmodel) {
    out.any_keyword = "SQLModel drops what it does not know";
    return;
  }
  if (const Value* constructor = constructor_of_base(mapping.root)) {
    out.any_keyword = "its base has a constructor of its own: " + describe(constructor);
    return;
  }
  for (const Value* base : e.mro(*mapping.klass)) {
    if (!base->is(ValueKind::kClass)) {
      if (!attributes_of_base(base, mapping.root)) {
        out.any_keyword = "its base " + describe(base) + " is not known";
        return;
      }
      continue;
    }
    if (has_method(e, *base->klass, "__new__") && out.any_keyword.empty()) out.any_keyword = "it has __new__";
  }
  for (const Late& late : late_)
    if (late.name == "__init__" && out.any_keyword.empty()) out.any_keyword = "a constructor is set after its class";
  std::vector<const ClassInfo*> classes = mapping.order;
  if (mapping.mapped_by != nullptr) {
    classes.clear();
    for (const Value* base : e.mro(*mapping.klass))
      if (base->is(ValueKind::kClass)) classes.push_back(base->klass);
  }
  for (const ClassInfo* klass : classes) {
    const Value* init = e.final_value(klass->scope, "__init__");
    if (init == nullptr) continue;
    out.own_constructor = true;
    if (!init->is(ValueKind::kFunction) || init->node->kind != NodeKind::kFunction ||
        init->node->children().size() > 3) {
      out.any_keyword = "its constructor is not known";
      return;
    }
    const Node* parameters = init->node->child(0);
    for (std::size_t i = 1; parameters != nullptr && i < parameters->children().size(); ++i) {
      const std::string_view name = parameters->children()[i]->text;
      if (name.starts_with("**")) {
        out.any_keyword = "its constructor takes " + std::string(name);
      } else if (!name.starts_with('*')) {
        out.constructor_keywords.emplace_back(name);
      }
    }
    return;
  }
  // A plain class that is mapped imperatively has Python's own constructor.
  if (mapping.mapped_by != nullptr) out.own_constructor = true;
  // A dataclass takes its fields, mapped or not.
  for (const auto& [name, attribute] : reading.attributes)
    if (attribute.kind == AttributeKind::kAnnotation) out.constructor_keywords.push_back(name);
}

void AttributeCollector::inherit(Reading& reading, std::size_t parent) {
  ModelClass& out = out_.classes[reading.index];
  const ModelClass& from = out_.classes[parent];
  for (const ModelAttribute& attribute : from.attributes) add(reading, attribute);
  if (out.any_attribute.empty()) out.any_attribute = from.any_attribute;
  if (out.any_instance_attribute.empty()) out.any_instance_attribute = from.any_instance_attribute;
}

std::size_t AttributeCollector::add_class(const Mapping& mapping) {
  if (const auto known = out_.index.find(mapping.klass); known != out_.index.end()) return known->second;
  std::vector<const ClassInfo*> order = mapping.order;
  if (mapping.mapped_by != nullptr) {
    order.clear();
    for (const Value* base : context_.evaluator.mro(*mapping.klass))
      if (base->is(ValueKind::kClass)) order.push_back(base->klass);
  }
  // Parents first, so that an index always refers to a class before it.
  std::vector<std::size_t> parents;
  for (const ClassInfo* klass : order) {
    if (klass == mapping.klass) continue;
    if (const Mapping* other = mapper_.find(*klass); is_class_mapped(other)) parents.push_back(add_class(*other));
  }
  const std::size_t index = out_.classes.size();
  out_.index.emplace(mapping.klass, index);
  out_.mappings.push_back(&mapping);
  ModelClass& fresh = out_.classes.emplace_back();
  fresh.name = mapping.klass->name;
  fresh.module = mapping.klass->module ? mapping.klass->module->name : "";
  fresh.location = context_.place(mapping.klass->outer, mapping.klass->node);
  fresh.outside = !mapper_.is_inside(&mapping.klass->scope);
  fresh.parents = parents;
  if (mapping.table != nullptr) {
    fresh.table = mapping.table->name;
    fresh.bind_key = mapping.table->table.bind_key;
    if (!mapping.table->table.unresolved_columns.empty())
      fresh.any_attribute = "table " + fresh.table.name + ": " + mapping.table->table.unresolved_columns;
  }
  fresh.mapper_arguments =
      mapping.mapped_by != nullptr || mapper_.class_attribute(mapping, "__mapper_args__") != nullptr;
  if (!all_open_.empty()) fresh.any_attribute = all_open_;
  for (const auto& [root, why] : opened_roots_)
    if (mapping.root != nullptr && same_value(root, mapping.root)) fresh.any_attribute = why;

  Reading reading{&mapping, index, {}};
  for (const ClassInfo* klass : order) {
    const auto mapped = klass == mapping.klass ? out_.index.end() : out_.index.find(klass);
    if (mapped != out_.index.end()) {
      inherit(reading, mapped->second);
      continue;
    }
    read_late(reading, klass, nullptr);
    read_body(reading, *klass);
    read_methods(reading, *klass);
    note_openness(reading, *klass);
    if (klass == mapping.klass) {
      if (mapping.mapped_by != nullptr) read_properties(reading, mapping.mapped_by->argument("properties"));
      add_table_columns(reading);
    }
  }
  read_late(reading, nullptr, mapping.root);
  add_known_bases(reading);
  read_constructor(reading);
  ModelClass& out = out_.classes[index];
  for (auto& [name, attribute] : reading.attributes) out.attributes.push_back(std::move(attribute));
  return index;
}

CollectedAttributes AttributeCollector::collect(const std::vector<const Module*>& modules) {
  for (const Module* module : modules) find_late(*module);
  if (!setters_.empty())
    for (const Module* module : modules)
      if (module->tree != nullptr) find_setter_calls(module->tree->root(), module->scope);
  const std::vector<const Mapping*> mappings = mapper_.mappings();  // asking about a class may map further ones
  for (const Mapping* mapping : mappings)
    if (is_class_mapped(mapping)) add_class(*mapping);
  resolve_targets();
  add_backrefs();
  return std::move(out_);
}

}  // namespace si::sqlalchemy
