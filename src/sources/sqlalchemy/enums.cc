// Labels are the names of a Python enum's members unless values_callable says otherwise. The type's name is given, or
// the class's in lower case. native_enum=False makes VARCHAR as long as the longest label, and a CHECK when asked for.
#include "sources/sqlalchemy/enums.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

using Labels = Known<std::vector<std::string>>;

Labels labels_of_items(const std::vector<const Value*>& items) {
  std::vector<std::string> labels;
  for (const Value* item : items) {
    if (item->is(ValueKind::kEnumMember)) item = item->items[0];
    if (!item->is(ValueKind::kString)) return Labels::unresolved("a label is not known: " + describe(item));
    labels.push_back(item->text);
  }
  return labels;
}

Labels labels_of_class(Context& context, const Value* klass, const Value* values_callable) {
  if (values_callable != nullptr && !values_callable->is(ValueKind::kNone)) {
    const Value* list = context.evaluator.call(values_callable, {{"", klass, nullptr}}, nullptr, nullptr);
    if (!list->is_sequence()) return Labels::unresolved("values_callable: " + describe(list));
    return labels_of_items(list->items);
  }
  const auto members = context.evaluator.enum_members(*klass->klass);
  if (!members) return Labels::unresolved(klass->klass->name + " is not an enum that is known");
  std::vector<std::string> labels;
  for (const Value* member : *members) labels.push_back(member->text);
  return labels;
}

TypeReading not_known(std::string reason) {
  TypeReading reading;
  reading.type = Known<Type>::unresolved(std::move(reason));
  return reading;
}

std::optional<bool> flag(const Value& call, std::string_view name, bool otherwise) {
  const Value* value = call.argument(name);
  if (value == nullptr) return otherwise;
  if (value->is(ValueKind::kBool)) return value->integer != 0;
  return std::nullopt;
}

TypeReading finish(Context& context, const Value& call, Labels labels, std::string name, bool native) {
  TypeReading reading;
  if (const Value* given = call.argument("name")) {
    if (!given->is(ValueKind::kString) && !given->is(ValueKind::kNone))
      return not_known("the name of an Enum is not known: " + describe(given));
    if (given->is(ValueKind::kString)) name = given->text;
  }
  if (!native) {
    if (!labels.known()) return not_known(labels.reason());
    std::size_t longest = 0;
    for (const std::string& label : *labels) longest = std::max(longest, count_code_points(label));
    const Value* length = call.argument("length");
    if (length != nullptr && !length->is(ValueKind::kInt) && !length->is(ValueKind::kNone))
      return not_known("the length of an Enum is not known: " + describe(length));
    if (length != nullptr && length->is(ValueKind::kInt))
      longest = static_cast<std::size_t>(std::max<std::int64_t>(0, length->integer));
    reading.type = parse_type("character varying(" + std::to_string(longest) + ")");
    const auto constraint = flag(call, "create_constraint", false);
    if (constraint == true) {
      reading.check_labels = *labels;
      if (!name.empty()) reading.check_name = name;
    }
    return reading;
  }
  if (name.empty()) return not_known("an Enum without a name: PostgreSQL needs one");
  EnumUse use;
  use.name.name = name;
  use.labels = std::move(labels);
  use.location = context.place(&call);
  if (const Value* schema = call.argument("schema")) {
    if (schema->is(ValueKind::kString)) {
      use.name.schema = schema->text;
      use.has_schema = true;
    } else if (!schema->is(ValueKind::kNone)) {
      return not_known("the schema of an Enum is not known: " + describe(schema));
    }
  }
  use.metadata = call.argument("metadata");
  use.inherit_schema = flag(call, "inherit_schema", false).value_or(false);
  Type type;
  type.name = name;
  reading.type = type;
  reading.enumeration = std::move(use);
  return reading;
}

}  // namespace

TypeReading read_enum_type(Context& context, const Value& call, bool always_native) {
  std::vector<const Value*> positional;
  for (const Argument& argument : call.arguments) {
    if (argument.name == "*" || argument.name == "**")
      return not_known("the labels of an Enum are not known: " + describe(argument.value));
    if (argument.name.empty()) positional.push_back(argument.value);
    if (argument.name == "enums") positional = argument.value->items;
  }
  const auto native = always_native ? std::optional(true) : flag(call, "native_enum", true);
  if (!native) return not_known("native_enum is not known");
  if (positional.size() == 1 && positional[0]->is(ValueKind::kAttribute) && !positional[0]->items.empty() &&
      positional[0]->items[0]->is(ValueKind::kClass))
    positional[0] = positional[0]->items[0];
  if (positional.size() == 1 && positional[0]->is(ValueKind::kClass)) {
    Labels labels = labels_of_class(context, positional[0], call.argument("values_callable"));
    return finish(context, call, std::move(labels), to_lower_ascii(positional[0]->klass->name), *native);
  }
  if (positional.size() == 1 && positional[0]->is_sequence()) positional = positional[0]->items;
  const bool external = positional.size() == 1 && !positional[0]->is(ValueKind::kString);
  if (external && !positional[0]->is(ValueKind::kEnumMember)) {
    std::string name;
    if (positional[0]->is(ValueKind::kExternal))
      name = to_lower_ascii(positional[0]->text.substr(positional[0]->text.rfind('.') + 1));
    return finish(context, call, Labels::unresolved("labels of " + describe(positional[0])), name, *native);
  }
  return finish(context, call, labels_of_items(positional), "", *native);
}

TypeReading enum_of_annotation(Context& context, const Value* annotation) {
  if (annotation->is(ValueKind::kClass)) {
    Value call;
    call.scope = annotation->scope;
    return finish(context, call, labels_of_class(context, annotation, nullptr), to_lower_ascii(annotation->klass->name),
                  true);
  }
  // Literal["a", "b"]: a VARCHAR, for a literal has no name.
  return finish(context, Value{}, labels_of_items(annotation->items), "", false);
}

}  // namespace si::sqlalchemy
