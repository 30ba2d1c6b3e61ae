// libpg_query's JSON to ExpressionNode.
//
// The parser prints its raw tree as JSON: objects of one member, whose key is the node's tag. We read what expressions
// are made of tag by tag and keep anything else generically (kOther: its tag, its plain fields, its children), so that
// syntax we have no opinion on still compares, only without any tolerance.
#include "sources/sql/expression_tree.h"

#include <pg_query.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "model/names.h"
#include "support/strings.h"

namespace si {
namespace {

using Json = simdjson::dom::element;
using Object = simdjson::dom::object;
using Kind = ExpressionNode::Kind;

constexpr std::size_t kMaxText = 64 * 1024;
constexpr int kMaxDepth = 400;

struct ParseResultDeleter {
  void operator()(PgQueryParseResult* result) const {
    pg_query_free_parse_result(*result);
    delete result;
  }
};

// Thrown to leave the recursion where the tree is not what we can read; caught in this file.
struct Unreadable {};

std::string_view text_of(const Object& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

bool flag_of(const Object& object, std::string_view key) {
  bool flag = false;
  return object[key].get(flag) == simdjson::SUCCESS && flag;
}

std::int64_t number_of(const Object& object, std::string_view key, std::int64_t otherwise) {
  std::int64_t number = otherwise;
  return object[key].get(number) == simdjson::SUCCESS ? number : otherwise;
}

class Reader {
 public:
  Reader(std::string_view sql, const std::vector<std::string>& search_path) : sql_(sql), search_path_(search_path) {}

  ExpressionNode node(const Json& json) {
    if (++depth_ > kMaxDepth) throw Unreadable{};
    Object wrapper;
    if (json.get(wrapper) != simdjson::SUCCESS || wrapper.size() != 1) throw Unreadable{};
    const auto member = *wrapper.begin();
    Object body;
    if (member.value.get(body) != simdjson::SUCCESS) throw Unreadable{};
    ExpressionNode result = tagged(member.key, body);
    --depth_;
    return result;
  }

  ExpressionNode generic(std::string_view tag, const Object& body) {
    ExpressionNode result{Kind::kOther, std::string(tag), {}, {}};
    for (const auto member : body) add_member(result, member.key, member.value);
    return result;
  }

 private:
  static ExpressionNode leaf(Kind kind, std::string_view text) { return {kind, std::string(text), {}, {}}; }

  ExpressionNode tagged(std::string_view tag, const Object& body) {
    if (tag == "ColumnRef") return column(body);
    if (tag == "A_Const") return constant(body);
    if (tag == "TypeCast") return cast(body);
    if (tag == "A_Expr") return expression(body);
    if (tag == "BoolExpr") return boolean(body);
    if (tag == "FuncCall") return call(body);
    if (tag == "A_ArrayExpr") return {Kind::kArray, "", {}, children(body, "elements")};
    if (tag == "RowExpr") return {Kind::kRow, "", {}, children(body, "args")};
    if (tag == "CollateClause") return collate(body);
    if (tag == "SQLValueFunction") return value_function(body);
    if (tag == "CaseExpr") return case_expression(body);
    if (tag == "CoalesceExpr") return {Kind::kCall, "coalesce", {}, children(body, "args")};
    if (tag == "MinMaxExpr")
      return {Kind::kCall, text_of(body, "op") == "IS_LEAST" ? "least" : "greatest", {}, children(body, "args")};
    return generic(tag, body);
  }

  // Every child and plain value, but no places (and nothing that only says how it was spelled).
  void add_member(ExpressionNode& parent, std::string_view key, const Json& value) {
    if (key == "location" || key == "funcformat" || key == "row_format" || key == "stmt_len") return;
    ExpressionNode child{Kind::kOther, std::string(key), {}, {}};
    std::string_view name;
    if (parent.text == "IndexElem" && key == "name" && value.get(name) == simdjson::SUCCESS) {
      child.args.push_back(leaf(Kind::kColumn, name));  // the column that an element of an exclusion is about
    } else if (value.is_object()) {
      Object object;
      if (value.get(object) != simdjson::SUCCESS) throw Unreadable{};
      const bool is_node = object.size() == 1 && !(*object.begin()).key.empty() && is_upper((*object.begin()).key[0]) &&
                           (*object.begin()).value.is_object();
      if (++depth_ > kMaxDepth) throw Unreadable{};
      child.args.push_back(is_node ? node(value) : generic("", object));
      --depth_;
    } else if (value.is_array()) {
      simdjson::dom::array array;
      if (value.get(array) != simdjson::SUCCESS) throw Unreadable{};
      for (const Json item : array) child.args.push_back(node(item));
    } else {
      child.text += '=' + std::string(simdjson::minify(value));
    }
    parent.args.push_back(std::move(child));
  }

  static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

  std::vector<ExpressionNode> children(const Object& body, std::string_view key) {
    std::vector<ExpressionNode> result;
    simdjson::dom::array array;
    if (body[key].get(array) != simdjson::SUCCESS) return result;
    for (const Json item : array) result.push_back(node(item));
    return result;
  }

  ExpressionNode child(const Object& body, std::string_view key) {
    Json json;
    if (body[key].get(json) != simdjson::SUCCESS) throw Unreadable{};
    return node(json);
  }

  static bool has(const Object& body, std::string_view key) {
    Json json;
    return body[key].get(json) == simdjson::SUCCESS;
  }

  // The parts of a dotted name; a part that is no name (`*`) makes the whole unreadable as one.
  static std::vector<std::string> names(const Object& body, std::string_view key) {
    std::vector<std::string> result;
    simdjson::dom::array array;
    if (body[key].get(array) != simdjson::SUCCESS) return result;
    for (const Json item : array) {
      std::string_view name;
      if (item["String"]["sval"].get(name) != simdjson::SUCCESS && item["String"]["str"].get(name) != simdjson::SUCCESS)
        throw Unreadable{};
      result.emplace_back(name);
    }
    return result;
  }

  // The last part, behind its schema where that is neither pg_catalog nor on the search path.
  std::string short_name(const std::vector<std::string>& parts) const {
    if (parts.empty()) throw Unreadable{};
    if (parts.size() == 1) return quote_identifier(parts[0]);
    const std::string& schema = parts[parts.size() - 2];
    const bool found =
        schema == "pg_catalog" || std::find(search_path_.begin(), search_path_.end(), schema) != search_path_.end();
    return to_string(QualifiedName{found ? "" : schema, parts.back()});
  }

  // The same for a function, without quotes.
  std::string function_name(const std::vector<std::string>& parts) const {
    return short_name(parts).find('.') == std::string::npos ? parts.back() : short_name(parts);
  }

  // A check, default or index speaks of one table only: what stands before the column's name says nothing.
  ExpressionNode column(const Object& body) { return leaf(Kind::kColumn, names(body, "fields").back()); }

  ExpressionNode constant(const Object& body) {
    Object value;
    if (flag_of(body, "isnull")) return leaf(Kind::kNull, "");
    if (body["sval"].get(value) == simdjson::SUCCESS) return leaf(Kind::kString, text_of(value, "sval"));
    if (body["fval"].get(value) == simdjson::SUCCESS) return leaf(Kind::kNumber, text_of(value, "fval"));
    if (body["ival"].get(value) == simdjson::SUCCESS)
      return leaf(Kind::kNumber, integer(value, number_of(body, "location", -1)));
    if (body["boolval"].get(value) == simdjson::SUCCESS)
      return leaf(Kind::kBoolean, flag_of(value, "boolval") ? "true" : "false");
    if (body["bsval"].get(value) == simdjson::SUCCESS)
      return {Kind::kOther, "bits=" + std::string(text_of(value, "bsval")), {}, {}};
    return generic("A_Const", body);
  }

  // libpg_query 15 prints no value for an integer of zero or below: those are read from the text.
  std::string integer(const Object& value, std::int64_t location) const {
    if (has(value, "ival")) return std::to_string(number_of(value, "ival", 0));
    if (location < 0 || static_cast<std::size_t>(location) >= sql_.size()) return "0";
    std::size_t at = static_cast<std::size_t>(location);
    if (sql_[at] != '-') return "0";
    for (++at; at < sql_.size() && (is_space(sql_[at]) || sql_[at] == '(');) ++at;
    std::string digits = "-";
    for (; at < sql_.size() && sql_[at] >= '0' && sql_[at] <= '9'; ++at) digits += sql_[at];
    if (digits.size() == 1) throw Unreadable{};
    return digits == "-0" ? "0" : digits;
  }

  ExpressionNode cast(const Object& body) {
    Object type;
    if (body["typeName"].get(type) != simdjson::SUCCESS) throw Unreadable{};
    ExpressionNode result{Kind::kCast, "", type_name(type), {}};
    result.args.push_back(child(body, "arg"));
    if (result.type.name == "interval") add_unit(result.args[0], type);
    return result;
  }

  // INTERVAL '1' DAY is a plain number whose unit stands in the type, as a bit mask.
  void add_unit(ExpressionNode& value, const Object& type) {
    static constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
        {"4", " year"}, {"2", " month"}, {"8", " day"}, {"1024", " hour"}, {"2048", " minute"}, {"4096", " second"}};
    const bool plain =
        value.kind == Kind::kString && value.text.find_first_not_of("+-0123456789.") == std::string::npos;
    const std::vector<ExpressionNode> modifiers = children(type, "typmods");
    if (!plain || modifiers.size() != 1) return;
    for (const auto& [mask, unit] : kUnits)
      if (modifiers[0].text == mask) value.text += unit;
  }

  Type type_name(const Object& body) {
    const std::vector<std::string> parts = names(body, "names");
    std::string spelling = short_name(parts);
    // Built-in names arrive as the catalog has them (int4, bpchar); `"char"` is the one that must keep its quotes.
    if (parts.size() == 2 && parts[0] == "pg_catalog") spelling = parts[1] == "char" ? "\"char\"" : parts[1];
    std::string modifiers;
    if (parts.back() != "interval")
      for (const ExpressionNode& modifier : children(body, "typmods"))
        modifiers += (modifiers.empty() ? "" : ",") + modifier.text;
    if (!modifiers.empty()) spelling += '(' + modifiers + ')';
    simdjson::dom::array bounds;
    if (body["arrayBounds"].get(bounds) == simdjson::SUCCESS) spelling += "[]";
    return parse_type(spelling);
  }

  static ExpressionNode operation(std::string_view name, ExpressionNode left, ExpressionNode right) {
    ExpressionNode result{Kind::kOperator, std::string(name), {}, {}};
    result.args.push_back(std::move(left));
    result.args.push_back(std::move(right));
    return result;
  }

  static ExpressionNode pair(Kind kind, ExpressionNode left, ExpressionNode right) {
    ExpressionNode result{kind, "", {}, {}};
    result.args.push_back(std::move(left));
    result.args.push_back(std::move(right));
    return result;
  }

  static ExpressionNode negated(ExpressionNode node) {
    ExpressionNode result{Kind::kNot, "", {}, {}};
    result.args.push_back(std::move(node));
    return result;
  }

  ExpressionNode expression(const Object& body) {
    const std::string_view kind = text_of(body, "kind");
    const std::string name = short_operator(names(body, "name"));
    if (kind == "AEXPR_IN") return in_list(name, body);
    if (kind.starts_with("AEXPR_BETWEEN") || kind.starts_with("AEXPR_NOT_BETWEEN")) return between(kind, body);
    if (kind == "AEXPR_DISTINCT") return operation("is distinct from", child(body, "lexpr"), child(body, "rexpr"));
    if (kind == "AEXPR_NOT_DISTINCT")
      return negated(operation("is distinct from", child(body, "lexpr"), child(body, "rexpr")));
    if (kind == "AEXPR_NULLIF") return pair_call("nullif", child(body, "lexpr"), child(body, "rexpr"));
    if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL") {
      ExpressionNode result =
          pair(kind == "AEXPR_OP_ANY" ? Kind::kAny : Kind::kAll, child(body, "lexpr"), child(body, "rexpr"));
      result.text = name;
      return result;
    }
    if (!has(body, "lexpr")) {
      ExpressionNode result{Kind::kOperator, name, {}, {}};
      result.args.push_back(child(body, "rexpr"));
      return result;
    }
    return operation(name, child(body, "lexpr"), child(body, "rexpr"));
  }

