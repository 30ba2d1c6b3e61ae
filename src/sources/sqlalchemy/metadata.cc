// The metadata that a base brings: its schema and naming convention, wherever they are set.
//
// They are given to declarative_base(), registry(), SQLAlchemy() or a class's body, or set later, on the base or on the
// MetaData itself; what is set further down in the file says nothing to the classes and tables above it.
#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

using python::describe;
using python::NodeKind;
using python::same_value;

Metadata Mapper::read_metadata(const Value* value, const CodePlace& user) {
  Metadata metadata = declared_metadata(value, user);
  set_late_fields(metadata, user);
  return metadata;
}

Metadata Mapper::declared_metadata(const Value* value, const CodePlace& user) {
  Metadata metadata;
  if (value == nullptr) return metadata;
  if (value->is(ValueKind::kChoice)) return read_possible_metadata(value, user);
  if (value->is(ValueKind::kAttribute)) {
    if (value->base->is(ValueKind::kClass))
      for (const Value* base : context_.evaluator.mro(*value->base->klass))
        if (const Value* late = base->is(ValueKind::kClass) ? late_metadata(base->klass, user) : nullptr)
          return read_metadata(late, user);
    if (!value->items.empty()) return read_metadata(value->items[0], user);
    // Base.metadata, db.metadata, registry.metadata
    const Value* object = value->base;
    if (object->is(ValueKind::kAttribute) && object->base->is(ValueKind::kClass) && !object->items.empty() &&
        object->items[0]->is(ValueKind::kCall))
      object = object->items[0];  // Meta.Base.metadata
    if (object->is(ValueKind::kClass)) {
      Mapping probe;
      const Value* root = nullptr;
      expand_order(*object->klass, probe, &root, 0);
      probe.klass = object->klass;
      if (root != nullptr) {
        read_root(probe, root, user);
        return probe.metadata;
      }
    }
    if (object->is(ValueKind::kCall) || object->is(ValueKind::kAttribute)) {
      Mapping probe;
      read_root(probe, object, user);
      return probe.metadata;
    }
  }
  metadata.identity = value;
  if (value->is(ValueKind::kExternal) && known_name(value) == "metadata") {  // SQLModel.metadata
    metadata.identity = sqlmodel_identity();
    return metadata;
  }
  if (called_name(value) != "MetaData") {
    if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kClass)) return metadata;
    if (value->is(ValueKind::kUnknown) || value->is(ValueKind::kChoice))
      metadata.schema = Known<std::string>::unresolved("the metadata is not known: " + describe(value));
    if (value->is(ValueKind::kUnknown)) metadata.naming_convention = value;
    return metadata;
  }
  if (const Value* schema = value->argument("schema", 1); schema && !schema->is(ValueKind::kNone)) {
    metadata.schema =
        schema->is(ValueKind::kString)
            ? Known<std::string>(schema->text)
            : Known<std::string>::unresolved("the schema of the metadata is not known: " + describe(schema));
  }
  metadata.naming_convention = keyword_of(value, "naming_convention");
  if (metadata.naming_convention != nullptr && called_name(metadata.naming_convention) == "immutabledict" &&
      !metadata.naming_convention->arguments.empty())
    metadata.naming_convention = metadata.naming_convention->arguments[0].value;
  return metadata;
}

// What all that it can be agree on.
Metadata Mapper::read_possible_metadata(const Value* choice, const CodePlace& user) {
  Metadata all;
  for (const Value* each : choice->items) {
    const Metadata one = read_metadata(each, user);
    if (each == choice->items.front()) all = one;
    if (!one.schema.known()) all.schema = one.schema;
    if (all.schema.known() && one.schema.known() && *all.schema != *one.schema)
      all.schema = Known<std::string>::unresolved("the metadata is not known: " + describe(choice));
    if (!same_value(all.naming_convention, one.naming_convention)) all.naming_convention = choice;
  }
  all.identity = choice;
  return all;
}

