#include "sources/sqlalchemy/sql_text.h"

#include <algorithm>
#include <iterator>

#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/types.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

using Text = Known<std::string>;

// Functions that SQL writes without parentheses.
constexpr std::string_view kBareFunctions[] = {"current_date", "current_time",   "current_timestamp", "current_user",
                                               "localtime",    "localtimestamp", "session_user",      "user"};

struct Operator {
  std::string_view python, sql;
};
constexpr Operator kOperators[] = {
    {"==", "="}, {"!=", "!="}, {"<", "<"}, {"<=", "<="}, {">", ">"}, {">=", ">="}, {"&", "AND"},
    {"|", "OR"}, {"+", "+"},   {"-", "-"}, {"*", "*"},   {"/", "/"}, {"%", "%"},
};

struct Method {
  std::string_view python, sql;
};
constexpr Method kMethods[] = {
    {"is_", "IS"},
    {"isnot", "IS NOT"},
    {"is_not", "IS NOT"},
    {"like", "LIKE"},
    {"ilike", "ILIKE"},
    {"not_like", "NOT LIKE"},
    {"notlike", "NOT LIKE"},
    {"in_", "IN"},
    {"notin_", "NOT IN"},
    {"not_in", "NOT IN"},
    {"__eq__", "="},
    {"__ne__", "!="},
    {"is_distinct_from", "IS DISTINCT FROM"},
    {"contains", "@>"},
    {"concat", "||"},
    {"regexp_match", "~"},
};

// What SQLAlchemy writes for ~(a == b): the opposite operator.
constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
    {"=", "!="},
    {"<", ">="},
    {">", "<="},
    {"IS", "IS NOT"},
    {"IN", "NOT IN"},
    {"LIKE", "NOT LIKE"},
    {"ILIKE", "NOT ILIKE"},
    {"IS DISTINCT FROM", "IS NOT DISTINCT FROM"},
    {"~", "!~"},
};

std::string opposite(std::string_view sql) {
  for (const auto& [one, other] : kOpposites) {
    if (sql == one) return std::string(other);
    if (sql == other) return std::string(one);
  }
  return {};
}

// Writes one expression; the first thing that is not known stops it.
class Writer {
 public:
  Writer(Context& context, const ColumnNames& columns) : context_(context), columns_(columns) {}

  Text write(const Value* value) {
    std::string out = expression(value);
    return problem_.empty() ? Text(out) : Text::unresolved(problem_);
  }

 private:
  std::string fail(std::string why) {
    if (problem_.empty()) problem_ = std::move(why);
    return {};
  }

  std::string expression(const Value* value) {
    if (++depth_ > 60) return fail("an expression that is nested too deep");
    std::string out = expression_at(value);
    --depth_;
    return out;
  }

  std::string in_parentheses(const Value* value) {
    const bool simple = value->is_constant() || value->is(ValueKind::kAttribute) || columns_(value).has_value();
    return simple ? expression(value) : "(" + expression(value) + ")";
  }

  std::string expression_at(const Value* value) {
    if (const auto column = columns_(value)) return quote_identifier(*column);
    switch (value->kind) {
      case ValueKind::kNone: return "NULL";
      case ValueKind::kBool: return value->integer ? "true" : "false";
      case ValueKind::kInt: return std::to_string(value->integer);
      case ValueKind::kFloat: return value->text;
      case ValueKind::kString: return quote_literal(value->text);
      case ValueKind::kEnumMember:
        if (value->items[0]->is(ValueKind::kString) && value->items[0]->text == value->text)
          return quote_literal(value->text);
        return fail("how " + describe(value) + " is written depends on its column's type");
      case ValueKind::kTuple:
      case ValueKind::kList: {
        std::vector<std::string> parts;
        for (const Value* item : value->items) parts.push_back(expression(item));
        return "(" + join(parts, ", ") + ")";
      }
      case ValueKind::kOperation: return operation(value);
      case ValueKind::kCall: return call(value);
      case ValueKind::kSubscript:
        if (value->items.size() == 1) return in_parentheses(value->base) + " -> " + expression(value->items[0]);
        break;
      case ValueKind::kAttribute:
        if (value->text == "astext" && value->base->is(ValueKind::kSubscript) && value->base->items.size() == 1)
          return in_parentheses(value->base->base) + " ->> " + expression(value->base->items[0]);
        break;
      default: break;
    }
    return fail("an expression that is not known: " + describe(value));
  }

