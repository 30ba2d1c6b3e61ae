// The canonical form of an expression.
//
// The server stores an expression analysed and prints it back with everything made explicit. What a person writes as
//
//     status IN ('new', 'done') AND price > 0
//
// comes back, for a varchar and a numeric column, as
//
//     (((status)::text = ANY ((ARRAY['new'::character varying, 'done'::character varying])::text[]))
//      AND (price > (0)::numeric))
//
// Both become one text here, in two steps. rewrite() turns what has several spellings into one (x = true into x,
// 5 < x into x > 5, NOT (a = b) into a <> b, OR chains into ANY). print() writes the tree down and decides what each
// cast is worth:
//
//   - on a constant it says the constant's type: it steers how the value is spelled ('{}'::jsonb, '1 day'::interval),
//     and is dropped;
//   - to a string type, on anything inside an expression: dropped, the server adds them by itself;
//   - to a number type, on an operand: dropped, but arithmetic is marked with the type it happens in, for a / 2 and
//     a::numeric / 2 are not the same;
//   - one that the server might have added: dropped when the column's type proves it, else it stands in `exact` with a
//     question mark and not in `loose`;
//   - any other: kept.
#include "sources/sql/expression.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "model/names.h"
#include "sources/sql/expression_tree.h"
#include "sources/sql/literal.h"
#include "support/strings.h"

