// The walk recurs, so it stops at kMaxDepth: tree-sitter itself keeps its stack on the heap and takes any depth.
#include "sources/python/convert.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "sources/python/grammar.h"
#include "sources/python/string_literal.h"
#include "support/strings.h"

namespace si::python {
namespace {

struct Child {
  TSNode node;
  TSFieldId field = 0;
  bool named = false;
};
using Children = std::vector<Child>;

// Turns one tree-sitter tree into nodes; `offset` is where the parsed text begins in the document.
class Converter {
 public:
  Converter(const Document& document, std::pmr::memory_resource& memory, std::size_t offset)
      : text_(document.content()), memory_(memory), offset_(offset), cursor_{} {}
  ~Converter() {
    if (has_cursor_) ts_tree_cursor_delete(&cursor_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Statements of a module or of what an error node still holds.
  void statements(TSNode node, std::vector<const Node*>& out) {
    for (const Child& child : children(node)) statement(child.node, out);
  }

 private:
  std::uint32_t begin(TSNode node) const { return static_cast<std::uint32_t>(ts_node_start_byte(node) + offset_); }
  std::uint32_t end(TSNode node) const { return static_cast<std::uint32_t>(ts_node_end_byte(node) + offset_); }
  std::string_view source(TSNode node) const { return text_.substr(begin(node), end(node) - begin(node)); }
  Rule rule(TSNode node) const {
    const TSSymbol symbol = ts_node_symbol(node);
    if (symbol >= grammar().rules.size() || grammar().rules[symbol] == nullptr) return Rule::kUnknown;
    return grammar().rules[symbol]->rule;
  }
  NodeKind row_kind(TSNode node) const { return grammar().rules[ts_node_symbol(node)]->kind; }

  Children children(TSNode node) {
    Children out;
    if (has_cursor_) {
      ts_tree_cursor_reset(&cursor_, node);
    } else {
      cursor_ = ts_tree_cursor_new(node);
      has_cursor_ = true;
    }
    if (!ts_tree_cursor_goto_first_child(&cursor_)) return out;
    do {
      const TSNode child = ts_tree_cursor_current_node(&cursor_);
      const bool named = ts_node_is_named(child);
      if (named && rule(child) == Rule::kIgnored) continue;
      out.push_back({child, ts_tree_cursor_current_field_id(&cursor_), named});
    } while (ts_tree_cursor_goto_next_sibling(&cursor_));
    return out;
  }

  std::string_view keep(std::string_view text) {
    char* copy = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

  const Node* make(NodeKind kind, TSNode at, std::string_view text, const std::vector<const Node*>& nodes) {
    return make(kind, begin(at), end(at), text, nodes);
  }
  const Node* make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::string_view text,
                   const std::vector<const Node*>& nodes) {
    const Node** array = nullptr;
    if (!nodes.empty()) {
      array = std::pmr::polymorphic_allocator<const Node*>(&memory_).allocate(nodes.size());
      std::copy(nodes.begin(), nodes.end(), array);
    }
    Node* node = static_cast<Node*>(memory_.allocate(sizeof(Node), alignof(Node)));
    return new (node) Node{kind, from, to, text, {array, nodes.size()}};
  }

  // The child in a field, converted; null when there is none.
  const Node* in_field(const Children& kids, TSFieldId field) {
    for (const Child& child : kids)
      if (child.field == field && child.named) return expression(child.node);
    return nullptr;
  }
  const TSNode* node_in_field(const Children& kids, TSFieldId field) const {
    for (const Child& child : kids)
      if (child.field == field) return &child.node;
    return nullptr;
  }
  std::vector<const Node*> named_expressions(const Children& kids) {
    std::vector<const Node*> out;
    for (const Child& child : kids)
      if (child.named) out.push_back(expression(child.node));
    return out;
  }

  const Node* expression(TSNode node) {
    if (depth_ >= kMaxDepth) return make(NodeKind::kOther, node, "", {});
    ++depth_;
    const Node* result = expression_at(node);
    --depth_;
    return result;
  }

  const Node* expression_at(TSNode node) {
    const Grammar& g = grammar();
    const Rule which = rule(node);
    switch (which) {
      case Rule::kIdentifier: return make(NodeKind::kName, node, source(node), {});
      case Rule::kInteger: return make(NodeKind::kInteger, node, source(node), {});
      case Rule::kFloat: return make(NodeKind::kFloat, node, source(node), {});
      case Rule::kTrue: return make(NodeKind::kTrue, node, "", {});
      case Rule::kFalse: return make(NodeKind::kFalse, node, "", {});
      case Rule::kNone: return make(NodeKind::kNone, node, "", {});
      case Rule::kEllipsis: return make(NodeKind::kEllipsis, node, "", {});
      case Rule::kString: return string(node);
      default: break;
    }
    const Children kids = children(node);
    switch (which) {
      case Rule::kTransparent:
        for (const Child& child : kids)
          if (child.named) return expression(child.node);
        return make(NodeKind::kOther, node, "", {});
      case Rule::kAttribute: {
        const TSNode* attribute = node_in_field(kids, g.attribute);
        return make(NodeKind::kAttribute, node, attribute ? source(*attribute) : "", {in_field(kids, g.object)});
      }
      case Rule::kMemberType: return dotted(node, kids);
      case Rule::kCall: return call(node, kids);
      case Rule::kSubscript: {
        std::vector<const Node*> parts{in_field(kids, g.value)};
        for (const Child& child : kids)
          if (child.field == g.subscript && child.named) parts.push_back(expression(child.node));
        return make(NodeKind::kSubscript, node, "", parts);
      }
      case Rule::kGenericType: return generic_type(node, kids);
      case Rule::kUnionType: {
        const auto parts = named_expressions(kids);
        return parts.size() == 2 ? make(NodeKind::kBinary, node, "|", parts) : make(NodeKind::kOther, node, "", {});
      }
      case Rule::kConcatenated: return concatenated(node, kids);
      case Rule::kSequence: return make(row_kind(node), node, "", named_expressions(kids));
      case Rule::kPair: return make(NodeKind::kPair, node, "", {in_field(kids, g.key), in_field(kids, g.value)});
      case Rule::kNot: return make(NodeKind::kUnary, node, "not", {in_field(kids, g.argument)});
      case Rule::kUnary: return make(NodeKind::kUnary, node, operator_of(kids), {in_field(kids, g.argument)});
      case Rule::kBinary:
        return make(NodeKind::kBinary, node, operator_of(kids), {in_field(kids, g.left), in_field(kids, g.right)});
      case Rule::kBoolean:
        return make(NodeKind::kBoolean, node, operator_of(kids), {in_field(kids, g.left), in_field(kids, g.right)});
      case Rule::kCompare: return comparison(node, kids);
      case Rule::kConditional: return make(NodeKind::kConditional, node, "", named_expressions(kids));
      case Rule::kLambda: {
        const TSNode* parameters = node_in_field(kids, g.parameters);
        return make(NodeKind::kLambda, node, "",
                    {parameters ? expression(*parameters) : nullptr, in_field(kids, g.body)});
      }
      case Rule::kComprehension: return comprehension(node, kids);
      case Rule::kForIn: return make(NodeKind::kForClause, node, "", {in_field(kids, g.left), in_field(kids, g.right)});
      case Rule::kIfClause: return make(NodeKind::kIfClause, node, "", named_expressions(kids));
      case Rule::kWalrus: {
        const TSNode* name = node_in_field(kids, g.name);
        return make(NodeKind::kWalrus, node, name ? source(*name) : "", {in_field(kids, g.value)});
      }
      case Rule::kKeyword: {
        const TSNode* name = node_in_field(kids, g.name);
        return make(NodeKind::kKeyword, node, name ? source(*name) : "", {in_field(kids, g.value)});
      }
      case Rule::kStar: return make(NodeKind::kStar, node, "", named_expressions(kids));
      case Rule::kDoubleStar: return make(NodeKind::kDoubleStar, node, "", named_expressions(kids));
      case Rule::kParameters: return parameters(node, kids);
      case Rule::kBlock: return block(node);
      case Rule::kAssignment: return assignment(node, kids);
      case Rule::kUnread: return make(NodeKind::kOther, node, "", named_expressions(kids));
      default: return make(NodeKind::kOther, node, "", {});
    }
  }

  std::string_view operator_of(const Children& kids) const {
    for (const Child& child : kids)
      if (child.field == grammar().operator_) return source(child.node);
    for (const Child& child : kids)
      if (!child.named) return source(child.node);
    return "";
  }

  // a.b.c in an import or a pattern, or the grammar's `member_type`.
  const Node* dotted(TSNode node, const Children& kids) {
    const Node* result = nullptr;
    for (const Child& child : kids) {
      if (!child.named) continue;
      const Node* part = expression(child.node);
      result = result == nullptr
                   ? part
                   : make(NodeKind::kAttribute, begin(node), end(child.node), source(child.node), {result});
    }
    return result ? result : make(NodeKind::kOther, node, "", {});
  }

  const Node* call(TSNode node, const Children& kids) {
    std::vector<const Node*> parts{in_field(kids, grammar().function)};
    if (const TSNode* arguments = node_in_field(kids, grammar().arguments)) {
      if (rule(*arguments) == Rule::kComprehension) {
        parts.push_back(expression(*arguments));
      } else {
        for (const Child& child : children(*arguments))
          if (child.named) parts.push_back(expression(child.node));
      }
    }
    return make(NodeKind::kCall, node, "", parts);
  }

  // `Mapped[int]` in an annotation: the grammar has rules of its own for types.
  const Node* generic_type(TSNode node, const Children& kids) {
    std::vector<const Node*> parts;
    for (const Child& child : kids) {
      if (!child.named) continue;
      if (parts.empty()) {
        parts.push_back(expression(child.node));
        continue;
      }
      for (const Child& parameter : children(child.node))
        if (parameter.named) parts.push_back(expression(parameter.node));
    }
    return make(NodeKind::kSubscript, node, "", parts);
  }

  const Node* comparison(TSNode node, const Children& kids) {
    std::vector<const Node*> operands;
    std::string operators;
    for (const Child& child : kids) {
      if (child.named) operands.push_back(expression(child.node));
      if (!child.named) operators += (operators.empty() ? "" : " ") + std::string(source(child.node));
    }
    if (operators == "is not" || operators == "not in" || operands.size() == 2)
      return make(NodeKind::kCompare, node, keep(operators), operands);
    return make(NodeKind::kCompare, node, "", operands);
  }

  const Node* comprehension(TSNode node, const Children& kids) {
    const std::string_view name = grammar().rules[ts_node_symbol(node)]->name;
    const std::string_view what = name.starts_with("dict")  ? "dict"
                                  : name.starts_with("gen") ? "generator"
                                  : name.starts_with("set") ? "set"
                                                            : "list";
    return make(NodeKind::kComprehension, node, what, named_expressions(kids));
  }

  const Node* parameters(TSNode node, const Children& kids) {
    std::vector<const Node*> out;
    for (const Child& child : kids) {
      if (!child.named) continue;
      if (rule(child.node) != Rule::kParameter) {  // a bare name, `*args` or `**kwargs`; `/` and `*` alone are nothing
        const Rule which = rule(child.node);
        if (which == Rule::kIdentifier || which == Rule::kStar || which == Rule::kDoubleStar)
          out.push_back(make(NodeKind::kParameter, child.node, source(child.node), {nullptr, nullptr}));
        continue;
      }
      const Children parts = children(child.node);
      const Node* default_value = in_field(parts, grammar().value);
      const Node* annotation = in_field(parts, grammar().type);
      std::string_view name;
      for (const Child& part : parts)
        if (part.named && name.empty()) name = source(part.node);
      out.push_back(make(NodeKind::kParameter, child.node, name, {default_value, annotation}));
    }
    return make(NodeKind::kParameters, node, "", out);
  }

  // ---- strings ----

  const Node* string(TSNode node) {
    const Children kids = children(node);
    bool raw = false, bytes = false;
    std::vector<const Node*> parts;
    for (const Child& child : kids) {
      const std::string_view type = ts_node_type(child.node);
      if (type == "string_start") {
        for (const char c : source(child.node)) {
          raw = raw || c == 'r' || c == 'R';
          bytes = bytes || c == 'b' || c == 'B';
        }
      } else if (type == "interpolation") {
        parts.push_back(interpolation(child.node));
      } else if (type == "string_content") {
        parts.push_back(
            make(bytes ? NodeKind::kBytes : NodeKind::kString, child.node, content(child.node, raw, bytes), {}));
      }
    }
    return join_strings(node, bytes ? NodeKind::kBytes : NodeKind::kString, parts);
  }

  std::string_view content(TSNode node, bool raw, bool bytes) {
    std::string text(source(node));
    for (const Child& child : children(node)) {  // `{{` of an f-string
      if (std::string_view(ts_node_type(child.node)) != "escape_interpolation") continue;
      text = replace_all(replace_all(std::move(text), "{{", "{"), "}}", "}");
      break;
    }
    if (text.find_first_of("\\\r") == std::string::npos) return text == source(node) ? source(node) : keep(text);
    return keep(decode_string(text, raw, bytes));
  }

  const Node* interpolation(TSNode node) {
    const Children kids = children(node);
    const Node* value = in_field(kids, grammar().expression);
    const std::uint32_t from = value ? value->end : begin(node);
    const std::uint32_t to = std::max(from, end(node) - 1);
    return make(NodeKind::kInterpolation, node, trim(text_.substr(from, to - from)), {value});
  }

  const Node* join_strings(TSNode node, NodeKind kind, const std::vector<const Node*>& parts) {
    const bool formatted =
        std::any_of(parts.begin(), parts.end(), [](const Node* p) { return p->kind == NodeKind::kInterpolation; });
    if (formatted) return make(NodeKind::kFormatted, node, "", parts);
    if (parts.size() == 1) return make(kind, node, parts[0]->text, {});
    std::string all;
    for (const Node* part : parts) all += part->text;
    return make(kind, node, keep(all), {});
  }

  const Node* concatenated(TSNode node, const Children& kids) {
    std::vector<const Node*> parts;
    NodeKind kind = NodeKind::kString;
    for (const Child& child : kids) {
      if (!child.named) continue;
      const Node* part = expression(child.node);
      if (part->kind == NodeKind::kFormatted) {
        parts.insert(parts.end(), part->children().begin(), part->children().end());
      } else {
        if (part->kind == NodeKind::kBytes) kind = NodeKind::kBytes;
        parts.push_back(part);
      }
    }
    return join_strings(node, kind, parts);
  }

  // ---- statements ----

  const Node* block(TSNode node) {
    std::vector<const Node*> out;
    if (depth_ < kMaxDepth) {
      ++depth_;
      statements(node, out);
      --depth_;
    }
    return make(NodeKind::kBlock, node, "", out);
  }

  const Node* empty_block(TSNode near) { return make(NodeKind::kBlock, end(near), end(near), "", {}); }

  const Node* block_in(const Children& kids, TSFieldId field, TSNode owner) {
    const TSNode* node = node_in_field(kids, field);
    return node ? block(*node) : empty_block(owner);
  }

  void statement(TSNode node, std::vector<const Node*>& out) {
    if (ts_node_is_error(node)) {  // what it still holds: whole statements only
      if (depth_ < kMaxDepth) {
        ++depth_;
        for (const Child& child : children(node))
          if (child.named && is_statement(rule(child.node))) statement(child.node, out);
        --depth_;
      }
      return;
    }
    if (!ts_node_is_named(node)) return;
    if (depth_ >= kMaxDepth) return;
    ++depth_;
    if (const Node* made = statement_at(node, rule(node), nullptr)) out.push_back(made);
    --depth_;
  }

  static bool is_statement(Rule which) {
    return which == Rule::kClass || which == Rule::kDecorated || which == Rule::kImport || which == Rule::kImportFrom ||
           which == Rule::kExpressionStatement || which == Rule::kFunction || which == Rule::kIf || which == Rule::kTry;
  }

  const Node* statement_at(TSNode node, Rule which, const std::vector<const Node*>* decorators) {
    const Grammar& g = grammar();
    const Children kids = children(node);
    switch (which) {
      case Rule::kExpressionStatement: return expression_statement(node, kids);
      case Rule::kImport: return make(NodeKind::kImport, node, "", aliases(kids));
      case Rule::kImportFrom: return import_from(node, kids);
      case Rule::kDecorated: return decorated(node, kids);
      case Rule::kClass: return class_definition(node, kids, decorators);
      case Rule::kFunction: return function_definition(node, kids, decorators);
      case Rule::kIf: return if_statement(node, kids, 0);
      case Rule::kTry: return try_statement(node, kids);
      case Rule::kWith: return with_statement(node, kids);
      case Rule::kFor:
        return make(NodeKind::kFor, node, "", {in_field(kids, g.left), in_field(kids, g.right), loop_body(node, kids)});
      case Rule::kWhile: return make(NodeKind::kWhile, node, "", {in_field(kids, g.condition), loop_body(node, kids)});
      case Rule::kMatch: return match_statement(node, kids);
      case Rule::kReturn: {
        const auto values = named_expressions(kids);
        return make(NodeKind::kReturn, node, "", {values.empty() ? nullptr : values[0]});
      }
      case Rule::kRaise: return make(NodeKind::kRaise, node, "", named_expressions(kids));
      case Rule::kUnread: return make(NodeKind::kOther, node, "", named_expressions(kids));
      case Rule::kDelete: return make(NodeKind::kDelete, node, "", named_expressions(kids));
      case Rule::kGlobal: return make(NodeKind::kGlobal, node, "", named_expressions(kids));
      case Rule::kTypeAlias: {
        const Node* left = in_field(kids, g.left);
        return make(NodeKind::kTypeAlias, node, left ? left->text : "", {in_field(kids, g.right)});
      }
      default: return make(NodeKind::kOther, node, "", {});
    }
  }

  const Node* expression_statement(TSNode node, const Children& kids) {
    if (kids.size() == 1) {
      const TSNode only = kids[0].node;
      if (rule(only) == Rule::kAssignment) return assignment(only, children(only));
      if (rule(only) == Rule::kAugmented) {
        const Children parts = children(only);
        std::string_view op = operator_of(parts);
        if (op.ends_with('=')) op.remove_suffix(1);
        return make(NodeKind::kAugmented, only, op,
                    {in_field(parts, grammar().left), in_field(parts, grammar().right)});
      }
      return make(NodeKind::kExpression, node, "", {expression(only)});
    }
    return make(NodeKind::kExpression, node, "", {make(NodeKind::kTuple, node, "", named_expressions(kids))});
  }

  const Node* assignment(TSNode node, const Children& kids) {
    const Grammar& g = grammar();
    const Node* left = in_field(kids, g.left);
    const Node* value = in_field(kids, g.right);
    if (const TSNode* type = node_in_field(kids, g.type))
      return make(NodeKind::kAnnotated, node, "", {left, expression(*type), value});
    std::vector<const Node*> parts{left};
    if (value != nullptr && value->kind == NodeKind::kAssign) {
      parts.insert(parts.end(), value->children().begin(), value->children().end());
    } else {
      parts.push_back(value);
    }
    return make(NodeKind::kAssign, node, "", parts);
  }

  std::vector<const Node*> aliases(const Children& kids) {
    std::vector<const Node*> out;
    for (const Child& child : kids) {
      if (!child.named || child.field != grammar().name) continue;
      const std::string_view type = ts_node_type(child.node);
      if (type == "aliased_import") {
        const Children parts = children(child.node);
        const TSNode* name = node_in_field(parts, grammar().name);
        out.push_back(
            make(NodeKind::kAlias, child.node, name ? source(*name) : "", {in_field(parts, grammar().alias)}));
      } else {
        out.push_back(make(NodeKind::kAlias, child.node, source(child.node), {nullptr}));
      }
    }
    return out;
  }

  const Node* import_from(TSNode node, const Children& kids) {
    std::vector<const Node*> out = aliases(kids);
    for (const Child& child : kids)
      if (std::string_view(ts_node_type(child.node)) == "wildcard_import")
        out.push_back(make(NodeKind::kAlias, child.node, "*", {nullptr}));
    const TSNode* module = node_in_field(kids, grammar().module_name);
    std::string name;
    if (module != nullptr)
      for (const char c : source(*module))
        if (!is_space(c)) name += c;
    return make(NodeKind::kImportFrom, node, keep(name), out);
  }

  const Node* decorated(TSNode node, const Children& kids) {
    std::vector<const Node*> decorators;
    for (const Child& child : kids) {
      if (std::string_view(ts_node_type(child.node)) != "decorator") continue;
      const auto parts = named_expressions(children(child.node));
      if (!parts.empty()) decorators.push_back(parts[0]);
    }
    const TSNode* definition = node_in_field(kids, grammar().definition);
    return definition ? statement_at(*definition, rule(*definition), &decorators)
                      : make(NodeKind::kOther, node, "", {});
  }

  const Node* class_definition(TSNode node, const Children& kids, const std::vector<const Node*>* decorators) {
    const TSNode* name = node_in_field(kids, grammar().name);
    const TSNode at = name ? *name : node;
    std::vector<const Node*> bases{make(NodeKind::kName, at, source(at), {})};
    if (const TSNode* list = node_in_field(kids, grammar().superclasses))
      for (const Child& child : children(*list))
        if (child.named) bases.push_back(expression(child.node));
    std::vector<const Node*> parts{make(NodeKind::kCall, at, "", bases), block_in(kids, grammar().body, node)};
    if (decorators) parts.insert(parts.end(), decorators->begin(), decorators->end());
    return make(NodeKind::kClass, node, name ? source(*name) : "", parts);
  }

  const Node* function_definition(TSNode node, const Children& kids, const std::vector<const Node*>* decorators) {
    const TSNode* name = node_in_field(kids, grammar().name);
    const TSNode* list = node_in_field(kids, grammar().parameters);
    const TSNode* returns = node_in_field(kids, grammar().return_type);
    std::vector<const Node*> parts{list ? expression(*list) : make(NodeKind::kParameters, node, "", {}),
                                   block_in(kids, grammar().body, node), returns ? expression(*returns) : nullptr};
    if (decorators) parts.insert(parts.end(), decorators->begin(), decorators->end());
    return make(NodeKind::kFunction, node, name ? source(*name) : "", parts);
  }

  // The `elif` and `else` clauses from number `from` on become the nested else of the one before.
  const Node* if_statement(TSNode node, const Children& kids, std::size_t from) {
    const Grammar& g = grammar();
    const Node* test = in_field(kids, g.condition);
    const Node* body = block_in(kids, g.consequence, node);
    std::vector<TSNode> clauses;
    for (const Child& child : kids)
      if (child.field == g.alternative) clauses.push_back(child.node);
    const Node* otherwise = nullptr;
    std::uint32_t to = std::max(end(node), body->end);
    for (std::size_t i = clauses.size(); i-- > from;) {
      const Children parts = children(clauses[i]);
      if (node_in_field(parts, g.condition) != nullptr) {
        const Node* inner_test = in_field(parts, g.condition);
        const Node* inner = block_in(parts, g.consequence, clauses[i]);
        otherwise = make(NodeKind::kIf, begin(clauses[i]), std::max(end(clauses[i]), inner->end), "",
                         {inner_test, inner, otherwise});
      } else {
        otherwise = block_in(parts, g.body, clauses[i]);
      }
      to = std::max(to, otherwise->end);
    }
    return make(NodeKind::kIf, begin(node), to, "", {test, body, otherwise});
  }

  // What stands in the `else` of a loop runs after its body.
  const Node* loop_body(TSNode node, const Children& kids) {
    const Node* body = block_in(kids, grammar().body, node);
    const TSNode* clause = node_in_field(kids, grammar().alternative);
    if (clause == nullptr) return body;
    const Node* otherwise = block_in(children(*clause), grammar().body, *clause);
    std::vector<const Node*> statements(body->children().begin(), body->children().end());
    statements.insert(statements.end(), otherwise->children().begin(), otherwise->children().end());
    return make(NodeKind::kBlock, body->begin, body->end, "", statements);
  }

  const Node* try_statement(TSNode node, const Children& kids) {
    std::vector<const Node*> out{block_in(kids, grammar().body, node)};
    std::vector<const Node*> body(out[0]->children().begin(), out[0]->children().end());
    std::uint32_t to = std::max(end(node), out[0]->end);
    for (const Child& child : kids) {
      const std::string_view type = ts_node_type(child.node);
      if (!type.ends_with("_clause")) continue;
      for (const Child& part : children(child.node)) {
        if (std::string_view(ts_node_type(part.node)) != "block") continue;
        const Node* clause = block(part.node);
        to = std::max(to, clause->end);
        if (type == "except_clause") {
          out.push_back(clause);
        } else {  // `else` and `finally` run after the body
          body.insert(body.end(), clause->children().begin(), clause->children().end());
        }
      }
    }
    out[0] = make(NodeKind::kBlock, out[0]->begin, out[0]->end, "", body);
    return make(NodeKind::kTry, begin(node), to, "", out);
  }

  const Node* with_statement(TSNode node, const Children& kids) {
    std::vector<const Node*> out{block_in(kids, grammar().body, node)};
    for (const Child& child : kids)
      if (std::string_view(ts_node_type(child.node)) == "with_clause") with_items(child.node, out);
    return make(NodeKind::kWith, node, "", out);
  }

  // `with a as b, c:`; several in parentheses may also be read as one tuple.
  void with_items(TSNode node, std::vector<const Node*>& out) {
    if (depth_ >= kMaxDepth) return;
    ++depth_;
    for (const Child& child : children(node)) {
      if (!child.named) continue;
      const std::string_view type = ts_node_type(child.node);
      if (type == "with_item" || type == "tuple") {
        with_items(child.node, out);
      } else if (type == "as_pattern") {
        const auto parts = named_expressions(children(child.node));
        if (parts.size() == 2) out.push_back(make(NodeKind::kAssign, child.node, "", {parts[1], parts[0]}));
      } else {
        out.push_back(expression(child.node));
      }
    }
    --depth_;
  }

  const Node* match_statement(TSNode node, const Children& kids) {
    std::vector<const Node*> out;
    if (const TSNode* body = node_in_field(kids, grammar().body))
      for (const Child& child : children(*body))
        if (const Children parts = children(child.node); node_in_field(parts, grammar().consequence) != nullptr)
          out.push_back(block_in(parts, grammar().consequence, child.node));
    return make(NodeKind::kMatch, node, "", out);
  }

  std::string_view text_;
  std::pmr::memory_resource& memory_;
  std::size_t offset_;
  TSTreeCursor cursor_;
  bool has_cursor_ = false;
  int depth_ = 0;
};

}  // namespace

std::vector<const Node*> convert_statements(TSNode root, const Document& document, std::size_t offset,
                                            std::pmr::memory_resource& memory) {
  std::vector<const Node*> out;
  Converter(document, memory, offset).statements(root, out);
  return out;
}

}  // namespace si::python