  // SQLAlchemy makes || of + where one side is a string for sure.
  static bool is_text(const Value* value) {
    if (value->is(ValueKind::kString)) return true;
    return value->is(ValueKind::kOperation) && value->text == "+" && value->items.size() == 2 &&
           (is_text(value->items[0]) || is_text(value->items[1]));
  }

  // ~(a == b) is a != b.
  std::string negation(const Value* value) {
    if (value->is(ValueKind::kOperation) && value->items.size() == 1 && value->text == "~")
      return expression(value->items[0]);
    const auto with = [&](const Value* left, std::string_view sql, const Value* right) {
      return in_parentheses(left) + " " + opposite(sql) + " " + in_parentheses(right);
    };
    if (value->is(ValueKind::kOperation) && value->items.size() == 2) {
      const bool null = value->items[1]->is(ValueKind::kNone) && (value->text == "==" || value->text == "!=");
      if (null) return in_parentheses(value->items[0]) + (value->text == "==" ? " IS NOT NULL" : " IS NULL");
      for (const Operator& op : kOperators)
        if (op.python == value->text && !opposite(op.sql).empty())
          return with(value->items[0], op.sql, value->items[1]);
    }
    if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kAttribute) && value->arguments.size() == 1)
      for (const Method& m : kMethods)
        if (m.python == value->base->text && !opposite(m.sql).empty())
          return with(value->base->base, m.sql, value->arguments[0].value);
    return "NOT " + in_parentheses(value);
  }

  std::string operation(const Value* value) {
    if (value->items.size() == 1) {
      if (value->text == "~" || value->text == "not") return negation(value->items[0]);
      return value->text + in_parentheses(value->items[0]);
    }
    const Value* right = value->items[1];
    if (right->is(ValueKind::kNone) && (value->text == "==" || value->text == "!="))
      return in_parentheses(value->items[0]) + (value->text == "==" ? " IS NULL" : " IS NOT NULL");
    if (value->text == "+" && (is_text(value->items[0]) || is_text(right)))
      return in_parentheses(value->items[0]) + " || " + in_parentheses(right);
    for (const Operator& op : kOperators)
      if (op.python == value->text)
        return in_parentheses(value->items[0]) + " " + std::string(op.sql) + " " + in_parentheses(right);
    return fail("operator " + value->text);
  }

  std::string list(const std::vector<Argument>& arguments, std::string_view separator) {
    std::vector<std::string> parts;
    for (const Argument& argument : arguments) {
      if (!argument.name.empty()) continue;
      parts.push_back(separator == ", " ? expression(argument.value) : in_parentheses(argument.value));
    }
    return join(parts, separator);
  }

  std::string method(const Value* value) {
    const Value* object = value->base->base;
    const std::string& name = value->base->text;
    const Value* first = value->arguments.empty() ? nullptr : value->arguments[0].value;
    if (name == "as_string" && object->is(ValueKind::kSubscript) && object->items.size() == 1) {
      const Value* path = object->items[0];
      if (!path->is_sequence())
        return "CAST(" + in_parentheses(object->base) + " ->> " + expression(path) + " AS varchar)";
      std::vector<std::string> steps;
      for (const Value* step : path->items)
        steps.push_back(step->is(ValueKind::kInt) ? std::to_string(step->integer) : step->text);
      return "CAST(" + in_parentheses(object->base) + " #>> " + quote_literal("{" + join(steps, ", ") + "}") +
             " AS varchar)";
    }
    if (name == "op" || name == "bool_op") return fail("op() without an operand");
    if (name == "label" || name == "self_group") return expression(object);
    if (name == "cast" && first != nullptr) return cast(object, first);
    if (name == "collate" && first != nullptr)
      return in_parentheses(object) + " COLLATE " + quote_identifier(first->text);
    if (name == "between" && value->arguments.size() == 2)
      return in_parentheses(object) + " BETWEEN " + in_parentheses(first) + " AND " +
             in_parentheses(value->arguments[1].value);
    if (name == "next_value" && object->is(ValueKind::kCall)) return nextval(object);
    if (name == "desc") return expression(object) + " DESC";
    if (name == "asc") return expression(object) + " ASC";
    if (name == "contains" && first != nullptr && first->is(ValueKind::kString))
      return fail("contains() of what may be a text");
    if (value->arguments.size() > 1) return fail("method " + name + "() with options");
    for (const Method& m : kMethods)
      if (m.python == name && first != nullptr)
        return in_parentheses(object) + " " + std::string(m.sql) + " " + in_parentheses(first);
    return fail("method " + name + "()");
  }

  std::string nextval(const Value* sequence) {
    const Value* name = sequence->argument("name", 0);
    if (name == nullptr || !name->is(ValueKind::kString)) return fail("a sequence without a known name");
    const Value* schema = sequence->argument("schema");
    const std::string prefix =
        schema && schema->is(ValueKind::kString) ? quote_identifier(schema->text) + "." : std::string();
    return "nextval(" + quote_literal(prefix + quote_identifier(name->text)) + ")";
  }

  std::string cast(const Value* what, const Value* type) {
    const TypeReading reading = read_type(context_, type);
    if (!reading.type.known()) return fail(reading.type.reason());
    return "CAST(" + expression(what) + " AS " + to_string(*reading.type) + ")";
  }

  std::string call(const Value* value) {
    const Value* callee = value->base;
    // x.op("->>")("key")
    if (callee->is(ValueKind::kCall) && callee->base->is(ValueKind::kAttribute) && callee->base->text == "op" &&
        !callee->arguments.empty() && callee->arguments[0].value->is(ValueKind::kString) &&
        value->arguments.size() == 1)
      return in_parentheses(callee->base->base) + " " + callee->arguments[0].value->text + " " +
             in_parentheses(value->arguments[0].value);
    if (callee->is(ValueKind::kAttribute)) return method(value);
    if (callee->is(ValueKind::kClass))
      if (const auto compiled = compiled_text(context_, *callee->klass, value)) return *compiled;
    const std::string name = known_name(callee);
    const Value* first = value->arguments.empty() ? nullptr : value->arguments[0].value;
    if (name == "text" || name == "literal_column" || name == "column") {
      if (first == nullptr || !first->is(ValueKind::kString)) return fail(name + "() of what is not known");
      if (name == "column") return quote_identifier(first->text);
      return replace_all(first->text, "\\:", ":");
    }
    if (name == "Column" && first != nullptr && first->is(ValueKind::kString)) return quote_identifier(first->text);
    if (name == "literal" && first != nullptr) return expression(first);
    if (name == "true" || name == "false") return name;
    if (name == "null") return "NULL";
    if (name == "and_") return list(value->arguments, " AND ");
    if (name == "or_") return list(value->arguments, " OR ");
    if (name == "not_" && first != nullptr) return negation(first);
    if ((name == "desc" || name == "asc") && first != nullptr)
      return expression(first) + (name == "desc" ? " DESC" : " ASC");
    if (name == "cast" && value->arguments.size() == 2) return cast(first, value->arguments[1].value);
    if (name == "type_coerce" && first != nullptr) return expression(first);
    if (name == "array" && first != nullptr) {
      std::vector<std::string> parts;
      for (const Value* item : first->items) parts.push_back(expression(item));
      return "ARRAY[" + join(parts, ", ") + "]";
    }
    if (name == "dialects.postgresql.array" && first != nullptr) {
      std::vector<std::string> parts;
      for (const Value* item : first->items) parts.push_back(expression(item));
      return "ARRAY[" + join(parts, ", ") + "]";
    }
    if (name.starts_with("func.")) {
      const std::string function = name.substr(5);
      const bool bare = std::find(std::begin(kBareFunctions), std::end(kBareFunctions), to_lower_ascii(function)) !=
                        std::end(kBareFunctions);
      if (bare && value->arguments.empty()) return to_upper_ascii(function);
      return function + "(" + list(value->arguments, ", ") + ")";
    }
    return fail("a call that is not known: " + describe(value));
  }

  Context& context_;
  const ColumnNames& columns_;
  std::string problem_;
  int depth_ = 0;
};

}  // namespace