namespace si {
namespace {

using Node = ExpressionNode;
using Kind = ExpressionNode::Kind;

// ---- types ----------------------------------------------------------------------------------------------------------

bool is_string_type(const Type& type) { return type_family(type) == TypeFamily::kString && type.name != "\"char\""; }

// Higher ranks absorb lower ones in arithmetic; 0: no number, or not known.
int number_rank(const Type& type) {
  static constexpr std::array<std::string_view, 6> kRanks = {"smallint", "integer", "bigint",
                                                             "numeric",  "real",    "double precision"};
  if (type.is_array) return 0;
  const auto found = std::find(kRanks.begin(), kRanks.end(), type.name);
  return found == kRanks.end() ? 0 : static_cast<int>(found - kRanks.begin()) + 1;
}

// The server turns `from` into `to` by itself where a function or operator asks for it.
bool is_implicit_cast(const Type& from, const Type& to) {
  if (from.is_array != to.is_array) return false;
  if (is_string_type(from) && is_string_type(to)) return true;
  if (number_rank(from) > 0 && number_rank(to) > 0) return number_rank(from) <= number_rank(to);
  if (from.name == "date") return to.name.starts_with("timestamp");
  return from.name == "timestamp without time zone" && to.name == "timestamp with time zone";
}

bool same_base(const Type& a, const Type& b) {
  return a.name == b.name && a.is_array == b.is_array && (a.schema == b.schema || a.schema.empty() || b.schema.empty());
}

Type named(std::string_view name) {
  Type type;
  type.name = name;
  return type;
}

// ---- rewriting ------------------------------------------------------------------------------------------------------

bool is_comparison(std::string_view op) {
  return op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=" || op == "is distinct from";
}

// The operator that says the same with its sides exchanged; empty: there is none.
std::string_view mirrored(std::string_view op) {
  if (op == "=" || op == "<>" || op == "is distinct from") return op;
  if (op == "<") return ">";
  if (op == ">") return "<";
  if (op == "<=") return ">=";
  if (op == ">=") return "<=";
  return "";
}

// The operator that is true where this one is false (and null where it is null); empty: there is none.
std::string_view opposite(std::string_view op) {
  static constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
      {"=", "<>"}, {"<", ">="}, {">", "<="}, {"~~", "!~~"}, {"~~*", "!~~*"}, {"~", "!~"}, {"~*", "!~*"}};
  for (const auto& [a, b] : kOpposites) {
    if (op == a) return b;
    if (op == b) return a;
  }
  return "";
}

bool is_constant(const Node& node) {
  switch (node.kind) {
    case Kind::kString:
    case Kind::kNumber:
    case Kind::kBoolean:
    case Kind::kNull: return true;
    case Kind::kCast: return is_constant(node.args[0]);
    case Kind::kArray: return std::all_of(node.args.begin(), node.args.end(), is_constant);
    case Kind::kOperator: return node.args.size() == 1 && node.text == "-" && is_constant(node.args[0]);
    default: return false;
  }
}

const Node& uncast(const Node& node) { return node.kind == Kind::kCast ? uncast(node.args[0]) : node; }

bool is_truth_word(std::string_view text) { return text == "t" || text == "f" || text == "true" || text == "false"; }

// Texts that the date and time types read as a moment near the present.
bool is_moving_moment(std::string_view text) {
  const std::string word = to_lower_ascii(trim(text));
  return word == "now" || word == "today" || word == "tomorrow" || word == "yesterday";
}

Node make(Kind kind, std::string_view text, std::vector<Node> args) {
  return {kind, std::string(text), {}, std::move(args)};
}

Node negate(Node node);

// x = true is x, x = false is NOT x.
Node rewrite_boolean_comparison(Node node) {
  const Node& right = node.args[1];
  if ((node.text != "=" && node.text != "<>") || right.kind != Kind::kBoolean) return node;
  const bool plain = (right.text == "true") == (node.text == "=");
  Node left = std::move(node.args[0]);
  return plain ? left : negate(std::move(left));
}

// (a, b) = (1, 2) is a = 1 AND b = 2.
Node rewrite_rows(Node node) {
  Node &left = node.args[0], &right = node.args[1];
  const bool rows = left.kind == Kind::kRow && right.kind == Kind::kRow && left.args.size() == right.args.size();
  if (!rows || left.args.empty() || (node.text != "=" && node.text != "<>")) return node;
  Node result = make(node.text == "=" ? Kind::kAnd : Kind::kOr, "", {});
  for (std::size_t i = 0; i < left.args.size(); ++i)
    result.args.push_back(make(Kind::kOperator, node.text, {left.args[i], right.args[i]}));
  return result;
}

Node rewrite_operator(Node node) {
  if (node.text == "!=") node.text = "<>";
  if (node.args.size() == 1) {
    Node& operand = node.args[0];
    if (node.text == "+") return std::move(operand);
    if (node.text == "-" && operand.kind == Kind::kNumber) {
      Node number = std::move(operand);
      number.text = number.text.starts_with('-') ? number.text.substr(1) : '-' + number.text;
      return number;
    }
    return node;
  }
  // A constant stands on the right; of two columns the sides of > are exchanged.
  const bool left_constant = is_constant(node.args[0]), right_constant = is_constant(node.args[1]);
  const bool turned = left_constant ? !right_constant : !right_constant && node.text.starts_with('>');
  if (turned && !mirrored(node.text).empty()) {
    node.text = mirrored(node.text);
    std::swap(node.args[0], node.args[1]);
  }
  return rewrite_boolean_comparison(rewrite_rows(std::move(node)));
}

// = ANY of one element is =; an array literal becomes ARRAY[…].
Node rewrite_quantified(Node node) {
  Node* array = &node.args[1];
  Type element;
  while (array->kind == Kind::kCast) {  // (ARRAY['a'::varchar])::text[]
    if (element.empty()) element = array->type;
    Node inner = std::move(array->args[0]);
    *array = std::move(inner);
  }
  if (array->kind == Kind::kString) {
    const auto elements = read_array(array->text);
    if (elements) {
      array->kind = Kind::kArray;
      for (const ArrayElement& e : *elements)
        array->args.push_back(make(e.is_null ? Kind::kNull : Kind::kString, e.is_null ? "" : e.text, {}));
    }
  }
  element.is_array = false;
  if (array->kind == Kind::kArray && !element.empty() && !is_string_type(element)) {
    for (Node& item : array->args)
      if (item.kind == Kind::kString) item = Node{Kind::kCast, "", element, {std::move(item)}};
  }
  const bool every = node.kind == Kind::kAll;
  if (array->kind != Kind::kArray) return node;
  if (array->args.size() == 1 || node.args[0].kind == Kind::kRow) {
    Node result = make(every ? Kind::kAnd : Kind::kOr, "", {});
    for (Node& item : array->args)
      result.args.push_back(rewrite_operator(make(Kind::kOperator, node.text, {node.args[0], std::move(item)})));
    if (result.args.size() == 1) {
      Node only = std::move(result.args[0]);
      return only;
    }
    return result;
  }
  return node;
}

Node negate(Node node) {
  if (node.kind == Kind::kNot) {
    Node inner = std::move(node.args[0]);
    return inner;
  }
  if (node.kind == Kind::kOperator && node.args.size() == 2 && !opposite(node.text).empty()) {
    node.text = opposite(node.text);
    return rewrite_operator(std::move(node));
  }
  if ((node.kind == Kind::kAny || node.kind == Kind::kAll) && !opposite(node.text).empty()) {
    node.kind = node.kind == Kind::kAny ? Kind::kAll : Kind::kAny;
    node.text = opposite(node.text);
    return node;
  }
  if (node.kind == Kind::kAnd || node.kind == Kind::kOr) {  // De Morgan, so that NOT BETWEEN is an OR
    node.kind = node.kind == Kind::kAnd ? Kind::kOr : Kind::kAnd;
    for (Node& arg : node.args) arg = negate(std::move(arg));
    return node;
  }
  if (node.kind == Kind::kBoolean) {
    node.text = node.text == "true" ? "false" : "true";
    return node;
  }
  return make(Kind::kNot, "", {std::move(node)});
}

// `x IS NOT NULL` reads as NOT (x IS NULL), `NOT (x IS NULL)` likewise.
Node rewrite_other(Node node) {
  if (node.text != "NullTest") return node;
  for (Node& field : node.args) {
    if (field.text != "nulltesttype=\"IS_NOT_NULL\"") continue;
    field.text = "nulltesttype=\"IS_NULL\"";
    return make(Kind::kNot, "", {std::move(node)});
  }
  return node;
}

Node rewrite_call(Node node) {
  static constexpr std::pair<std::string_view, std::string_view> kAliases[] = {
      {"transaction_timestamp", "now"}, {"date_part", "extract"}, {"current_timestamp", "now"}};
  for (const auto& [alias, name] : kAliases)
    if (node.text == alias) node.text = name;
  return node;
}

Node rewrite(Node node) {
  for (Node& arg : node.args) arg = rewrite(std::move(arg));
  switch (node.kind) {
    case Kind::kOperator: return rewrite_operator(std::move(node));
    case Kind::kAny:
    case Kind::kAll: return rewrite_quantified(std::move(node));
    case Kind::kCall: return rewrite_call(std::move(node));
    case Kind::kOther: return rewrite_other(std::move(node));
    case Kind::kNot: {
      Node inner = std::move(node.args[0]);
      return negate(std::move(inner));
    }
    default: return node;
  }
}

// ---- printing -------------------------------------------------------------------------------------------------------

// What a node became: its two texts, and its type where it is known.
struct Form {
  std::string exact, loose;
  Type type;
};

Form text_form(const std::string& text, Type type = {}) { return {text, text, std::move(type)}; }

// Where a node stands: it decides what a cast or a constant's spelling is worth.
enum class Place {
  kTop,         // the whole expression
  kComparison,  // an operand of = < … or an element of ANY: the value counts, not how it is spelled
  kArithmetic,  // an operand of + - * / %
  kArgument,    // anywhere else
};

class Printer {
 public:
  explicit Printer(const ExpressionContext& context) : context_(context) {}

