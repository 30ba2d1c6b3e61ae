#include "sources/python/plain_expressions.h"

#include <iterator>

#include "support/strings.h"

namespace si::python {
namespace {

constexpr std::string_view kKeywords[] = {
    "False",    "None",  "True",   "and",    "as",   "assert", "async", "await",    "break", "class",
    "continue", "def",   "del",    "elif",   "else", "except", "exec",  "finally",  "for",   "from",
    "global",   "if",    "import", "in",     "is",   "lambda", "match", "nonlocal", "not",   "or",
    "pass",     "print", "raise",  "return", "try",  "type",   "while", "with",     "yield"};
static_assert(std::is_sorted(std::begin(kKeywords), std::end(kKeywords)));

}  // namespace

bool is_python_keyword(std::string_view word) {
  return word.size() <= 8 && word.size() >= 2 && std::binary_search(std::begin(kKeywords), std::end(kKeywords), word);
}
bool is_soft_keyword(std::string_view word) {
  return word == "match" || word == "type" || word == "print" || word == "exec";
}

Plain PlainExpressions::expression() {
  if (failed_ || ++depth_ > kMaxPlainDepth) return fail();
  skip();
  if (peek() == 'l' && word_here() == "lambda") {
    const Plain function = lambda();
    --depth_;
    return function;
  }
  Plain value = disjunction();
  if (peek() == 'i' && take_word("if")) {
    const Plain test = disjunction();
    if (!take_word("else")) return fail();
    const Plain otherwise = expression();
    value = bare(make(NodeKind::kConditional, value.begin, otherwise.end, "", {value.node, test.node, otherwise.node}));
  }
  --depth_;
  return value;
}

Plain PlainExpressions::named() {
  const Plain value = expression();
  skip();
  if (failed_ || peek() != ':' || peek(1) != '=') return value;
  if (value.node->kind != NodeKind::kName || !value.bare()) return fail();
  at_ += 2;
  const Plain given = expression();
  return bare(make(NodeKind::kWalrus, value.begin, given.end, value.node->text, {given.node}));
}

Plain PlainExpressions::type() {
  in_type_ = true;
  const Plain value = expression();
  in_type_ = false;
  return value;
}

Plain PlainExpressions::lambda() {
  const std::uint32_t begin = at_;
  if (in_format_ || in_type_) return fail();
  at_ += 6;
  skip();
  const std::uint32_t from = at_;
  PlainNodes list;
  parameters(':', false, list);
  const Node* of = nullptr;
  if (at_ > from + 1) {
    std::uint32_t to = at_ - 1;
    while (to > from && is_space(text_[to - 1])) --to;
    if (text_[to - 1] == ',') return fail();
    of = make(NodeKind::kParameters, from, to, "", list);
  }
  const Plain body = expression();
  return bare(make(NodeKind::kLambda, begin, body.end, "", {of, body.node}));
}

Plain PlainExpressions::yield() {
  const std::uint32_t begin = at_ - 5;
  PlainNodes parts;
  std::uint32_t end = at_;
  if (take_word("from")) {
    const Plain value = expression();
    parts.push_back(value.node);
    end = value.end;
  } else if (const char c = peek(); at_ < text_.size() && c != '\n' && c != '#' && c != ')') {
    const Plain value = expression();
    PlainNodes row{value.node};
    end = value.end;
    while (!failed_ && take(',')) {
      const Plain next = expression();
      row.push_back(next.node);
      end = next.end;
    }
    parts.push_back(row.size() == 1 ? row[0] : make(NodeKind::kTuple, value.begin, end, "", row));
  }
  return bare(make(NodeKind::kOther, begin, end, "", parts));
}

Plain PlainExpressions::disjunction() {
  Plain left = conjunction();
  while (!failed_ && peek() == 'o' && take_word("or")) {
    const Plain right = conjunction();
    left = bare(make(NodeKind::kBoolean, left.begin, right.end, "or", {left.node, right.node}));
  }
  return left;
}

Plain PlainExpressions::conjunction() {
  Plain left = inversion();
  while (!failed_ && peek() == 'a' && take_word("and")) {
    const Plain right = inversion();
    left = bare(make(NodeKind::kBoolean, left.begin, right.end, "and", {left.node, right.node}));
  }
  return left;
}

Plain PlainExpressions::inversion() {
  skip();
  const std::uint32_t begin = at_;
  if (failed_ || peek() != 'n' || !take_word("not")) return comparison();
  if (++depth_ > kMaxPlainDepth) return fail();
  const Plain value = inversion();
  --depth_;
  return bare(make(NodeKind::kUnary, begin, value.end, "not", {value.node}));
}

std::string_view PlainExpressions::comparison_operator() {
  skip();
  const char c = peek(), d = peek(1);
  if ((c == '=' || c == '!' || c == '<' || c == '>') && d == '=') return at_ += 2, text_.substr(at_ - 2, 2);
  if ((c == '<' && d != '<' && d != '>') || (c == '>' && d != '>')) return ++at_, text_.substr(at_ - 1, 1);
  if (c != 'i' && c != 'n') return {};
  if (take_word("in")) return "in";
  if (take_word("is")) return take_word("not") ? "is not" : "is";
  if (take_word("not")) return take_word("in") ? "not in" : (failed_ = true, "");
  return {};
}

Plain PlainExpressions::comparison() {
  const Plain left = binary(0);
  std::string_view op = failed_ ? std::string_view() : comparison_operator();
  if (op.empty()) return left;
  PlainNodes operands{left.node};
  std::string_view all = op;
  std::uint32_t end = left.end;
  for (; !op.empty() && !failed_; op = comparison_operator()) {
    const Plain right = binary(0);
    operands.push_back(right.node);
    end = right.end;
  }
  return bare(make(NodeKind::kCompare, left.begin, end, operands.size() == 2 ? all : "", operands));
}

PlainExpressions::Operator PlainExpressions::operator_here() {
  skip();
  const char c = peek(), d = peek(1);
  Operator out;
  switch (c) {
    case '|': out = {1, 0}; break;
    case '^': out = {1, 1}; break;
    case '&': out = {1, 2}; break;
    case '<':
    case '>': out = {d == c ? 2U : 0U, 3}; break;
    case '+':
    case '-': out = {1, 4}; break;
    case '*': out = {d == '*' ? 0U : 1U, 5}; break;
    case '/': out = {d == '/' ? 2U : 1U, 5}; break;
    case '%':
    case '@': out = {1, 5}; break;
    default: return out;
  }
  if (peek(out.length) == '=') out.length = 0;
  return out;
}

Plain PlainExpressions::binary(int level) {
  Plain left = unary();
  if (in_type_ && level == 0 && is_generic(left)) return union_of(left);
  for (;;) {
    const Operator op = failed_ ? Operator() : operator_here();
    if (op.length == 0 || op.level < level) return left;
    left = operation(left, op);
  }
}

Plain PlainExpressions::operation(const Plain& left, const Operator& op) {
  at_ += op.length;
  const std::string_view written = text_.substr(at_ - op.length, op.length);
  const Plain right = binary(op.level + 1);
  return bare(make(NodeKind::kBinary, left.begin, right.end, written, {left.node, right.node}));
}

bool PlainExpressions::is_generic(const Plain& value) {
  return value.node->kind == NodeKind::kSubscript && value.bare() && value.node->nodes[0]->kind == NodeKind::kName;
}

// Types like `List[int]` bind one by one to the left; what follows them is one expression.
Plain PlainExpressions::union_of(Plain left) {
  while (!failed_ && operator_here().length != 0) {
    if (!take('|')) return fail();
    Plain right = binary(1);
    const bool generic = is_generic(right);
    while (!generic && !failed_ && operator_here().length != 0) {
      if (peek() != '|') return fail();
      right = operation(right, operator_here());
    }
    left = bare(make(NodeKind::kBinary, left.begin, right.end, "|", {left.node, right.node}));
  }
  return left;
}

Plain PlainExpressions::unary() {
  skip();
  const char c = peek();
  if (c != '-' && c != '+' && c != '~') return power();
  const std::uint32_t begin = at_++;
  if (failed_ || ++depth_ > kMaxPlainDepth) return fail();
  const Plain value = unary();
  --depth_;
  return bare(make(NodeKind::kUnary, begin, value.end, text_.substr(begin, 1), {value.node}));
}

Plain PlainExpressions::power() {
  const Plain left = awaited();
  skip();
  if (failed_ || peek() != '*' || peek(1) != '*' || peek(2) == '=') return left;
  at_ += 2;
  if (++depth_ > kMaxPlainDepth) return fail();
  const Plain right = unary();
  --depth_;
  return bare(make(NodeKind::kBinary, left.begin, right.end, "**", {left.node, right.node}));
}

Plain PlainExpressions::awaited() {
  skip();
  const std::uint32_t begin = at_;
  if (peek() != 'a' || !take_word("await")) return primary();
  const Plain value = primary();
  return {value.node, begin, value.end};
}

Plain PlainExpressions::primary() {
  Plain value = atom();
  while (!failed_) {
    skip();
    const char c = peek();
    if (c == '.') {
      ++at_;
      const std::string_view attribute = name();
      value = bare(make(NodeKind::kAttribute, value.begin, at_, attribute, {value.node}));
    } else if (c == '(') {
      PlainNodes parts{value.node};
      const bool in_type = in_type_;
      in_type_ = false;
      arguments(parts);
      in_type_ = in_type;
      value = bare(make(NodeKind::kCall, value.begin, at_, "", parts));
    } else if (c == '[') {
      PlainNodes parts{value.node};
      const bool in_type = in_type_;
      in_type_ = in_type && value.bare() && value.node->kind == NodeKind::kName;
      subscripts(parts);
      in_type_ = in_type;
      if (parts.size() < 2) return fail();
      value = bare(make(NodeKind::kSubscript, value.begin, at_, "", parts));
    } else {
      return value;
    }
  }
  return value;
}

std::string_view PlainExpressions::name() {
  const std::string_view word = word_here();
  if (word.empty() || is_digit(word[0]) || (is_python_keyword(word) && !is_soft_keyword(word))) failed_ = true;
  at_ += static_cast<std::uint32_t>(word.size());
  return word;
}

Plain PlainExpressions::star() {
  const std::uint32_t begin = at_;
  const bool twice = peek(1) == '*';
  at_ += twice ? 2 : 1;
  const Plain value = expression();
  return bare(make(twice ? NodeKind::kDoubleStar : NodeKind::kStar, begin, value.end, "", {value.node}));
}

Plain PlainExpressions::atom() {
  skip();
  const std::uint32_t begin = at_;
  const char c = peek();
  if (failed_ || ++depth_ > kMaxPlainDepth) return fail();
  const bool in_type = in_type_;
  in_type_ = false;
  Plain out;
  if (c == '"' || c == '\'') {
    out = strings();
  } else if (c == '(') {
    out = parenthesized();
  } else if (c == '[') {
    out = list();
  } else if (c == '{') {
    out = dictionary();
  } else if (is_digit(c)) {
    out = number();
  } else if (c == '.' && peek(1) == '.' && peek(2) == '.') {
    at_ += 3;
    out = bare(make(NodeKind::kEllipsis, begin, at_));
  } else {
    out = word();
  }
  in_type_ = in_type;
  --depth_;
  return out;
}

Plain PlainExpressions::word() {
  const std::uint32_t begin = at_;
  const std::string_view word = word_here();
  if (word.empty()) return fail();
  const char after = peek(static_cast<std::uint32_t>(word.size()));
  if (after == '"' || after == '\'') return strings();
  at_ += static_cast<std::uint32_t>(word.size());
  if (is_python_keyword(word) && !is_soft_keyword(word)) {
    if (word == "None") return bare(make(NodeKind::kNone, begin, at_));
    if (word == "True") return bare(make(NodeKind::kTrue, begin, at_));
    if (word == "False") return bare(make(NodeKind::kFalse, begin, at_));
    return fail();
  }
  return bare(make(NodeKind::kName, begin, at_, word));
}

}  // namespace si::python
