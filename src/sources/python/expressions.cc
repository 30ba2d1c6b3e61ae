// Expressions to values.
#include <algorithm>
#include <charconv>
#include <limits>

#include "sources/python/evaluator.h"
#include "support/strings.h"

namespace si::python {
namespace {

// `1_000`, `0x1F`, `0o17`; nullopt: not an integer that fits.
std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::string digits = to_lower_ascii(replace_all(std::string(text), "_", ""));
  int base = 10;
  std::size_t from = 0;
  if (digits.size() > 2 && digits[0] == '0') {
    base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : digits[1] == 'b' ? 2 : 10;
    from = base == 10 ? 0 : 2;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data() + from, digits.data() + digits.size(), number, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// What str() gives; nullopt: not known.
std::optional<std::string> as_text(const Value* value) {
  switch (value->kind) {
    case ValueKind::kString: return value->text;
    case ValueKind::kInt: return std::to_string(value->integer);
    case ValueKind::kFloat: return value->text;
    case ValueKind::kBool: return value->integer ? "True" : "False";
    case ValueKind::kNone: return "None";
    default: return std::nullopt;
  }
}

// printf-style formatting with %s and %d (the keys of a dictionary too).
std::optional<std::string> percent_format(const std::string& format, const Value* values) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    if (++i >= format.size()) return std::nullopt;
    if (format[i] == '%') {
      out += '%';
      continue;
    }
    const Value* value = nullptr;
    if (format[i] == '(') {
      const auto close = format.find(')', i);
      if (close == std::string::npos || !values->is(ValueKind::kDict)) return std::nullopt;
      const std::string key = format.substr(i + 1, close - i - 1);
      for (std::size_t k = 0; k + 1 < values->items.size(); k += 2)
        if (values->items[k]->is(ValueKind::kString) && values->items[k]->text == key) value = values->items[k + 1];
      i = close + 1;
    } else if (values->is(ValueKind::kTuple)) {
      value = next < values->items.size() ? values->items[next++] : nullptr;
    } else {
      value = next++ == 0 ? values : nullptr;
    }
    if (value == nullptr || i >= format.size() || (format[i] != 's' && format[i] != 'd')) return std::nullopt;
    if (format[i] == 'd' && value->is(ValueKind::kEnumMember) && value->items[0]->is(ValueKind::kInt))
      value = value->items[0];
    const auto text = as_text(value);
    if (!text) return std::nullopt;
    out += *text;
  }
  return out;
}

}  // namespace

const Value* Evaluator::evaluate(const Node* node, const Scope& scope, bool late) {
  if (node == nullptr) return unknown("nothing is written here", &scope);
  if (depth_ > 400) {
    ++cuts_;
    return unknown("nested too deep to follow", &scope, node);
  }
  if (budget_ > 0 && --budget_ == 0) budget_ = -1;
  if (budget_ < 0) return unknown("too much to compute statically", &scope, node);
  ++depth_;
  if (late) ++late_;
  const Value* value = evaluate_node(*node, scope);
  if (late) --late_;
  --depth_;
  return value;
}

const Value* Evaluator::evaluate_constant(const Node& node) {
  switch (node.kind) {
    case NodeKind::kString:
    case NodeKind::kBytes: {
      Value& value = make(node.kind == NodeKind::kString ? ValueKind::kString : ValueKind::kBytes, nullptr, &node);
      value.text = node.text;
      return &value;
    }
    case NodeKind::kInteger: {
      const auto number = parse_integer(node.text);
      return number ? integer(*number) : unknown("a number that is too large", nullptr, &node);
    }
    case NodeKind::kFloat: {
      Value& value = make(ValueKind::kFloat, nullptr, &node);
      value.text = node.text;
      return &value;
    }
    case NodeKind::kTrue: return boolean(true);
    case NodeKind::kFalse: return boolean(false);
    case NodeKind::kNone: return none();
    case NodeKind::kEllipsis: return &make(ValueKind::kEllipsis, nullptr, &node);
    default: return nullptr;
  }
}