std::optional<std::string> compiled_text(Context& context, const ClassInfo& klass, const Value* instance) {
  Evaluator& e = context.evaluator;
  const python::Binding* chosen = nullptr;
  for (const python::Binding& binding : klass.module->scope.bindings) {
    if (binding.kind != python::BindingKind::kFunction) continue;
    for (std::size_t i = 3; i < binding.node->children().size(); ++i) {
      const Value* decorator = e.evaluate(binding.node->children()[i], klass.module->scope, true);
      if (called_name(decorator) != "compiles" || decorator->arguments.empty()) continue;
      const Value* target = decorator->arguments[0].value;
      if (!target->is(ValueKind::kClass) || target->klass != &klass) continue;
      const bool any_dialect = decorator->arguments.size() == 1;
      bool postgresql = false;
      for (std::size_t k = 1; k < decorator->arguments.size(); ++k)
        postgresql = postgresql || decorator->arguments[k].value->text == "postgresql";
      if (postgresql || (any_dialect && chosen == nullptr)) chosen = &binding;
    }
  }
  if (chosen == nullptr) return std::nullopt;
  const Value* text =
      e.call_function(e.binding_value(*chosen, klass.module->scope),
                      {{"", instance, nullptr}, {"", e.external(std::string(python::kCompiler)), nullptr}}, nullptr);
  return text->is(ValueKind::kString) ? std::optional(text->text) : std::nullopt;
}