  static ExpressionNode pair_call(std::string_view name, ExpressionNode a, ExpressionNode b) {
    ExpressionNode result = pair(Kind::kCall, std::move(a), std::move(b));
    result.text = name;
    return result;
  }

  std::string short_operator(const std::vector<std::string>& parts) const {
    if (parts.empty()) throw Unreadable{};
    if (parts.size() == 1 || parts[0] == "pg_catalog") return parts.back();
    if (std::find(search_path_.begin(), search_path_.end(), parts[0]) != search_path_.end()) return parts.back();
    return parts[0] + '.' + parts.back();
  }

  ExpressionNode in_list(std::string_view name, const Object& body) {
    ExpressionNode left = child(body, "lexpr");
    Object wrapper, list;
    if (body["rexpr"].get(wrapper) != simdjson::SUCCESS || wrapper["List"].get(list) != simdjson::SUCCESS)
      throw Unreadable{};
    ExpressionNode array{Kind::kArray, "", {}, children(list, "items")};
    ExpressionNode result = pair(name == "<>" ? Kind::kAll : Kind::kAny, std::move(left), std::move(array));
    result.text = name;
    return result;
  }

  ExpressionNode between(std::string_view kind, const Object& body) {
    Object wrapper, list;
    if (body["rexpr"].get(wrapper) != simdjson::SUCCESS || wrapper["List"].get(list) != simdjson::SUCCESS)
      throw Unreadable{};
    const std::vector<ExpressionNode> bounds = children(list, "items");
    if (bounds.size() != 2) throw Unreadable{};
    const ExpressionNode value = child(body, "lexpr");
    const auto range = [&](const ExpressionNode& low, const ExpressionNode& high) {
      return pair(Kind::kAnd, operation(">=", value, low), operation("<=", value, high));
    };
    ExpressionNode result = range(bounds[0], bounds[1]);
    if (kind.ends_with("_SYM")) result = pair(Kind::kOr, std::move(result), range(bounds[1], bounds[0]));
    return kind.starts_with("AEXPR_NOT") ? negated(std::move(result)) : result;
  }