  // `expected`: the type that an untyped constant takes here; empty: not known.
  Form print(const Node& node, Place place, const Type& expected) {
    if (is_constant(node) && node.kind != Kind::kOperator && node.kind != Kind::kArray)
      return constant(node, place, expected);
    switch (node.kind) {
      case Kind::kColumn: return column(node);
      case Kind::kCast: return cast(node, place, expected);
      case Kind::kOperator: return operation(node);
      case Kind::kAnd:
      case Kind::kOr: return junction(node);
      case Kind::kNot:
        return wrapped("not", {print(node.args[0], Place::kArgument, named("boolean"))}, named("boolean"));
      case Kind::kAny:
      case Kind::kAll: return quantified(node);
      case Kind::kArray: return array(node, place, expected);
      case Kind::kCall: return call(node);
      default: return other(node);
    }
  }

  std::vector<std::string> columns() const { return {columns_.begin(), columns_.end()}; }

 private:
  static Form wrapped(const std::string& head, const std::vector<Form>& parts, Type type = {}) {
    Form form{head + '(', head + '(', std::move(type)};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      form.exact += (i > 0 ? ", " : "") + parts[i].exact;
      form.loose += (i > 0 ? ", " : "") + parts[i].loose;
    }
    form.exact += ')';
    form.loose += ')';
    return form;
  }