const Value* processed_text(Context& context, const std::string& name, const std::vector<Argument>& arguments) {
  if (!name.starts_with(python::kCompiler) || !name.ends_with(">.process") || arguments.empty()) return nullptr;
  static thread_local int depth = 0;
  if (depth > 10) return nullptr;  // an element whose text is made of its own
  ++depth;
  const Value* what = arguments[0].value;
  // element.clauses: what the function was called with.
  const bool clauses = what->is(ValueKind::kAttribute) && what->items.empty() && what->base->is(ValueKind::kCall) &&
                       what->base->base->is(ValueKind::kClass) &&
                       (what->text == "clauses" || what->text == "clause_expr");
  const auto no_columns = [](const Value*) { return std::optional<std::string>(); };
  std::vector<std::string> parts;
  bool known = true;
  const auto add = [&](const Value* value) {
    const Text text = sql_of(context, value, no_columns);
    known = known && text.known();
    if (text.known()) parts.push_back(*text);
  };
  if (clauses) {
    const auto given = context.evaluator.constructor_arguments(*what->base->base->klass, what->base);
    known = given.has_value();
    if (known)
      for (const Argument& argument : *given) add(argument.value);
  } else {
    add(what);
  }
  --depth;
  if (!known) return nullptr;
  const std::string text = join(parts, ", ");
  return context.evaluator.string(clauses && what->text == "clause_expr" ? "(" + text + ")" : text);
}

Text sql_of(Context& context, const Value* value, const ColumnNames& columns) {
  return Writer(context, columns).write(value);
}

Text sql_or_text(Context& context, const Value* value, const ColumnNames& columns) {
  if (value->is(ValueKind::kString)) return replace_all(value->text, "\\:", ":");
  return sql_of(context, value, columns);
}

Known<std::optional<Expression>> server_default_of(Context& context, const Value* value, const ColumnNames& columns) {
  using Result = Known<std::optional<Expression>>;
  if (value->is(ValueKind::kNone)) return Result();
  const std::string name = called_name(value);
  if (name == "FetchedValue") return Result::unresolved("FetchedValue(): a default that only the database knows");
  if (known_name(value) == "FetchedValue")
    return Result::unresolved("FetchedValue: a default that only the database knows");
  if ((name == "DefaultClause" || name == "PassiveDefault") && !value->arguments.empty())
    return server_default_of(context, value->arguments[0].value, columns);
  if (value->is(ValueKind::kEnumMember)) value = value->items[0];
  if (value->is(ValueKind::kChoice)) return Result::unresolved(value->text);
  if (value->is(ValueKind::kInt) || value->is(ValueKind::kBool))
    return Result::unresolved("server_default takes text, not " + describe(value));
  const Text text = sql_of(context, value, columns);
  if (!text.known()) return Result::unresolved(text.reason());
  return Result(std::optional<Expression>(*text));
}

}  // namespace si::sqlalchemy