const Value* Evaluator::evaluate_node(const Node& node, const Scope& scope) {
  if (const Value* constant = evaluate_constant(node)) return constant;
  switch (node.kind) {
    case NodeKind::kName: return lookup(node.text, scope, node.begin);
    case NodeKind::kAttribute: {
      const Value* object = evaluate(node.child(0), scope);
      return attribute(object, node.text, &scope, &node);
    }
    case NodeKind::kCall: return evaluate_call(node, scope);
    case NodeKind::kSubscript: return evaluate_subscript(node, scope);
    case NodeKind::kFormatted: return evaluate_formatted(node, scope);
    case NodeKind::kTuple:
    case NodeKind::kList:
    case NodeKind::kSet: {
      std::vector<const Value*> items;
      for (const Node* child : node.children()) {
        if (child->kind != NodeKind::kStar) {
          items.push_back(evaluate(child, scope));
          continue;
        }
        const Value* list = evaluate(child->child(0), scope);
        if (list->is(ValueKind::kClass))
          if (const auto members = enum_members(*list->klass)) list = sequence(ValueKind::kList, *members);
        if (!list->is_sequence()) {
          items.push_back(unknown("items of " + describe(list), &scope, child));
          continue;
        }
        items.insert(items.end(), list->items.begin(), list->items.end());
      }
      Value& value = make(node.kind == NodeKind::kTuple  ? ValueKind::kTuple
                          : node.kind == NodeKind::kList ? ValueKind::kList
                                                         : ValueKind::kSet,
                          &scope, &node);
      value.items = std::move(items);
      return &value;
    }
    case NodeKind::kDictionary: return evaluate_dictionary(node, scope);
    case NodeKind::kUnary: {
      const Value* operand = evaluate(node.child(0), scope);
      if (node.text == "not")
        if (const auto known = truth(operand)) return boolean(!*known);
      if (operand->is(ValueKind::kInt) && (node.text == "-" || node.text == "+"))
        return integer(node.text == "-" ? -operand->integer : operand->integer);
      if (operand->is(ValueKind::kUnknown)) return operand;
      Value& value = make(ValueKind::kOperation, &scope, &node);
      value.text = node.text;
      value.items = {operand};
      return &value;
    }
    case NodeKind::kBoolean: {
      const Value* left = evaluate(node.child(0), scope);
      if (const auto known = truth(left)) {
        const bool stop = *known == (node.text == "or");
        return stop ? left : evaluate(node.child(1), scope);
      }
      return operation(node.text, left, evaluate(node.child(1), scope), scope, node);
    }
    case NodeKind::kBinary:
      return operation(node.text, evaluate(node.child(0), scope), evaluate(node.child(1), scope), scope, node);
    case NodeKind::kCompare: {
      if (node.text.empty() || node.children().size() != 2) return unknown("a chain of comparisons", &scope, &node);
      const Value* left = evaluate(node.child(0), scope);
      const Value* right = evaluate(node.child(1), scope);
      if (const Value* known = compare(node.text, left, right)) return known;
      return operation(node.text, left, right, scope, node);
    }
    case NodeKind::kConditional: {
      const Value* test = evaluate(node.child(1), scope);
      if (const auto known = truth(test)) return evaluate(*known ? node.child(0) : node.child(2), scope);
      return merge({evaluate(node.child(0), scope), evaluate(node.child(2), scope)},
                   "it depends on a condition that only running tells");
    }
    case NodeKind::kLambda: {
      Value& value = make(ValueKind::kFunction, &scope, &node);
      value.klass = scope.owner;
      return &value;
    }
    case NodeKind::kComprehension: return evaluate_comprehension(node, scope);
    case NodeKind::kWalrus: return evaluate(node.child(0), scope);
    default: return unknown("an expression of a kind that is not followed", &scope, &node);
  }
}