  Form column(const Node& node) {
    std::string name = node.text;
    const Type* type = context_.column_type ? context_.column_type(name) : nullptr;
    if (context_.renamed_columns != nullptr) {
      const auto found = context_.renamed_columns->find(name);
      if (found != context_.renamed_columns->end()) name = found->second;
    }
    columns_.insert(name);
    return text_form('"' + replace_all(name, "\"", "\"\"") + '"', type == nullptr ? Type{} : *type);
  }

  // ---- constants

  // The type that decides how a constant's value is spelled: the one it is cast to, unless that only says "a string"
  // and the place knows better.
  static Type type_of_constant(const Node& node, const Type& expected) {
    if (node.kind != Kind::kCast) return expected;
    if (node.type.name == "text" || is_string_type(node.type)) return expected.empty() ? node.type : expected;
    return node.type;
  }

  Form constant(const Node& node, Place place, const Type& expected) {
    // 5.7::numeric::integer is no 5.7, and 'now'::text::date is not 'now'::date: a cast of a cast counts unless one of
    // both only says what the text is.
    if (node.kind == Kind::kCast && node.args[0].kind == Kind::kCast && !is_string_type(node.type)) {
      const Type& inner = node.args[0].type;
      const bool relabel = same_base(node.type, inner) || is_implicit_cast(inner, node.type) ||
                           (is_string_type(inner) && !is_moving_moment(uncast(node).text));
      if (!relabel)
        return wrapped("cast " + to_string(node.type), {constant(node.args[0], Place::kArgument, {})}, node.type);
    }
    const Node& value = uncast(node);
    Type type = type_of_constant(node, expected);
    if (place == Place::kTop && !expected.empty()) type = expected;
    if (type.is_array && value.kind == Kind::kString) {
      if (const auto elements = read_array(value.text)) return array_literal(*elements, type);
    }
    switch (value.kind) {
      case Kind::kNull: return text_form("null", type);
      case Kind::kBoolean: return boolean_constant(value.text, type);
      case Kind::kArray: return array(value, place, type);
      case Kind::kNumber: return number(value.text, type, place);
      case Kind::kString: return string(value.text, type, place);
      default: return print(value, place, type);
    }
  }

  static Form boolean_constant(const std::string& text, const Type& type) {
    return is_string_type(type) ? text_form(quote_literal(text), type) : text_form(text, named("boolean"));
  }

  static Form number(const std::string& text, const Type& type, Place place) {
    const std::string normal = normal_number(text).value_or(text);
    if (type.name == "boolean" && (normal == "0" || normal == "1"))
      return text_form(normal == "1" ? "true" : "false", type);
    if (is_string_type(type) && place != Place::kComparison) return text_form(quote_literal(text), type);
    if (!type.empty() && number_rank(type) > 0) return text_form(normal, type);
    const bool fraction = text.find_first_of(".eE") != std::string::npos;
    return text_form(normal, named(fraction ? "numeric" : normal.size() > 10 ? "bigint" : "integer"));
  }

  // A text whose type is not known may be the spelling of a time, an interval, JSON …: its exact form is then open.
  Form string(const std::string& text, const Type& type, Place place) {
    const TypeFamily family = type.is_array ? TypeFamily::kOther : type_family(type);
    const std::string quoted = quote_literal(text), loose = any_value(text);
    const auto form = [&](const std::string& exact) { return Form{exact, loose, type}; };
    if (type.name == "regclass") return text_form(quote_literal(relation(text)), type);
    if (type.name == "jsonpath") return {"?jsonpath " + quote_literal(path_text(text)), "jsonpath", type};
    if (type.empty() || type_family(type) == TypeFamily::kUnknown) {
      // An untyped '1' beside an integer column is the number 1, and the server prints it so.
      if (normal_number(text) == text && place == Place::kComparison) return text_form(text, type);
      return type.empty() && loose != quoted ? form('?' + quoted) : text_form(quoted, type);
    }
    if (is_string_type(type) && !type.is_array) {
      const bool number = place == Place::kComparison && normal_number(text) == text;
      return number ? text_form(text, type) : form(quoted);
    }
    if (family == TypeFamily::kBoolean) {
      if (const auto truth = read_boolean(text)) return text_form(*truth ? "true" : "false", type);
    }
    if (number_rank(type) > 0) {
      if (const auto normal = normal_number(text)) return text_form(*normal, type);
    }
    if (family == TypeFamily::kUuid) return text_form(quote_literal(to_lower_ascii(text)), type);
    if (family == TypeFamily::kJson) {
      if (const auto normal = normal_json(text)) return form(quote_literal(*normal));
    }
    if (family == TypeFamily::kInterval) {
      if (const auto normal = normal_interval(text)) return form("interval " + quote_literal(*normal));
    }
    if (family == TypeFamily::kTime) {
      if (const auto normal = normal_time(text)) return form(quote_literal(*normal));
    }
    if (family == TypeFamily::kDate || family == TypeFamily::kDateTime) {
      const std::string word = to_lower_ascii(trim(text));
      if (word == "infinity" || word == "-infinity") return text_form(quote_literal(word), type);
      const bool zone = type.name == "timestamp with time zone";
      const std::string moment = word != "epoch" ? text : zone ? "1970-01-01 00:00:00+00" : "1970-01-01";
      if (const auto normal = normal_timestamp(moment)) return timestamp(*normal, type);
    }
    // Their input functions rewrite what they read: other words may be the same value.
    if (is_rewritten(type)) return {quoted, '?' + to_string(type), type};
    return form(quoted);
  }

