// SQLModel's get_column_from_field(): `sa_column` is the column itself; else the annotation gives the type and, unless
// the field says `nullable`, whether it may be NULL.
#include "sources/sqlalchemy/sqlmodel.h"

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/types.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

// Annotations that are text although they are no str.
constexpr std::string_view kTextual[] = {
    "pydantic.EmailStr",     "pydantic.AnyUrl",       "pydantic.HttpUrl",
    "pathlib.Path",          "ipaddress.IPv4Address", "ipaddress.IPv6Address",
    "ipaddress.IPv4Network", "ipaddress.IPv6Network", "pydantic.networks.EmailStr"};

struct FieldType {
  const Value* type = nullptr;
  bool optional = false;
  const Value* field = nullptr;  // Field(…) of Annotated
};

FieldType strip(Context& context, const Value* type, const Scope& scope) {
  FieldType out;
  for (int i = 0; i < 10; ++i) {
    const std::string base =
        type->is(ValueKind::kSubscript) && type->base->is(ValueKind::kExternal) ? type->base->text : "";
    if (type->is(ValueKind::kString)) {
      type = context.evaluator.evaluate_text(type->text, scope);
    } else if (base.ends_with(".Optional") && type->items.size() == 1) {
      out.optional = true;
      type = type->items[0];
    } else if (base.ends_with(".Annotated") && !type->items.empty()) {
      for (const Value* extra : type->items)
        if (called_name(extra) == "sqlmodel.Field") out.field = extra;
      type = type->items[0];
    } else if (base.ends_with(".Union") || (type->is(ValueKind::kOperation) && type->text == "|")) {
      const Value* other = nullptr;
      std::size_t others = 0;
      for (const Value* item : type->items) {
        if (item->is(ValueKind::kNone)) {
          out.optional = true;
        } else {
          other = item;
          ++others;
        }
      }
      if (others != 1) break;
      type = other;
    } else {
      break;
    }
  }
  out.type = type;
  return out;
}

TypeReading field_type(Context& context, const Value* type, const Value* field) {
  const Value* length = field ? field->argument("max_length") : nullptr;
  const auto text = [&] {
    const std::string suffix = length && length->is(ValueKind::kInt) ? "(" + std::to_string(length->integer) + ")" : "";
    TypeReading reading;
    reading.type = parse_type("character varying" + suffix);
    if (length && !length->is(ValueKind::kInt) && !length->is(ValueKind::kNone))
      reading.type = Known<Type>::unresolved("max_length is not known: " + describe(length));
    return reading;
  };
  if (type->is(ValueKind::kExternal)) {
    if (type->text == "builtins.str") return text();
    for (const std::string_view name : kTextual)
      if (name == type->text) return text();
    if (type->text == "datetime.datetime" || type->text == "pydantic.AwareDatetime") {
      TypeReading reading;
      reading.type = parse_type(context.sqlmodel_zone ? "timestamp with time zone" : "timestamp");
      return reading;
    }
    if (type->text == "decimal.Decimal" && field != nullptr) {
      const Value* digits = field->argument("max_digits");
      const Value* places = field->argument("decimal_places");
      if (digits && digits->is(ValueKind::kInt)) {
        TypeReading reading;
        reading.type =
            parse_type("numeric(" + std::to_string(digits->integer) +
                       (places && places->is(ValueKind::kInt) ? "," + std::to_string(places->integer) : "") + ")");
        return reading;
      }
    }
  }
  return read_annotated_type(context, type, nullptr);
}

}  // namespace