// What a format makes a text of. Members of an enum are their value where the enum says so in every version of Python,
// or what a __str__ of the project makes of them.
const Value* Evaluator::formatted(const Value* value) {
  if (!value->is(ValueKind::kEnumMember)) return value;
  const ClassInfo& klass = *value->klass;
  static constexpr std::string_view kByValue[] = {"enum.StrEnum", "enum.IntEnum", "enum.IntFlag", "enum.ReprEnum",
                                                  "strenum.StrEnum"};
  const bool by_value = std::any_of(std::begin(kByValue), std::end(kByValue),
                                    [&](std::string_view base) { return is_subclass_of(klass, base); });
  if (class_member(klass, "__format__") != nullptr) return value;
  const ClassInfo* owner = nullptr;
  const Value* own = class_member(klass, "__str__", &owner);
  if (own == nullptr && !by_value) {
    const auto& order = mro(klass);
    const bool plain = std::all_of(order.begin(), order.end(), [](const Value* base) {
      return base->is(ValueKind::kClass) || (base->is(ValueKind::kExternal) && base->text == "enum.Enum");
    });
    return plain ? string(klass.name + "." + value->text) : value;
  }
  if (own == nullptr) return value->items[0];
  if (!by_value && own->is(ValueKind::kFunction)) return call_function(own, {{"", value, nullptr}}, owner);
  return is_subclass_of(klass, "enum.StrEnum") ? value->items[0] : value;
}

const Value* Evaluator::set_operation(std::string_view op, const Value* left, const Value* right) {
  const auto known = [](const Value* item) { return item->is_constant() || item->is(ValueKind::kEnumMember); };
  if (!std::all_of(left->items.begin(), left->items.end(), known) ||
      !std::all_of(right->items.begin(), right->items.end(), known))
    return nullptr;
  const auto holds = [](const std::vector<const Value*>& items, const Value* item) {
    return std::any_of(items.begin(), items.end(), [&](const Value* each) { return same_value(each, item); });
  };
  std::vector<const Value*> out;
  for (const Value* item : left->items)
    if (op == "|" || (op == "-" || op == "^") != holds(right->items, item)) out.push_back(item);
  for (const Value* item : right->items)
    if ((op == "|" || op == "^") && !holds(left->items, item)) out.push_back(item);
  if (op != "|" && op != "-" && op != "&" && op != "^") return nullptr;
  return sequence(ValueKind::kSet, std::move(out));
}

const Value* Evaluator::evaluate_formatted(const Node& node, const Scope& scope) {
  std::string out;
  for (const Node* part : node.children()) {
    if (part->kind == NodeKind::kString) {
      out += part->text;
      continue;
    }
    const Value* value = formatted(evaluate(part->child(0), scope));
    const auto text = as_text(value);
    const bool plain = part->text.empty() || (part->text == ":s" && value->is(ValueKind::kString));
    if (!text || !plain) return unknown("f-string with " + describe(value), &scope, &node);
    out += *text;
  }
  return string(std::move(out));
}

const Value* Evaluator::evaluate_dictionary(const Node& node, const Scope& scope) {
  std::vector<const Value*> items;
  for (const Node* child : node.children()) {
    if (child->kind == NodeKind::kPair) {
      items.push_back(evaluate(child->child(0), scope));
      items.push_back(evaluate(child->child(1), scope));
    } else {
      const Value* inner = evaluate(child->child(0), scope);
      if (!inner->is(ValueKind::kDict)) {
        items.push_back(unknown("keys of " + describe(inner), &scope, child));
        items.push_back(items.back());
        continue;
      }
      items.insert(items.end(), inner->items.begin(), inner->items.end());
    }
  }
  Value& value = make(ValueKind::kDict, &scope, &node);
  value.items = sequence(ValueKind::kDict, std::move(items))->items;
  return &value;
}