// The metadata and annotation map that a base brings.
void Mapper::read_root(Mapping& mapping, const Value* root, const CodePlace& user) {
  mapping.metadata.identity = root;
  const auto own = [&](std::string_view name) -> const Value* {
    for (const ClassInfo* klass : mapping.order)
      if (const Value* value = context_.evaluator.final_value(klass->scope, name)) return value;
    return nullptr;
  };
  const Value* registry = own("registry");
  if (registry != nullptr && called_name(registry) == "registry")
    mapping.annotation_map = keyword_of(registry, "type_annotation_map");
  if (const Value* map = own("type_annotation_map")) mapping.annotation_map = map;
  const Value* metadata = own("metadata");
  for (const ClassInfo* klass : mapping.order)
    if (const Value* late = late_metadata(klass, user)) {
      metadata = late;
      break;
    }
  if (metadata == nullptr) metadata = late_metadata(root, user);
  if (metadata == nullptr && registry != nullptr) metadata = keyword_of(registry, "metadata");
  if (metadata == nullptr && root->is(ValueKind::kCall)) {
    metadata = keyword_of(root, "metadata");
    const bool generated = root->base->is(ValueKind::kAttribute) && root->base->text == "generate_base";
    const Value* maker = generated ? root->base->base : called_name(root) == "registry" ? root : nullptr;
    if (maker != nullptr) {
      mapping.metadata.identity = maker;
      if (metadata == nullptr) metadata = late_metadata(maker, user);
      metadata = metadata ? metadata : keyword_of(maker, "metadata");
      if (mapping.annotation_map == nullptr) mapping.annotation_map = keyword_of(maker, "type_annotation_map");
    }
  }
  if (metadata == nullptr && root->is(ValueKind::kAttribute) && root->base->is(ValueKind::kCall)) {
    mapping.metadata.identity = root->base;  // db of Flask-SQLAlchemy
    metadata = keyword_of(root->base, "metadata");
  }
  if (mapping.sqlmodel && metadata == nullptr) {
    metadata = sqlmodel_metadata_;
    mapping.metadata.identity = sqlmodel_identity();
  }
  if (metadata != nullptr) {
    // A property, a plain column called metadata … are not it.
    const bool plausible = called_name(metadata) == "MetaData" || metadata->is(ValueKind::kAttribute) ||
                           metadata->is(ValueKind::kExternal) || metadata->is(ValueKind::kUnknown) ||
                           metadata->is(ValueKind::kChoice);
    if (plausible && column_object(metadata) == nullptr) mapping.metadata = read_metadata(metadata, user);
  }
  set_late_fields(mapping.metadata, user);
}

// What `owner` (a class, or the call that made a base or registry) is given as its metadata before `user`; null:
// nothing.
const Value* Mapper::late_metadata(const void* owner, const CodePlace& user) {
  take_assignments();
  const auto found = late_metadata_.find(owner);
  if (found == late_metadata_.end()) return nullptr;
  const Value* last = nullptr;
  for (const LateValue& late : found->second)
    if (!stands_after(late.place, user)) last = late.value;
  return last;
}

// metadata.schema = …, Base.metadata.naming_convention = …
void Mapper::set_late_fields(Metadata& metadata, const CodePlace& user) {
  take_assignments();
  const auto found = late_fields_.find(metadata.identity);
  if (metadata.identity == nullptr || found == late_fields_.end()) return;
  for (const LateField& field : found->second) {
    if (stands_after(field.late.place, user)) continue;
    const Value* value = field.late.value;
    if (field.name == "naming_convention") {
      metadata.naming_convention = value->is(ValueKind::kNone) ? nullptr : value;
    } else if (value->is(ValueKind::kString) || value->is(ValueKind::kNone)) {
      metadata.schema = value->text;
    } else {
      metadata.schema = Known<std::string>::unresolved("the schema of the metadata is not known: " + describe(value));
    }
  }
}

bool Mapper::stands_after(const CodePlace& late, const CodePlace& user) {
  return late.scope != nullptr && user.scope != nullptr && user.node != nullptr &&
         late.scope->module == user.scope->module && late.node->begin > user.node->begin;
}

