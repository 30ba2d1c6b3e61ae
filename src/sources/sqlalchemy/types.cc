// From a type object to PostgreSQL's type.
//
// kTypes says how SQLAlchemy's PostgreSQL dialect renders each type; what it says of arguments is their shape. Types of
// a project's own are followed: TypeDecorator to its impl (or to what load_dialect_impl returns for PostgreSQL),
// UserDefinedType to the text of get_col_spec, a subclass of a known type to that type.
#include "sources/sqlalchemy/types.h"

#include <algorithm>
#include <iterator>

#include "sources/sqlalchemy/enums.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/sql_text.h"
#include "sources/sqlalchemy/type_table.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;
using python::NodeKind;

namespace {

const TypeRow* find_row(std::string_view name) {
  for (const TypeRow& row : kTypes)
    if (row.name == name) return &row;
  // A dialect's spelling of a common type.
  if (name.starts_with("dialects.")) {
    const std::string_view last = name.substr(name.rfind('.') + 1);
    for (const TypeRow& row : kTypes)
      if (row.name == last) return &row;
  }
  return nullptr;
}

TypeReading not_known(std::string reason) {
  TypeReading reading;
  reading.type = Known<Type>::unresolved(std::move(reason));
  return reading;
}

// The same with another reason.
TypeReading not_known(std::string reason, const TypeReading& of) {
  TypeReading reading = not_known(std::move(reason));
  reading.no_integer = of.no_integer;
  reading.counts_anyway = of.counts_anyway;
  return reading;
}

TypeReading of_sql(std::string_view sql) {
  TypeReading reading;
  reading.type = parse_type(sql);
  return reading;
}

// An integer argument: its value, nothing when it is not given or None, an error text when it is not known.
struct IntegerArgument {
  std::optional<std::int64_t> value;
  std::string problem;
};
IntegerArgument integer_argument(const Value& call, std::string_view name, int position) {
  const Value* value = call.argument(name, position);
  if (value == nullptr || value->is(ValueKind::kNone)) return {};
  if (value->is(ValueKind::kInt)) return {value->integer, ""};
  if (value->is(ValueKind::kEnumMember) && value->items[0]->is(ValueKind::kInt)) return {value->items[0]->integer, ""};
  return {std::nullopt, std::string(name) + " is not known: " + describe(value)};
}

std::string with_number(std::string_view base, std::optional<std::int64_t> number) {
  return number ? std::string(base) + "(" + std::to_string(*number) + ")" : std::string(base);
}

TypeReading geometry(const TypeRow& row, const Value& call) {
  const Value* kind = call.argument("geometry_type", 0);
  const IntegerArgument srid = integer_argument(call, "srid", 1);
  if (!srid.problem.empty()) return not_known(srid.problem);
  if (kind != nullptr && kind->is(ValueKind::kNone)) return of_sql(row.sql);
  const std::string name = kind && kind->is(ValueKind::kString) ? kind->text : "GEOMETRY";
  const std::int64_t number = srid.value.value_or(row.sql == "geography" ? 4326 : -1);
  if (to_upper_ascii(name) == "GEOMETRY" && number <= 0) return of_sql(row.sql);
  return of_sql(std::string(row.sql) + "(" + name + (number > 0 ? "," + std::to_string(number) : "") + ")");
}

TypeReading from_row(const TypeRow& row, const Value& call) {
  TypeReading reading;
  reading.integer = row.integer;
  if (const Value* collation = call.argument("collation"); collation && collation->is(ValueKind::kString))
    reading.collation = collation->text;
  std::string sql(row.sql);
  switch (row.shape) {
    case Shape::kPlain: break;
    case Shape::kLength: {
      const IntegerArgument length = integer_argument(call, "length", 0);
      if (!length.problem.empty()) return not_known(length.problem);
      // SQLAlchemy leaves a length of zero out.
      const std::int64_t number = length.value.value_or(row.length);
      if (number != 0) sql = with_number(sql, number);
      break;
    }
    case Shape::kTimezone: {
      const Value* zone = call.argument("timezone", 0);
      const IntegerArgument precision = integer_argument(call, "precision", 1);
      if (!precision.problem.empty()) return not_known(precision.problem);
      sql = with_number(sql, precision.value);
      if (zone != nullptr && !zone->is(ValueKind::kBool) && !zone->is(ValueKind::kNone))
        return not_known("timezone is not known: " + describe(zone));
      if (zone != nullptr && zone->integer != 0) sql += " with time zone";
      break;
    }
    case Shape::kNumeric: {
      const IntegerArgument precision = integer_argument(call, "precision", 0);
      const IntegerArgument scale = integer_argument(call, "scale", 1);
      if (!precision.problem.empty()) return not_known(precision.problem);
      if (!scale.problem.empty()) return not_known(scale.problem);
      if (precision.value)
        sql += "(" + std::to_string(*precision.value) + (scale.value ? "," + std::to_string(*scale.value) : "") + ")";
      break;
    }
    case Shape::kFloat: {
      const IntegerArgument precision = integer_argument(call, "precision", 0);
      if (!precision.problem.empty()) return not_known(precision.problem);
      if (precision.value.value_or(0) != 0) sql = with_number(sql, precision.value);
      break;
    }
    case Shape::kInterval: {
      const IntegerArgument precision = integer_argument(call, "second_precision", 1);
      if (!precision.problem.empty()) return not_known(precision.problem);
      sql = with_number(sql, precision.value);
      break;
    }
    case Shape::kPgInterval: {
      const IntegerArgument precision = integer_argument(call, "precision", 0);
      const Value* fields = call.argument("fields", 1);
      if (fields != nullptr && fields->is(ValueKind::kString)) sql += " " + fields->text;
      sql = with_number(sql, precision.value);
      break;
    }
    case Shape::kBit: {
      const bool is_bit = row.sql == "bit";
      const IntegerArgument length = integer_argument(call, is_bit ? "length" : "dim", 0);
      if (!length.problem.empty()) return not_known(length.problem);
      const Value* varying = call.argument("varying", 1);
      if (is_bit && varying != nullptr && varying->integer != 0) sql += " varying";
      sql = with_number(sql, length.value);
      break;
    }
    case Shape::kGeometry: {
      TypeReading made = geometry(row, call);
      const Value* index = call.argument("spatial_index", 3);
      made.spatial_index = index == nullptr || !index->is(ValueKind::kBool) || index->integer != 0;
      return made;
    }
  }
  reading.type = parse_type(sql);
  return reading;
}

TypeReading array_of(Context& context, const Value& call) {
  const Value* item = call.argument("item_type", 0);
  if (item == nullptr) return not_known("ARRAY without an item type");
  TypeReading reading = read_type(context, item);
  reading.integer = false;
  if (reading.type.known()) reading.type.value().is_array = true;
  return reading;
}

TypeReading with_length(std::string_view sql, const Value& call, std::string_view argument, int position,
                        int otherwise) {
  const IntegerArgument length = integer_argument(call, argument, position);
  if (!length.problem.empty()) return not_known(length.problem);
  const std::int64_t number = length.value.value_or(otherwise);
  return of_sql(number == 0 ? std::string(sql) : with_number(sql, number));
}

// sqlalchemy_utils.UUIDType(binary=True, native=True)
TypeReading utils_uuid(const Value& call) {
  const auto is_false = [&](std::string_view name, int position, bool& known) {
    const Value* given = call.argument(name, position);
    known = known && (given == nullptr || given->is(ValueKind::kBool));
    return given != nullptr && given->integer == 0;
  };
  bool known = true;
  const bool text = is_false("binary", 0, known), fallback = is_false("native", 1, known);
  if (!known) return not_known("which type UUIDType(…) takes only running tells");
  if (!fallback) return of_sql("uuid");
  return text ? of_sql("character(32)")
              : not_known("PostgreSQL has no BINARY(16), which UUIDType(native=False) asks for");
}

// Types of sqlalchemy_utils whose arguments say what they become; nullopt: those of the table.
std::optional<TypeReading> utils_type(Context& context, std::string_view name, const Value& call) {
  constexpr std::string_view kText = "character varying";
  if (name == "ChoiceType") {
    const Value* impl = call.argument("impl", 1);
    return impl != nullptr && !impl->is(ValueKind::kNone) ? read_type(context, impl) : of_sql("character varying(255)");
  }
  if (name == "UUIDType") return utils_uuid(call);
  if (name == "ColorType") return with_length(kText, call, "max_length", 0, 20);
  if (name == "IPAddressType") return with_length(kText, call, "max_length", 0, 50);
  if (name == "PhoneNumberType") return with_length(kText, call, "max_length", 1, 20);
  if (name == "StringEncryptedType") return with_length(kText, call, "length", -1, 0);
  if (name == "BitType") return with_length("bit", call, "length", 0, 1);
  if (name == "EnrichedDateTimeType") {
    const Value* zone = call.argument("timezone", 1);
    if (zone != nullptr && !zone->is(ValueKind::kBool)) return not_known("timezone is not known: " + describe(zone));
    return of_sql(zone != nullptr && zone->integer != 0 ? "timestamp with time zone" : "timestamp");
  }
  return std::nullopt;
}

// Types of SQLAlchemy that PostgreSQL does not have.
constexpr std::string_view kOfOtherServers[] = {"BINARY", "VARBINARY", "BLOB", "CLOB", "NVARCHAR"};

TypeReading read_named_type(Context& context, const std::string& name, const Value& call) {
  if (name == "Enum" || name == "dialects.postgresql.ENUM" || name == "ENUM" || name == "dialects.mysql.ENUM")
    return read_enum_type(context, call, name.find("ENUM") != std::string::npos);
  if (name == "ARRAY" || name == "dialects.postgresql.ARRAY") return array_of(context, call);
  if (name == "NullType") {
    TypeReading reading;
    reading.missing = true;
    return reading;
  }
  if (name == "Uuid" || name == "UUID") {
    const Value* native = call.argument("native_uuid");
    if (name == "Uuid" && native != nullptr && native->is(ValueKind::kBool) && native->integer == 0)
      return of_sql("character(32)");
  }
  if (name == "dialects.postgresql.DOMAIN" || name == "DOMAIN") {
    const Value* domain = call.argument("name", 0);
    if (domain == nullptr || !domain->is(ValueKind::kString)) return not_known("a domain without a known name");
    TypeReading reading;
    Type type;
    type.name = domain->text;
    reading.type = type;
    return reading;
  }
  constexpr std::string_view kUtils = "sqlalchemy_utils.";
  if (name.starts_with(kUtils))
    if (auto reading = utils_type(context, std::string_view(name).substr(kUtils.size()), call))
      return *std::move(reading);
  if (name == "sqlalchemy_json.mutable_json_type") {
    const Value* inner = call.argument("dbtype", 0);
    return inner ? read_type(context, inner) : of_sql("json");
  }
  const TypeRow* row = find_row(name);
  if (row != nullptr) return from_row(*row, call);
  const bool other =
      std::find(std::begin(kOfOtherServers), std::end(kOfOtherServers), name) != std::end(kOfOtherServers);
  return not_known(other ? "PostgreSQL has no type " + name : "type " + name + " is not known");
}

TypeReading named_type(Context& context, const std::string& name, const Value& call) {
  TypeReading reading = read_named_type(context, name, call);
  const TypeRow* row = find_row(name);
  // A number that is no integer may be made one: as a key it is SERIAL.
  const bool number = row != nullptr && (row->shape == Shape::kNumeric || row->shape == Shape::kFloat ||
                                         row->sql == "real" || row->sql == "double precision");
  if (row != nullptr && !row->integer && !number) reading.no_integer = true;
  if (name.ends_with("Enum") || name.ends_with("ENUM") || name.ends_with("ARRAY")) reading.no_integer = true;
  if (std::find(std::begin(kOfOtherServers), std::end(kOfOtherServers), name) != std::end(kOfOtherServers))
    reading.no_integer = true;
  return reading;
}

// ---- types of a project's own ----

const Value* make_call(Context& context, const Value* callee, std::vector<Argument> arguments) {
  Value& call = context.evaluator.make(ValueKind::kCall);
  call.base = callee;
  call.arguments = std::move(arguments);
  return &call;
}

bool assigns_impl(const Node& node) {
  if (node.kind == NodeKind::kAttribute && node.text == "impl") return true;
  return std::any_of(node.children().begin(), node.children().end(),
                     [](const Node* child) { return child != nullptr && assigns_impl(*child); });
}

// `self.impl = …` in an __init__ of the project: the instance's impl counts, not the class's. Nullopt: none sets it.
std::optional<TypeReading> impl_of_instance(Context& context, const ClassInfo& klass, const Value* instance) {
  const Evaluator::Instance& state = context.evaluator.constructed(klass, instance);
  const std::string reason = "impl of type " + klass.name + ", set in its __init__: ";
  if (const Value* impl = state.problem.empty() ? Evaluator::set_on(state, "impl") : nullptr) {
    TypeReading reading = read_type(context, impl);
    if (!reading.missing && !reading.type.known()) return not_known(reason + reading.type.reason(), reading);
    return reading;
  }
  if (state.problem.empty()) return std::nullopt;
  for (const Value* base : context.evaluator.mro(klass)) {
    if (!base->is(ValueKind::kClass)) continue;
    const Value* init = context.evaluator.final_value(base->klass->scope, "__init__");
    if (init != nullptr && (!init->is(ValueKind::kFunction) || assigns_impl(*init->node)))
      return not_known(reason + state.problem);
  }
  return std::nullopt;
}

TypeReading decorator_impl(Context& context, const ClassInfo& klass, const Value* instance, const Value* base) {
  if (auto own = impl_of_instance(context, klass, instance)) return *std::move(own);
  const Value* impl = context.evaluator.class_member(klass, "impl");
  if (impl == nullptr) return not_known("type " + klass.name + " has no impl");
  if (impl->is(ValueKind::kAttribute) && !impl->items.empty()) impl = impl->items[0];
  if (!impl->is(ValueKind::kExternal) && !impl->is(ValueKind::kClass)) return read_type(context, impl);
  const auto arguments = context.evaluator.constructor_arguments(klass, instance, base);
  if (!arguments) return not_known("the arguments of type " + klass.name + " are not known");
  return read_type(context, make_call(context, impl, *arguments));
}

TypeReading decorator_type(Context& context, const ClassInfo& klass, const Value* instance, const Value* base) {
  context.evaluator.constructed(klass, instance);  // what load_dialect_impl() asks self for
  const ClassInfo* owner = nullptr;
  const Value* load = context.evaluator.class_member(klass, "load_dialect_impl", &owner);
  if (load != nullptr && load->is(ValueKind::kFunction)) {
    const Value* dialect = context.evaluator.external(std::string(python::kPostgresqlDialect));
    const Value* result =
        context.evaluator.call_function(load, {{"", instance, nullptr}, {"", dialect, nullptr}}, owner);
    const bool is_impl =
        (result->is(ValueKind::kAttribute) && (result->text == "impl" || result->text == "impl_instance")) ||
        (result->is(ValueKind::kCall) && result->base->is(ValueKind::kAttribute) &&
         result->base->text == "load_dialect_impl");
    if (!is_impl) {
      TypeReading reading = read_type(context, result);
      // Whether a key counts by itself the impl says, not what is loaded.
      const TypeReading declared = decorator_impl(context, klass, instance, base);
      reading.counts_anyway = declared.integer && !reading.integer;
      reading.integer = reading.integer && !declared.no_integer;
      reading.no_integer = declared.no_integer;
      if (!reading.type.known())
        return not_known("load_dialect_impl of type " + klass.name + ": " + reading.type.reason(), reading);
      return reading;
    }
  }
  return decorator_impl(context, klass, instance, base);
}

// get_col_spec() of a UserDefinedType.
TypeReading user_defined_type(Context& context, const ClassInfo& klass, const Value* instance) {
  context.evaluator.constructed(klass, instance);  // what get_col_spec() asks self for
  const ClassInfo* owner = nullptr;
  const Value* spec = context.evaluator.class_member(klass, "get_col_spec", &owner);
  if (spec == nullptr || !spec->is(ValueKind::kFunction))
    return not_known("type " + klass.name + " has no get_col_spec");
  const Value* text = context.evaluator.call_function(spec, {{"", instance, nullptr}}, owner);
  if (!text->is(ValueKind::kString)) return not_known("get_col_spec of type " + klass.name + " is not known");
  return of_sql(text->text);
}

TypeReading own_type(Context& context, const ClassInfo& klass, const Value* instance) {
  const auto& types = context.options.types;
  for (const std::string& name : {klass.module->name + "." + klass.name, klass.name})
    if (const auto found = types.find(name); found != types.end()) return of_sql(found->second);
  for (const Value* base : context.evaluator.mro(klass)) {
    if (base->is(ValueKind::kClass)) continue;
    const std::string name = known_name(base);
    if (name == "TypeDecorator") return decorator_type(context, klass, instance, base);
    if (name == "UserDefinedType" || name == "TypeEngine") {
      if (const auto text = compiled_text(context, klass, instance)) return of_sql(*text);
      return user_defined_type(context, klass, instance);
    }
    if (name.empty() || name == "SchemaType") continue;
    if (name.starts_with("sqlalchemy_utils."))
      if (auto own = impl_of_instance(context, klass, instance)) return *std::move(own);
    if (name.starts_with("sqlalchemy_utils."))
      if (const Value* impl = context.evaluator.class_member(klass, "impl")) return read_type(context, impl);
    if (find_row(name) == nullptr && name.find("Enum") == std::string::npos && name.find("ENUM") == std::string::npos &&
        name.find("ARRAY") == std::string::npos)
      continue;
    auto arguments = context.evaluator.constructor_arguments(klass, instance, base);
    if (!arguments) return not_known("the arguments of type " + klass.name + " are not known");
    // self.length = 20 after the constructor: that counts.
    for (const auto& [attribute, set] : context.evaluator.constructed(klass, instance).attributes)
      if (!set.before_constructor) arguments->insert(arguments->begin(), {attribute, set.value, nullptr});
    Value& call = context.evaluator.make(ValueKind::kCall, instance->scope, instance->node);
    call.base = base;
    call.arguments = *arguments;
    return named_type(context, name, call);
  }
  return not_known(klass.name + " is no type that SQLAlchemy knows");
}

// X.with_variant(Y, "postgresql", …), MutableDict.as_mutable(X), X.evaluates_none() …
const Value* unwrap(const Value* value) {
  for (int i = 0; i < 20 && value->is(ValueKind::kCall); ++i) {
    const Value* callee = value->base;
    const bool method = callee->is(ValueKind::kAttribute);
    const std::string name = method ? callee->text : known_name(callee);
    if (method && name == "with_variant") {
      const Value* type = value->argument("type_", 0);
      bool postgresql = false;
      for (std::size_t k = 1; k < value->arguments.size(); ++k)
        postgresql = postgresql || (value->arguments[k].value->is(ValueKind::kString) &&
                                    value->arguments[k].value->text == "postgresql");
      value = postgresql && type ? type : callee->base;
    } else if (name == "as_mutable") {
      const Value* type = value->argument("sqltype", 0);
      if (type == nullptr) return value;
      value = type;
    } else if (method && (name == "evaluates_none" || name == "copy" || name == "adapt")) {
      value = callee->base;
    } else {
      return value;
    }
  }
  return value;
}

}  // namespace