  static bool is_rewritten(const Type& type) {
    static const std::set<std::string_view> kTypes = {"tsquery",
                                                      "tsvector",
                                                      "inet",
                                                      "cidr",
                                                      "macaddr",
                                                      "macaddr8",
                                                      "point",
                                                      "box",
                                                      "circle",
                                                      "line",
                                                      "lseg",
                                                      "path",
                                                      "polygon",
                                                      "xml",
                                                      "money",
                                                      "bit",
                                                      "bit varying",
                                                      "int4range",
                                                      "int8range",
                                                      "numrange",
                                                      "tsrange",
                                                      "tstzrange",
                                                      "daterange",
                                                      "pg_lsn",
                                                      "int4multirange",
                                                      "int8multirange",
                                                      "nummultirange",
                                                      "tsmultirange",
                                                      "tstzmultirange",
                                                      "datemultirange",
                                                      "time with time zone"};
    return !type.is_array && type.schema.empty() && kTypes.contains(type.name);
  }

  // A path as the server prints it, as far as that can be told without its grammar: no white space, != for <>. Two
  // paths that differ in more are not judged.
  static std::string path_text(const std::string& text) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
      if (quoted || !is_space(text[i])) out += text[i];
    }
    return replace_all(std::move(out), "<>", "!=");
  }

  // One text for all that may be the same value in some type.
  std::string any_value(const std::string& text) {
    if (const auto normal = normal_timestamp(text)) return quote_literal(normal->substr(0, zone_of(*normal)));
    if (const auto elements = read_array(text)) return array_literal(*elements, {}).loose;
    if (const auto normal = normal_number(text)) return *normal;
    if (const auto normal = normal_interval(text)) return "interval " + quote_literal(*normal);
    const bool json = text.starts_with('{') || text.starts_with('[');
    if (const auto normal = json ? normal_json(text) : std::nullopt) return quote_literal(*normal);
    return quote_literal(text);
  }

  static std::size_t zone_of(const std::string& normal) { return normal.find_first_of("+-z", 10); }

  // With an offset it is one moment; without, it depends on the time zone of whoever read it.
  static Form timestamp(const std::string& normal, const Type& type) {
    const std::size_t zone = zone_of(normal);
    if (zone == std::string::npos) return text_form(quote_literal(normal), type);
    return {"?" + quote_literal(normal), quote_literal(normal.substr(0, zone)), type};
  }

  std::string relation(const std::string& text) const {
    QualifiedName name = parse_qualified_name(text);
    const auto& path = context_.search_path;
    if (std::find(path.begin(), path.end(), name.schema) != path.end()) name.schema.clear();
    return to_string(name);
  }

  Form array_literal(const std::vector<ArrayElement>& elements, const Type& type) {
    Node node{Kind::kArray, "", {}, {}};
    for (const ArrayElement& e : elements)
      node.args.push_back({e.is_null ? Kind::kNull : Kind::kString, e.is_null ? "" : e.text, {}, {}});
    return array(node, Place::kArgument, type);
  }

  Form array(const Node& node, Place place, const Type& type) {
    Type element = type.is_array ? type : Type{};
    element.is_array = false;
    std::vector<Form> parts;
    for (const Node& item : node.args)
      parts.push_back(print(item, place == Place::kTop ? Place::kArgument : place, element));
    return wrapped("array", parts, type);
  }

  // ---- casts

  Form cast(const Node& node, Place place, const Type& expected) {
    const Type& to = node.type;
    Form inner = print(node.args[0], place == Place::kTop ? Place::kTop : Place::kArgument, {});
    const bool same = !inner.type.empty() && same_base(inner.type, to) && (to.modifiers.empty() || inner.type == to);
    if (same) return inner;
    if (place == Place::kTop) {
      // Into a column of that type the value would be cast anyway.
      if (!expected.empty() && same_base(expected, to)) return {inner.exact, inner.loose, to};
      return kept_cast(to, inner);
    }
    const bool plain = to.modifiers.empty() && to.word_modifiers.empty();
    if (plain && is_string_type(to)) return {inner.exact, inner.loose, to};
    if (plain && !inner.type.empty() && is_implicit_cast(inner.type, to)) return {inner.exact, inner.loose, to};
    const bool number = number_rank(to) > 0;
    // Numbers of any two types compare; the server casts to the widest two only, and never to another.
    const bool widest = to.name == "numeric" || to.name == "double precision";
    if (place == Place::kComparison && number && !widest) return kept_cast(to, inner);
    if (plain && inner.type.empty() && (number || to.name.starts_with("timestamp"))) {
      const bool harmless = number && (place == Place::kComparison || place == Place::kArithmetic);
      if (harmless) return {inner.exact, inner.loose, to};
      return {"?cast " + to_string(to) + '(' + inner.exact + ')', inner.loose, to};
    }
    return kept_cast(to, inner);
  }

  static Form kept_cast(const Type& to, const Form& inner) { return wrapped("cast " + to_string(to), {inner}, to); }

  // ---- operators

  Form operation(const Node& node) {
    if (node.args.size() == 1) return wrapped("prefix " + node.text, {print(node.args[0], Place::kArgument, {})});
    static constexpr std::string_view kArithmetic = "+-*/%";
    if (node.text.size() == 1 && kArithmetic.find(node.text[0]) != std::string_view::npos) return arithmetic(node);
    if (is_comparison(node.text)) return comparison(node);
    const Form left = print(node.args[0], Place::kArgument, {});
    const bool text = uncast(node.args[1]).kind == Kind::kString;
    const Form right = print(node.args[1], Place::kArgument, text ? type_beside(node.text, left.type) : Type{});
    return wrapped(node.text, {left, right}, node.text == "||" ? left.type : Type{});
  }

  // What an untyped text is taken for on the right of an operator.
  static Type type_beside(std::string_view op, const Type& left) {
    static const std::set<std::string_view> kAlike = {"@>", "<@", "&&", "<<", ">>", "<<=", ">>=", "-|-", "&<", "&>"};
    if (op == "@?" || op == "@@") return type_family(left) == TypeFamily::kJson ? named("jsonpath") : Type{};
    static const std::set<std::string_view> kPaths = {"#>", "#>>", "#-", "?|", "?&"};
    static const std::set<std::string_view> kTexts = {"->",  "->>", "?",   "~",   "~*",  "!~",
                                                      "!~*", "~~",  "~~*", "!~~", "!~~*"};
    if (kAlike.contains(op)) return left;
    if (op == "||" && (left.is_array || type_family(left) == TypeFamily::kJson)) return left;
    Type type = named("text");
    type.is_array = kPaths.contains(op);
    return type.is_array || kTexts.contains(op) ? type : Type{};
  }

  Form comparison(const Node& node) {
    Form left = print(node.args[0], Place::kComparison, {});
    if (const Node& value = uncast(node.args[1]);
        value.kind == Kind::kString && (node.text == "=" || node.text == "<>")) {
      // active = 't' is what active = true is, where the column is known to be a boolean.
      const auto truth = left.type.empty() && !is_truth_word(value.text) ? std::nullopt : read_boolean(value.text);
      if (truth && (left.type.name == "boolean" || left.type.empty()) && node.args[1].kind == Kind::kString) {
        const Form open = wrapped(node.text, {left, text_form('?' + quote_literal(value.text))});
        Form form = *truth == (node.text == "=") ? left : wrapped("not", {left});
        if (left.type.empty()) form.exact = open.exact;
        form.type = named("boolean");
        return form;
      }
    }
    Form right = print(node.args[1], Place::kComparison, is_constant(node.args[1]) ? left.type : Type{});
    const bool symmetric = node.text == "=" || node.text == "<>" || node.text == "is distinct from";
    if (symmetric && !is_constant(node.args[1]) && right.loose < left.loose) std::swap(left, right);
    return wrapped(node.text, {left, right}, named("boolean"));
  }

  // Arithmetic happens in the wider of both types: that type is part of what it means.
  Form arithmetic(const Node& node) {
    const Form left = print(node.args[0], Place::kArithmetic, {});
    const Form right = print(node.args[1], Place::kArithmetic, {});
    Form form = wrapped(node.text, {left, right});
    const int a = number_rank(left.type), b = number_rank(right.type);
    if (a > 0 && b > 0) {
      form.type = named((a > b ? left : right).type.name);
    } else if ((a > 0 && right.type.empty()) || (b > 0 && left.type.empty())) {
      // A cast on one side tells: the server would have cast the other side too, did its type differ.
      const Node& known = node.args[a > 0 ? 0 : 1];
      if (known.kind == Kind::kCast && std::max(a, b) >= 4) form.type = named((a > 0 ? left : right).type.name);
    } else if (!left.type.empty() && !right.type.empty()) {
      return form;  // dates and intervals
    }
    form.exact = (form.type.empty() ? "?" : form.type.name) + ' ' + form.exact;
    return form;
  }

  // AND and OR: flat, sorted, each part once; x = 1 OR x = 2 is x = ANY (ARRAY[1, 2]).
  Form junction(const Node& node) {
    std::vector<const Node*> parts;
    flatten(node, node.kind, parts);
    const bool any = node.kind == Kind::kOr;
    std::map<std::string, std::pair<Form, Node>> lists;  // by the left side: elements it may (not) equal
    std::map<std::string, std::string> printed;          // loose -> exact
    for (const Node* part : parts) {
      const std::string_view op = any ? "=" : "<>";
      const bool single =
          part->kind == Kind::kOperator && part->text == op && part->args.size() == 2 && is_constant(part->args[1]);
      const bool list = part->kind == (any ? Kind::kAny : Kind::kAll) && part->text == op &&
                        part->args[1].kind == Kind::kArray && is_constant(part->args[1]);
      if (!single && !list) {
        const Form form = print(*part, Place::kArgument, named("boolean"));
        printed.emplace(form.loose, form.exact);
        continue;
      }
      const Form left = print(part->args[0], Place::kComparison, {});
      auto& entry = lists.try_emplace(left.exact, left, Node{Kind::kArray, "", {}, {}}).first->second;
      if (single) entry.second.args.push_back(part->args[1]);
      if (list) entry.second.args.insert(entry.second.args.end(), part->args[1].args.begin(), part->args[1].args.end());
    }
    for (const auto& [key, entry] : lists) {
      const Form form = membership(any ? "=" : "<>", any, entry.first, entry.second);
      printed.emplace(form.loose, form.exact);
    }
    std::vector<Form> forms;
    for (const auto& [loose, exact] : printed) forms.push_back({exact, loose, {}});
    if (forms.size() == 1) return {forms[0].exact, forms[0].loose, named("boolean")};
    return wrapped(any ? "or" : "and", forms, named("boolean"));
  }

  static void flatten(const Node& node, Kind kind, std::vector<const Node*>& parts) {
    for (const Node& arg : node.args) {
      if (arg.kind == kind)
        flatten(arg, kind, parts);
      else
        parts.push_back(&arg);
    }
  }

  // left op ANY/ALL of constants: a set.
  Form membership(const std::string& op, bool any, const Form& left, const Node& array) {
    std::map<std::string, std::string> elements;
    for (const Node& item : array.args) {
      const Form form = print(item, Place::kComparison, left.type);
      elements.emplace(form.loose, form.exact);
    }
    std::vector<Form> parts = {left};
    for (const auto& [loose, exact] : elements) parts.push_back({exact, loose, {}});
    if (parts.size() == 2) return wrapped(op, parts, named("boolean"));
    return wrapped(op + (any ? " any" : " all"), parts, named("boolean"));
  }

  Form quantified(const Node& node) {
    const Form left = print(node.args[0], Place::kComparison, {});
    const bool any = node.kind == Kind::kAny;
    if (node.args[1].kind == Kind::kArray) return membership(node.text, any, left, node.args[1]);
    return wrapped(node.text + (any ? " any of" : " all of"), {left, print(node.args[1], Place::kArgument, {})},
                   named("boolean"));
  }

  // ---- the rest

  static Type result_type(const std::string& name) {
    static const std::map<std::string_view, std::string_view> kTypes = {
        {"now", "timestamp with time zone"},
        {"clock_timestamp", "timestamp with time zone"},
        {"statement_timestamp", "timestamp with time zone"},
        {"current_date", "date"},
        {"localtimestamp", "timestamp without time zone"},
        {"length", "integer"},
        {"char_length", "integer"},
        {"character_length", "integer"},
        {"octet_length", "integer"},
        {"cardinality", "integer"},
        {"array_length", "integer"},
        {"jsonb_array_length", "integer"},
        {"position", "integer"},
        {"extract", "numeric"},
        {"lower", "text"},
        {"upper", "text"},
        {"btrim", "text"},
        {"ltrim", "text"},
        {"rtrim", "text"},
        {"concat", "text"},
        {"nextval", "bigint"},
    };
    const auto found = kTypes.find(name);
    return found == kTypes.end() ? Type{} : named(found->second);
  }

  Form call(const Node& node) {
    const bool sequence = node.text == "nextval" || node.text == "currval" || node.text == "setval";
    // These compare or pass on their arguments: an untyped constant takes the type of the others.
    const bool alike =
        node.text == "coalesce" || node.text == "greatest" || node.text == "least" || node.text == "nullif";
    std::vector<Form> parts;
    Type type = result_type(node.text);
    for (std::size_t i = 0; i < node.args.size(); ++i) {
      const Node& arg = node.args[i];
      if (node.text == "timezone" && i == 0 && uncast(arg).kind == Kind::kString) {
        parts.push_back(text_form(quote_literal(to_lower_ascii(uncast(arg).text))));
        continue;
      }
      const bool path = i == 1 && node.text.starts_with("jsonb_path_");
      const Type expected = sequence && i == 0 ? named("regclass")
                            : path             ? named("jsonpath")
                            : alike && i > 0   ? type
                                               : Type{};
      parts.push_back(print(arg, alike ? Place::kComparison : Place::kArgument, expected));
      if (alike && type.empty()) type = parts.back().type;
    }
    return wrapped(node.text, parts, type);
  }

  Form other(const Node& node) {
    std::vector<Form> parts;
    for (const Node& arg : node.args) parts.push_back(print(arg, Place::kArgument, {}));
    return wrapped('<' + node.text + '>', parts);
  }

  const ExpressionContext& context_;
  std::set<std::string> columns_;
};

}  // namespace