  ExpressionNode boolean(const Object& body) {
    const std::string_view op = text_of(body, "boolop");
    const Kind kind = op == "AND_EXPR" ? Kind::kAnd : op == "OR_EXPR" ? Kind::kOr : Kind::kNot;
    return {kind, "", {}, children(body, "args")};
  }

  ExpressionNode call(const Object& body) {
    ExpressionNode result{Kind::kCall, function_name(names(body, "funcname")), {}, children(body, "args")};
    for (const auto member : body) {  // DISTINCT, ORDER BY, FILTER, OVER, VARIADIC, count(*): rare, kept as they are
      const std::string_view key = member.key;
      if (key != "funcname" && key != "args" && key != "location") add_member(result, key, member.value);
    }
    return result;
  }

  ExpressionNode collate(const Object& body) {
    const std::vector<std::string> name = names(body, "collname");
    if (!name.empty() && name.back() == "default") return child(body, "arg");
    ExpressionNode result{Kind::kOther, "collate " + short_name(name), {}, {}};
    result.args.push_back(child(body, "arg"));
    return result;
  }

  // CURRENT_DATE and its like take no parentheses; CURRENT_TIMESTAMP is now() under another name, and compares so.
  static ExpressionNode value_function(const Object& body) {
    std::string name = to_lower_ascii(text_of(body, "op"));
    if (name.starts_with("svfop_")) name.erase(0, 6);
    if (name == "current_timestamp") name = "now";
    if (name.ends_with("_n")) name += '=' + std::to_string(number_of(body, "typmod", -1));
    return {Kind::kCall, name, {}, {}};
  }