TypeReading read_type(Context& context, const Value* value) {
  static thread_local int depth = 0;
  struct Guard {
    Guard() { ++depth; }
    ~Guard() { --depth; }
  } guard;
  if (depth > 30) return not_known("a type that is nested too deep");
  value = unwrap(value);
  switch (value->kind) {
    case ValueKind::kUnknown: return not_known(value->text);
    case ValueKind::kNone: {
      TypeReading reading;
      reading.missing = true;
      return reading;
    }
    case ValueKind::kChoice: {
      const TypeReading first = read_type(context, value->items[0]);
      bool same = true, no_integer = true;
      for (const Value* other : value->items) {
        const TypeReading reading = read_type(context, other);
        same = same && reading.type == first.type;
        no_integer = no_integer && reading.no_integer;
      }
      if (same) return first;
      TypeReading reading = not_known("type: " + value->text);
      reading.no_integer = no_integer;
      return reading;
    }
    case ValueKind::kAttribute:
      if (!value->items.empty()) return read_type(context, value->items[0]);
      return not_known(describe(value) + " is not known");
    case ValueKind::kExternal: {
      if (const auto found = context.options.types.find(value->text); found != context.options.types.end())
        return of_sql(found->second);
      const std::string_view last = std::string_view(value->text).substr(value->text.rfind('.') + 1);
      if (const auto found = context.options.types.find(std::string(last)); found != context.options.types.end())
        return of_sql(found->second);
      const std::string name = known_name(value);
      if (name.empty()) return not_known(value->text + " is not known: its package was not found");
      return named_type(context, name, Value{});
    }
    case ValueKind::kClass: {
      const Value* instance = make_call(context, value, {});
      return own_type(context, *value->klass, instance);
    }
    case ValueKind::kCall: {
      const Value* callee = value->base;
      if (callee->is(ValueKind::kAttribute) && !callee->items.empty()) callee = callee->items[0];
      if (callee->is(ValueKind::kClass)) return own_type(context, *callee->klass, value);
      if (!callee->is(ValueKind::kExternal)) return not_known(describe(value) + " is not known");
      for (const std::string& name : {callee->text, callee->text.substr(callee->text.rfind('.') + 1)})
        if (const auto found = context.options.types.find(name); found != context.options.types.end())
          return of_sql(found->second);
      const std::string name = known_name(callee);
      if (name.empty()) return not_known(callee->text + " is not known: its package was not found");
      return named_type(context, name, *value);
    }
    default: return not_known("no type that is known: " + describe(value));
  }
}

bool looks_like_type(Context& context, const Value* value) {
  (void)context;
  static constexpr std::string_view kOthers[] = {
      "ForeignKey",    "CheckConstraint", "Sequence",         "Identity", "Computed",       "FetchedValue",
      "DefaultClause", "ColumnDefault",   "UniqueConstraint", "Index",    "PassiveDefault", "ForeignKeyConstraint"};
  const std::string name = called_name(value);
  if (std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers)) return false;
  if (value->is(ValueKind::kString) || value->is(ValueKind::kNone) || value->is(ValueKind::kInt)) return false;
  return true;
}

}  // namespace si::sqlalchemy