const Value* Evaluator::evaluate_subscript(const Node& node, const Scope& scope) {
  const Value* object = evaluate(node.child(0), scope);
  std::vector<const Value*> items;
  for (std::size_t i = 1; i < node.children().size(); ++i) items.push_back(evaluate(node.children()[i], scope));
  if (items.size() == 1 && object->is(ValueKind::kDict)) {
    for (std::size_t i = object->items.size(); i >= 2; i -= 2)
      if (same_value(object->items[i - 2], items[0])) return object->items[i - 1];
    return unknown("no such key in a dictionary", &scope, &node);
  }
  if (items.size() == 1 && items[0]->is(ValueKind::kInt) && object->is_sequence()) {
    const auto size = static_cast<std::int64_t>(object->items.size());
    const std::int64_t index = items[0]->integer < 0 ? items[0]->integer + size : items[0]->integer;
    if (index >= 0 && index < size) return object->items[static_cast<std::size_t>(index)];
    return unknown("no such index in a list", &scope, &node);
  }
  if (items.size() == 1 && items[0]->is(ValueKind::kString) && object->is(ValueKind::kClass) && is_enum(*object->klass))
    return attribute(object, items[0]->text, &scope, &node);
  if (object->is(ValueKind::kString) && node.children().size() == 2) {
    const Node* index = node.child(1);
    if (index->kind != NodeKind::kSlice && items[0]->is(ValueKind::kInt)) {
      const auto size = static_cast<std::int64_t>(object->text.size());
      const std::int64_t at = items[0]->integer < 0 ? items[0]->integer + size : items[0]->integer;
      if (at >= 0 && at < size) return string(object->text.substr(static_cast<std::size_t>(at), 1));
    }
    if (index->kind == NodeKind::kSlice) {
      // `[a:b]`, `[a:]`, `[:b]`: which bound is which tells the source text.
      const Node* bound = index->child(0);
      const std::string_view source =
          scope.module && scope.module->tree ? scope.module->tree->source(*index) : std::string_view();
      const auto clamp = [&](std::int64_t at) {
        const auto size = static_cast<std::int64_t>(object->text.size());
        return static_cast<std::size_t>(std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size));
      };
      if (bound != nullptr && index->children().size() == 1 && std::count(source.begin(), source.end(), ':') == 1) {
        const Value* at = evaluate(bound, scope);
        if (at->is(ValueKind::kInt))
          return string(source.starts_with(':') ? object->text.substr(0, clamp(at->integer))
                                                : object->text.substr(clamp(at->integer)));
      }
      if (index->children().size() == 2) {
        const Value* from = evaluate(index->child(0), scope);
        const Value* to = evaluate(index->child(1), scope);
        if (from->is(ValueKind::kInt) && to->is(ValueKind::kInt) && clamp(from->integer) <= clamp(to->integer))
          return string(object->text.substr(clamp(from->integer), clamp(to->integer) - clamp(from->integer)));
      }
    }
    return unknown("a part of a string", &scope, &node);
  }
  if (object->is(ValueKind::kUnknown)) return object;
  Value& value = make(ValueKind::kSubscript, &scope, &node);
  value.base = object;
  value.items = std::move(items);
  return &value;
}

