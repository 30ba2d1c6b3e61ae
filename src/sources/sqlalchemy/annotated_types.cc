// Types of annotations: the class's own map first, then SQLAlchemy's.
#include <algorithm>

#include "sources/sqlalchemy/enums.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/types.h"

namespace si::sqlalchemy {

using python::describe;
using python::same_value;

namespace {

struct Row {
  std::string_view python;  // dotted name
  std::string_view type;    // SQLAlchemy's type
};
constexpr Row kDefaults[] = {
    {"builtins.bool", "Boolean"},   {"builtins.bytes", "LargeBinary"},
    {"datetime.date", "Date"},      {"datetime.datetime", "DateTime"},
    {"datetime.time", "Time"},      {"datetime.timedelta", "Interval"},
    {"decimal.Decimal", "Numeric"}, {"builtins.float", "Float"},
    {"builtins.int", "Integer"},    {"builtins.str", "String"},
    {"uuid.UUID", "Uuid"},
};

TypeReading not_known(std::string reason, bool missing) {
  TypeReading reading;
  reading.type = Known<Type>::unresolved(std::move(reason));
  reading.missing = missing;
  return reading;
}

bool is_literal(const Value* value) {
  return value->is(ValueKind::kSubscript) && value->base->is(ValueKind::kExternal) &&
         value->base->text.ends_with(".Literal");
}

// The type that the map gives for `annotation` or, for an enum, for enum.Enum; null: none.
const Value* in_map(Context& context, const Value* annotation, const Value* map) {
  if (map == nullptr || !map->is(ValueKind::kDict)) return nullptr;
  for (std::size_t i = 0; i + 1 < map->items.size(); i += 2)
    if (same_value(map->items[i], annotation)) return map->items[i + 1];
  const bool is_enum = annotation->is(ValueKind::kClass) && context.evaluator.is_enum(*annotation->klass);
  for (std::size_t i = 0; i + 1 < map->items.size(); i += 2) {
    const Value* key = map->items[i];
    if (is_enum && key->is(ValueKind::kExternal) && context.evaluator.is_subclass_of(*annotation->klass, key->text))
      return map->items[i + 1];
    if (is_literal(annotation) && key->is(ValueKind::kExternal) && key->text.ends_with(".Literal"))
      return map->items[i + 1];
  }
  return nullptr;
}

// `sa.Enum(enum.Enum, native_enum=False)` in the map: the same for the annotated class.
TypeReading enum_from_map(Context& context, const Value* annotation, const Value* type) {
  if (!type->is(ValueKind::kCall)) return enum_of_annotation(context, annotation);
  Value call = *type;
  std::vector<Argument> arguments;
  if (annotation->is(ValueKind::kClass)) {
    arguments.push_back({"", annotation, nullptr});
  } else {
    for (const Value* item : annotation->items) arguments.push_back({"", item, nullptr});
  }
  for (const Argument& argument : type->arguments)
    if (!argument.name.empty()) arguments.push_back(argument);
  call.arguments = std::move(arguments);
  return read_enum_type(context, call, false);
}

}  // namespace

bool names_annotation(Context& context, const Value* annotation, const Value* annotation_map) {
  return in_map(context, annotation, annotation_map) != nullptr;
}

TypeReading read_annotated_type(Context& context, const Value* annotation, const Value* map) {
  if (annotation->is(ValueKind::kUnknown)) return not_known(annotation->text, false);
  // NewType("UserId", int) is int unless the map names it.
  if (const Value* type = in_map(context, annotation, map)) {
    const std::string name = type->is(ValueKind::kCall) ? called_name(type) : known_name(type);
    const bool is_enum = annotation->is(ValueKind::kClass) && context.evaluator.is_enum(*annotation->klass);
    if (name == "Enum" && (is_enum || is_literal(annotation))) return enum_from_map(context, annotation, type);
    return read_type(context, type);
  }
  if (annotation->is(ValueKind::kCall) && annotation->base->is(ValueKind::kExternal) &&
      annotation->base->text.ends_with(".NewType") && annotation->arguments.size() == 2)
    return read_annotated_type(context, annotation->arguments[1].value, map);
  if (annotation->is(ValueKind::kExternal)) {
    for (const Row& row : kDefaults)
      if (row.python == annotation->text)
        return read_type(context, context.evaluator.external("sqlalchemy." + std::string(row.type)));
    return not_known("no type is known for the annotation " + annotation->text, false);
  }
  if (annotation->is(ValueKind::kClass)) {
    if (context.evaluator.is_enum(*annotation->klass)) return enum_of_annotation(context, annotation);
    return not_known("no type is known for the annotation " + annotation->klass->name, true);
  }
  if (is_literal(annotation)) return enum_of_annotation(context, annotation);
  if (annotation->is(ValueKind::kSubscript)) {
    const std::string base = describe(annotation->base);
    const bool collection =
        base.ends_with("List") || base.ends_with("list") || base.ends_with("Set") || base.ends_with("set");
    return not_known("no type is known for an annotation of " + base, collection);
  }
  return not_known("no type is known for the annotation", false);
}

}  // namespace si::sqlalchemy