void Mapper::read_late_metadata(const Scope& scope, std::vector<std::pair<const Value*, LateField>>& fields) {
  for (std::size_t i = 0; i < scope.attribute_assignments.size(); ++i) {
    const Node* statement = scope.attribute_assignments[i];
    const Node* target = statement->child(0);
    if (statement->kind != NodeKind::kAssign || target->child(0) == nullptr) continue;
    const bool field = target->text == "schema" || target->text == "naming_convention";
    if (target->text != "metadata" && !(field && target->child(0)->text.ends_with("metadata"))) continue;
    const auto runs = context_.evaluator.runs(scope, scope.attribute_branches[i]);
    if (runs == false) continue;
    const Value* owner = context_.evaluator.evaluate(target->child(0), scope);
    LateValue late{context_.evaluator.evaluate(statement->children().back(), scope), {&scope, statement}};
    if (field) {
      if (runs != true) late.value = context_.evaluator.one_of({context_.evaluator.none(), late.value});
      fields.push_back({owner, {std::string(target->text), late}});
      continue;
    }
    add_late_metadata(owner, late, runs == true);
  }
}

void Mapper::add_late_metadata(const Value* owner, LateValue late, bool certain) {
  if (known_name(owner) == "sqlmodel.SQLModel") sqlmodel_metadata_ = late.value;
  const void* key = owner;
  if (owner->is(ValueKind::kClass)) {
    key = owner->klass;
  } else if (!owner->is(ValueKind::kCall)) {
    return;
  }
  std::vector<LateValue>& given = late_metadata_[key];
  // On a condition that only running tells: it, or what is there.
  if (!certain && !given.empty()) late.value = context_.evaluator.one_of({given.back().value, late.value});
  given.push_back(late);
}

// What functions have set since this was last asked.
void Mapper::take_assignments() {
  const auto& all = context_.evaluator.assignments();
  while (taken_ < all.size()) {
    const auto [owner, name, value, certain] = all[taken_++];
    if (name == "metadata") {
      add_late_metadata(owner, {value, {}}, certain);
    } else if (owner->is(ValueKind::kAttribute) || called_name(owner) == "MetaData") {
      LateField field{std::string(name), {value, {}}};
      if (!certain) field.late.value = context_.evaluator.one_of({context_.evaluator.none(), value});
      if (const Value* identity = read_metadata(owner).identity) late_fields_[identity].push_back(std::move(field));
    }
  }
}

const Value* Mapper::sqlmodel_identity() {
  if (sqlmodel_identity_ == nullptr) sqlmodel_identity_ = context_.evaluator.external("sqlmodel.SQLModel.metadata");
  return sqlmodel_identity_;
}

// `Meta.Base = declarative_base()` after the class.
void Mapper::take_late_bases(const Module& module) {
  for (const Node* statement : module.scope.attribute_assignments) {
    const Node* target = statement->child(0);
    const Node* call = statement->children().back();
    if (statement->kind != NodeKind::kAssign || target->kind != NodeKind::kAttribute || call == nullptr ||
        call->kind != NodeKind::kCall || call->child(0) == nullptr)
      continue;
    const std::string_view maker = call->child(0)->text;
    if (maker != "declarative_base" && maker != "automap_base" && maker != "generate_base") continue;
    const Value* owner = context_.evaluator.evaluate(target->child(0), module.scope);
    if (owner->is(ValueKind::kClass))
      owner->klass->late[std::string(target->text)] = context_.evaluator.evaluate(call, module.scope);
  }
}

void Mapper::set_inside(std::vector<const Module*> modules) {
  inside_.insert(modules.begin(), modules.end());
  inside_order_ = modules;
  for (const Module* module : modules) take_late_bases(*module);
  std::vector<std::pair<const Value*, LateField>> fields;
  for (const Module* module : modules) {
    if (module->tree == nullptr || module->tree->document().content().find("metadata") == std::string::npos) continue;
    read_late_metadata(module->scope, fields);
    if (module->tree->document().content().find(".metadata =") != std::string::npos)
      for (const ClassInfo* klass : context_.evaluator.classes(*module)) read_late_metadata(klass->scope, fields);
  }
  for (auto& [owner, field] : fields)
    if (const Value* identity = read_metadata(owner).identity) late_fields_[identity].push_back(std::move(field));
}

}  // namespace si::sqlalchemy