const Value* Evaluator::evaluate_comprehension(const Node& node, const Scope& scope) {
  const auto give_up = [&](const Value* what) {
    return unknown("a comprehension over " + describe(what), &scope, &node);
  };
  const bool is_dict = node.text == "dict";
  std::vector<const Value*> out;
  const Value* problem = nullptr;
  // One clause at a time, innermost last.
  const auto run = [&](const auto& self, std::size_t clause, Scope& frame) -> void {
    if (problem != nullptr) return;
    if (out.size() > 10000) {
      problem = unknown("too many items");
      return;
    }
    if (clause == node.children().size()) {
      const Node* element = node.child(0);
      if (is_dict && element->kind == NodeKind::kPair) {
        out.push_back(evaluate(element->child(0), frame));
        out.push_back(evaluate(element->child(1), frame));
      } else {
        out.push_back(evaluate(element, frame));
      }
      return;
    }
    const Node* at = node.child(clause);
    if (at->kind == NodeKind::kIfClause) {
      const auto keep = truth(evaluate(at->child(0), frame));
      if (!keep) {
        problem = unknown("a condition that only running tells");
      } else if (*keep) {
        self(self, clause + 1, frame);
      }
      return;
    }
    // What the first `for` goes over is evaluated where the comprehension stands: in a class's body, too.
    const Value* list = evaluate(at->child(1), clause == 1 ? scope : frame);
    std::vector<const Value*> items;
    if (list->is_sequence()) {
      items = list->items;
    } else if (list->is(ValueKind::kString)) {
      for (const char c : list->text) items.push_back(string(std::string(1, c)));
    } else if (list->is(ValueKind::kDict)) {
      for (std::size_t i = 0; i + 1 < list->items.size(); i += 2) items.push_back(list->items[i]);
    } else if (const auto members = list->is(ValueKind::kClass) ? enum_members(*list->klass) : std::nullopt) {
      items = *members;
    } else {
      problem = list;
      return;
    }
    const Node* target = at->child(0);
    for (const Value* item : items) {
      if (target->kind == NodeKind::kName) {
        frame.given[target->text] = item;
      } else if (target->kind == NodeKind::kTuple && item->is_sequence() &&
                 item->items.size() == target->children().size()) {
        for (std::size_t i = 0; i < item->items.size(); ++i)
          if (target->children()[i]->kind == NodeKind::kName) frame.given[target->children()[i]->text] = item->items[i];
      } else {
        problem = item;
        return;
      }
      self(self, clause + 1, frame);
    }
  };
  Scope& frame = frames_.emplace_back();
  frame.kind = ScopeKind::kFunction;
  frame.parent = &scope;
  frame.module = scope.module;
  frame.owner = scope.owner;
  run(run, 1, frame);
  if (problem != nullptr) return give_up(problem);
  return sequence(is_dict ? ValueKind::kDict : node.text == "set" ? ValueKind::kSet : ValueKind::kList, std::move(out));
}

namespace {

// Certainly an object, so not None: what a class makes, a collection, a class, a function.
bool is_object(const Value* value) {
  if (value->is(ValueKind::kClass) || value->is(ValueKind::kFunction) || value->is_sequence() ||
      value->is(ValueKind::kDict))
    return true;
  if (!value->is(ValueKind::kCall)) return false;
  if (value->base->is(ValueKind::kClass)) return true;
  const std::string_view last = std::string_view(value->base->text).substr(value->base->text.rfind('.') + 1);
  return value->base->is(ValueKind::kExternal) && last > "A" && last < "[";  // Integer(), Column(…)
}

}  // namespace

const Value* Evaluator::compare(std::string_view op, const Value* left, const Value* right) {
  const auto comparable = [](const Value* v) { return v->is_constant() || v->is(ValueKind::kEnumMember); };
  if (op == "is" || op == "is not") {
    const bool none = left->is(ValueKind::kNone) || right->is(ValueKind::kNone);
    const Value* other = left->is(ValueKind::kNone) ? right : left;
    if (none && (comparable(other) || is_object(other))) return boolean(other->is(ValueKind::kNone) == (op == "is"));
    if (left->is(ValueKind::kClass) && right->is(ValueKind::kClass))
      return boolean((left->klass == right->klass) == (op == "is"));
    return nullptr;
  }
  if (op == "in" || op == "not in") {
    if (right->is(ValueKind::kString) && left->is(ValueKind::kString))
      return boolean((right->text.find(left->text) != std::string::npos) == (op == "in"));
    // What asks whether a table is there already is about to make it.
    if (left->is(ValueKind::kString) && right->is(ValueKind::kAttribute)) {
      const Value* metadata = right->text == "tables" ? right->base : right;
      const bool made = metadata->is(ValueKind::kCall) && metadata->base->is(ValueKind::kExternal) &&
                        metadata->base->text.ends_with(".MetaData");
      if (made || (metadata->is(ValueKind::kAttribute) && metadata->text == "metadata")) return boolean(op == "not in");
    }
    const bool dictionary = right->is(ValueKind::kDict);
    if (!comparable(left) || (!right->is_sequence() && !dictionary)) return nullptr;
    bool found = false;
    for (std::size_t i = 0; i < right->items.size(); i += dictionary ? 2 : 1) {
      if (!comparable(right->items[i])) return nullptr;
      found = found || same_value(right->items[i], left);
    }
    return boolean(found == (op == "in"));
  }
  // A project is taken to run on a current Python 3.
  if (left->is(ValueKind::kExternal) && left->text == "sys.version_info" && right->is(ValueKind::kTuple) &&
      !right->items.empty()) {
    const std::int64_t minor = right->items.size() > 1 ? right->items[1]->integer : 0;
    if (right->items[0]->integer < 3 || minor <= 13) {
      if (op == ">=" || op == ">") return boolean(true);
      if (op == "<" || op == "<=") return boolean(false);
    }
    return nullptr;
  }
  if (!comparable(left) || !comparable(right)) return nullptr;
  if (op == "==" || op == "!=") return boolean(same_value(left, right) == (op == "=="));
  if (!left->is(ValueKind::kInt) || !right->is(ValueKind::kInt)) return nullptr;
  if (op == "<") return boolean(left->integer < right->integer);
  if (op == "<=") return boolean(left->integer <= right->integer);
  if (op == ">") return boolean(left->integer > right->integer);
  if (op == ">=") return boolean(left->integer >= right->integer);
  return nullptr;
}