std::optional<CanonicalExpression> canonical_expression(std::string_view sql, const ExpressionContext& context) {
  std::optional<Node> tree = parse_expression(sql, context.search_path);
  if (!tree) return std::nullopt;
  Printer printer(context);
  Form form =
      printer.print(rewrite(std::move(*tree)), Place::kTop, context.target != nullptr ? *context.target : Type{});
  return CanonicalExpression{std::move(form.exact), std::move(form.loose), printer.columns()};
}

ExpressionMatch compare_expressions(const std::optional<CanonicalExpression>& a,
                                    const std::optional<CanonicalExpression>& b) {
  if (!a || !b) return ExpressionMatch::kUnknown;
  if (a->exact == b->exact) return ExpressionMatch::kEqual;
  if (a->loose != b->loose) return ExpressionMatch::kDifferent;
  // Alike but for casts and spellings: without a question mark, every one of them is known to count.
  const auto has_mark = [](const std::string& text) { return text.find('?') != std::string::npos; };
  const bool open = has_mark(a->exact) || has_mark(b->exact) || has_mark(a->loose);
  return open ? ExpressionMatch::kUnknown : ExpressionMatch::kDifferent;
}

ExpressionMatch compare_expressions(std::string_view a, std::string_view b, const ExpressionContext& context) {
  if (trim(a) == trim(b)) return ExpressionMatch::kEqual;
  return compare_expressions(canonical_expression(a, context), canonical_expression(b, context));
}

std::optional<CanonicalExpression> canonical_exclusion(std::string_view definition, const ExpressionContext& context) {
  std::optional<Node> tree = parse_exclusion(definition, context.search_path);
  if (!tree) return std::nullopt;
  Printer printer(context);
  Form form = printer.print(rewrite(std::move(*tree)), Place::kArgument, {});
  return CanonicalExpression{std::move(form.exact), std::move(form.loose), printer.columns()};
}

}  // namespace si