std::optional<ColumnBuild> read_sqlmodel_field(Context& context, const Declaration& declaration) {
  if (declaration.attribute.starts_with('_') || declaration.attribute == "model_config") return std::nullopt;
  const Value* value = declaration.value;
  if (value != nullptr && column_object(value) != nullptr) {
    Declaration plain = declaration;
    plain.annotation = nullptr;
    return read_column(context, plain);
  }
  if (declaration.annotation == nullptr) return std::nullopt;
  if (value != nullptr && called_name(value) == "sqlmodel.Relationship") return std::nullopt;
  const Value* annotation = context.evaluator.evaluate(declaration.annotation, *declaration.scope, true);
  if (annotation->is(ValueKind::kSubscript) && annotation->base->is(ValueKind::kExternal) &&
      (annotation->base->text.ends_with(".ClassVar") || known_name(annotation->base) == "Mapped"))
    return std::nullopt;
  const FieldType type = strip(context, annotation, *declaration.scope);
  const Value* field = value && called_name(value) == "sqlmodel.Field" ? value : type.field;
  if (value != nullptr && field == nullptr && value->is(ValueKind::kCall) && !known_name(value->base).empty() &&
      called_name(value) == "relationship")
    return std::nullopt;
  // The call that a Field(…) would make.
  std::vector<Argument> arguments{{"", context.evaluator.string(declaration.attribute), nullptr}};
  const Value* sa_column = field ? field->argument("sa_column") : nullptr;
  if (sa_column != nullptr && column_object(sa_column) != nullptr) {
    Declaration plain = declaration;
    plain.value = sa_column;
    plain.annotation = nullptr;
    return read_column(context, plain);
  }
  Value& call = context.evaluator.make(ValueKind::kCall, declaration.scope, value ? value->node : nullptr);
  call.base = context.evaluator.external("sqlalchemy.Column");
  bool primary_key = false;
  const Value* nullable = nullptr;
  const Value* sa_type = nullptr;
  if (field != nullptr) {
    for (const Argument& argument : field->arguments) {
      const std::string_view name = argument.name;
      if (name == "primary_key") primary_key = context.evaluator.truth(argument.value) == true;
      if (name == "primary_key" || name == "unique" || name == "index") arguments.push_back(argument);
      if (name == "default" || name == "default_factory" || name.empty())
        if (!argument.value->is(ValueKind::kNone) && !argument.value->is(ValueKind::kEllipsis) &&
            !(argument.value->is(ValueKind::kExternal) && argument.value->text.ends_with("Undefined")))
          arguments.push_back({"default", argument.value, argument.node});
      if (name == "nullable") nullable = argument.value;
      if (name == "sa_type") sa_type = argument.value;
      if (name == "foreign_key" && !argument.value->is(ValueKind::kNone)) {
        Value& key = context.evaluator.make(ValueKind::kCall, declaration.scope, argument.node);
        key.base = context.evaluator.external("sqlalchemy.ForeignKey");
        key.arguments.push_back({"", argument.value, argument.node});
        if (const Value* ondelete = field->argument("ondelete"))
          key.arguments.push_back({"ondelete", ondelete, nullptr});
        arguments.push_back({"", &key, argument.node});
      }
      if (name == "sa_column_args" && argument.value->is_sequence())
        for (const Value* item : argument.value->items) arguments.push_back({"", item, argument.node});
      if (name == "sa_column_kwargs" && argument.value->is(ValueKind::kDict))
        for (std::size_t i = 0; i + 1 < argument.value->items.size(); i += 2)
          if (argument.value->items[i]->is(ValueKind::kString))
            arguments.push_back({argument.value->items[i]->text, argument.value->items[i + 1], argument.node});
    }
  } else if (value != nullptr && !value->is(ValueKind::kNone)) {
    arguments.push_back({"default", value, nullptr});
  }
  call.arguments = std::move(arguments);
  ColumnBuild build = read_core_column(context, &call);
  const TypeReading reading = sa_type ? read_type(context, sa_type) : field_type(context, type.type, field);
  if (!reading.type.known() && reading.missing && sa_type == nullptr) return std::nullopt;
  build.type = reading;
  if (nullable != nullptr && !nullable->is(ValueKind::kExternal)) {
    build.column.nullable = known_bool(nullable, false);
  } else if (build.column.nullable.known()) {
    bool given = false;
    for (const Argument& argument : call.arguments) given = given || argument.name == "nullable";
    if (!given) build.column.nullable = !primary_key && type.optional;
  }
  if (build.primary_key) build.column.nullable = false;
  build.column.attribute = declaration.attribute;
  build.key = build.column.name;
  if (declaration.statement) build.column.location = context.place(declaration.scope, declaration.statement);
  return build;
}

}  // namespace si::sqlalchemy