const Value* Evaluator::operation(std::string_view op, const Value* left, const Value* right, const Scope& scope,
                                  const Node& node) {
  if (op == "+") {
    if (left->is(ValueKind::kString) && right->is(ValueKind::kString)) return string(left->text + right->text);
    if (left->is_sequence() && left->kind == right->kind) {
      std::vector<const Value*> items = left->items;
      items.insert(items.end(), right->items.begin(), right->items.end());
      return sequence(left->kind, std::move(items));
    }
  }
  if (op == "%" && left->is(ValueKind::kString)) {
    if (const auto text = percent_format(left->text, right)) return string(*text);
    return unknown("a format with " + describe(right), &scope, &node);
  }
  if (left->is(ValueKind::kSet) && right->is(ValueKind::kSet))
    if (const Value* result = set_operation(op, left, right)) return result;
  if (op == "|" && left->is(ValueKind::kDict) && right->is(ValueKind::kDict)) {
    std::vector<const Value*> items = left->items;
    items.insert(items.end(), right->items.begin(), right->items.end());
    return sequence(ValueKind::kDict, std::move(items));
  }
  if (left->is(ValueKind::kInt) && right->is(ValueKind::kInt)) {
    std::int64_t result = 0;
    if (op == "+" && !__builtin_add_overflow(left->integer, right->integer, &result)) return integer(result);
    if (op == "-" && !__builtin_sub_overflow(left->integer, right->integer, &result)) return integer(result);
    if (op == "*" && !__builtin_mul_overflow(left->integer, right->integer, &result)) return integer(result);
    const bool negative = left->integer < 0 || right->integer < 0;
    if (op == "//" && right->integer > 0 && !negative) return integer(left->integer / right->integer);
    if (op == "%" && right->integer > 0 && !negative) return integer(left->integer % right->integer);
    if (op == "**" && !negative && right->integer < 63) {
      result = 1;
      for (std::int64_t i = 0; i < right->integer; ++i)
        if (__builtin_mul_overflow(result, left->integer, &result)) return unknown("a number that is too large");
      return integer(result);
    }
    if (op == "<<" && !negative && right->integer < 31 && left->integer < (std::int64_t{1} << 31))
      return integer(left->integer << right->integer);
  }
  if (op == "*" && left->is(ValueKind::kString) && right->is(ValueKind::kInt) && right->integer >= 0 &&
      right->integer * static_cast<std::int64_t>(left->text.size()) < 10000) {
    std::string out;
    for (std::int64_t i = 0; i < right->integer; ++i) out += left->text;
    return string(std::move(out));
  }
  Value& value = make(ValueKind::kOperation, &scope, &node);
  value.text = op;
  value.items = {left, right};
  return &value;
}

}  // namespace si::python