  // The server writes out the ELSE NULL that is always there.
  ExpressionNode case_expression(const Object& body) {
    ExpressionNode result{Kind::kOther, "case", {}, {}};
    if (has(body, "arg")) {
      result.text = "case of";
      result.args.push_back(child(body, "arg"));
    }
    simdjson::dom::array branches;
    if (body["args"].get(branches) != simdjson::SUCCESS) throw Unreadable{};
    for (const Json branch : branches) {
      Object when;
      if (branch["CaseWhen"].get(when) != simdjson::SUCCESS) throw Unreadable{};
      result.args.push_back(child(when, "expr"));
      result.args.push_back(child(when, "result"));
    }
    if (!has(body, "defresult")) return result;
    ExpressionNode otherwise = child(body, "defresult");
    const ExpressionNode* bare = &otherwise;
    while (bare->kind == Kind::kCast) bare = &bare->args[0];
    if (bare->kind != Kind::kNull) result.args.push_back(std::move(otherwise));
    return result;
  }

  std::string_view sql_;
  const std::vector<std::string>& search_path_;
  int depth_ = 0;
};

// Parses one statement and hands its body, the object under `tag`, to `read`.
template <typename Read>
std::optional<ExpressionNode> with_statement(const std::string& sql, std::string_view tag, Read read) {
  if (sql.size() > kMaxText || sql.find('\0') != std::string::npos) return std::nullopt;
  const std::unique_ptr<PgQueryParseResult, ParseResultDeleter> parsed(
      new PgQueryParseResult(pg_query_parse(sql.c_str())));
  if (parsed->error != nullptr || parsed->parse_tree == nullptr) return std::nullopt;
  simdjson::dom::parser parser;
  Json root;
  simdjson::dom::array statements;
  if (parser.parse(std::string_view(parsed->parse_tree)).get(root) != simdjson::SUCCESS) return std::nullopt;
  if (root["stmts"].get(statements) != simdjson::SUCCESS || statements.size() != 1) return std::nullopt;
  Object body;
  if (statements.at(0)["stmt"][tag].get(body) != simdjson::SUCCESS) return std::nullopt;
  try {
    return read(body);
  } catch (const Unreadable&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<ExpressionNode> parse_expression(std::string_view text, const std::vector<std::string>& search_path) {
  const std::string sql = "SELECT " + std::string(text) + '\n';  // the line end closes a `--` comment
  return with_statement(sql, "SelectStmt", [&](const Object& select) {
    // Nothing but one value: no FROM, no alias, no second column.
    for (const auto member : select)
      if (member.key != "targetList" && member.key != "limitOption" && member.key != "op") throw Unreadable{};
    simdjson::dom::array targets;
    Object target;
    if (select["targetList"].get(targets) != simdjson::SUCCESS || targets.size() != 1) throw Unreadable{};
    if (targets.at(0)["ResTarget"].get(target) != simdjson::SUCCESS) throw Unreadable{};
    Json value, name;
    if (target["val"].get(value) != simdjson::SUCCESS || target["name"].get(name) == simdjson::SUCCESS)
      throw Unreadable{};
    return Reader(sql, search_path).node(value);
  });
}

std::optional<ExpressionNode> parse_exclusion(std::string_view definition,
                                              const std::vector<std::string>& search_path) {
  const std::string sql = "ALTER TABLE t ADD CONSTRAINT c " + std::string(definition) + '\n';
  return with_statement(sql, "AlterTableStmt",
                        [&](const Object& alter) { return Reader(sql, search_path).generic("exclusion", alter); });
}

}  // namespace si
