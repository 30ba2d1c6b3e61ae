#include "sources/python/plain_expressions.h"

#include <array>
#include <string>

#include "sources/python/string_literal.h"

namespace si::python {
namespace {

constexpr std::string_view kKeywords[] = {
    "False",    "None",  "True",   "and",    "as",   "assert", "async", "await",    "break", "class",
    "continue", "def",   "del",    "elif",   "else", "except", "exec",  "finally",  "for",   "from",
    "global",   "if",    "import", "in",     "is",   "lambda", "match", "nonlocal", "not",   "or",
    "pass",     "print", "raise",  "return", "try",  "type",   "while", "with",     "yield"};
static_assert(std::is_sorted(std::begin(kKeywords), std::end(kKeywords)));

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_python_keyword(std::string_view word) {
  return word.size() <= 8 && word.size() >= 2 && std::binary_search(std::begin(kKeywords), std::end(kKeywords), word);
}
bool is_soft_keyword(std::string_view word) {
  return word == "match" || word == "type" || word == "print" || word == "exec";
}

Plain PlainExpressions::expression() {
  if (failed_ || ++depth_ > kMaxPlainDepth) return fail();
  Plain value = disjunction();
  if (take_word("if")) {
    const Plain test = disjunction();
    if (!take_word("else")) return fail();
    const Plain otherwise = expression();
    value = bare(make(NodeKind::kConditional, value.begin, otherwise.end, "", {value.node, test.node, otherwise.node}));
  }
  --depth_;
  return value;
}

Plain PlainExpressions::type() {
  in_type_ = true;
  const Plain value = expression();
  in_type_ = false;
  return value;
}

Plain PlainExpressions::disjunction() {
  Plain left = conjunction();
  while (!failed_ && take_word("or")) {
    const Plain right = conjunction();
    left = bare(make(NodeKind::kBoolean, left.begin, right.end, "or", {left.node, right.node}));
  }
  return left;
}

Plain PlainExpressions::conjunction() {
  Plain left = inversion();
  while (!failed_ && take_word("and")) {
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

std::string_view PlainExpressions::binary_operator(int level) {
  skip();
  const char c = peek(), d = peek(1);
  std::uint32_t length = 0;
  switch (level) {
    case 0:
      // The grammar reads unions of types in an order of its own.
      if (c == '|' && in_type_) failed_ = true;
      length = c == '|' ? 1 : 0;
      break;
    case 1: length = c == '^' ? 1 : 0; break;
    case 2: length = c == '&' ? 1 : 0; break;
    case 3: length = (c == '<' || c == '>') && d == c ? 2 : 0; break;
    case 4: length = c == '+' || c == '-' ? 1 : 0; break;
    default:
      if (c == '*') length = d == '*' ? 0 : 1;
      if (c == '/') length = d == '/' ? 2 : 1;
      if (c == '%' || c == '@') length = 1;
  }
  if (length == 0 || peek(length) == '=') return {};
  at_ += length;
  return text_.substr(at_ - length, length);
}

Plain PlainExpressions::binary(int level) {
  Plain left = level == 5 ? unary() : binary(level + 1);
  for (;;) {
    const std::string_view op = failed_ ? std::string_view() : binary_operator(level);
    if (op.empty()) return left;
    const Plain right = level == 5 ? unary() : binary(level + 1);
    left = bare(make(NodeKind::kBinary, left.begin, right.end, op, {left.node, right.node}));
  }
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
      arguments(parts);
      value = bare(make(NodeKind::kCall, value.begin, at_, "", parts));
    } else if (c == '[') {
      PlainNodes parts{value.node};
      items(']', parts);
      if (parts.size() < 2 || trailing_comma_) return fail();
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

void PlainExpressions::arguments(PlainNodes& out) {
  ++at_;
  ++brackets_;
  while (!failed_ && !take(')')) {
    skip();
    const std::uint32_t begin = at_;
    if (peek() == '*') {
      out.push_back(star().node);
    } else {
      const std::string_view word = word_here();
      const std::uint32_t behind = at_ + static_cast<std::uint32_t>(word.size());
      std::uint32_t equals = behind;
      while (equals < text_.size() && text_[equals] == ' ') ++equals;
      if (!word.empty() && equals + 1 < text_.size() && text_[equals] == '=' && text_[equals + 1] != '=') {
        if (is_digit(word[0]) || (is_python_keyword(word) && !is_soft_keyword(word))) failed_ = true;
        at_ = equals + 1;
        const Plain value = expression();
        out.push_back(make(NodeKind::kKeyword, begin, value.end, word, {value.node}));
      } else {
        out.push_back(expression().node);
      }
    }
    skip();
    if (!failed_ && peek() != ')') expect(',');
  }
  --brackets_;
}

void PlainExpressions::items(char close, PlainNodes& out) {
  ++at_;
  ++brackets_;
  bool comma = false;
  while (!failed_ && !take(close)) {
    skip();
    out.push_back(peek() == '*' && peek(1) != '*' ? star().node : expression().node);
    comma = take(',');
    skip();
    if (!comma && peek() != close) failed_ = true;
  }
  trailing_comma_ = comma;
  --brackets_;
}

Plain PlainExpressions::atom() {
  skip();
  const std::uint32_t begin = at_;
  const char c = peek();
  if (failed_ || ++depth_ > kMaxPlainDepth) return fail();
  Plain out;
  if (c == '"' || c == '\'') {
    out = strings();
  } else if (c == '(') {
    out = parenthesized();
  } else if (c == '[') {
    PlainNodes parts;
    items(']', parts);
    out = bare(make(NodeKind::kList, begin, at_, "", parts));
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

Plain PlainExpressions::number() {
  const std::uint32_t begin = at_;
  while (is_digit(peek())) ++at_;
  const bool leading_zero = text_[begin] == '0' && at_ > begin + 1;
  const bool fraction = peek() == '.' && is_digit(peek(1));
  if (fraction)
    for (++at_; is_digit(peek());) ++at_;
  if (leading_zero || peek() == '.' || is_word_char(peek()) || static_cast<unsigned char>(peek()) >= 0x80)
    return fail();
  return bare(make(fraction ? NodeKind::kFloat : NodeKind::kInteger, begin, at_, text_.substr(begin, at_ - begin)));
}

Plain PlainExpressions::parenthesized() {
  const std::uint32_t begin = at_;
  PlainNodes parts;
  items(')', parts);
  if (failed_) return fail();
  if (parts.size() != 1 || trailing_comma_) return bare(make(NodeKind::kTuple, begin, at_, "", parts));
  if (parts[0]->kind == NodeKind::kStar) return fail();
  return {parts[0], begin, at_};
}

Plain PlainExpressions::dictionary() {
  const std::uint32_t begin = at_++;
  ++brackets_;
  PlainNodes parts;
  bool pairs = false, singles = false;
  while (!failed_ && !take('}')) {
    skip();
    if (peek() == '*') {
      if (peek(1) != '*') return fail();
      parts.push_back(star().node);
      pairs = true;
    } else {
      const Plain key = expression();
      if (take(':')) {
        const Plain value = expression();
        parts.push_back(make(NodeKind::kPair, key.begin, value.end, "", {key.node, value.node}));
        pairs = true;
      } else {
        parts.push_back(key.node);
        singles = true;
      }
    }
    skip();
    if (!failed_ && peek() != '}') expect(',');
  }
  --brackets_;
  if (pairs && singles) return fail();
  return bare(make(singles ? NodeKind::kSet : NodeKind::kDictionary, begin, at_, "", parts));
}

Plain PlainExpressions::strings() {
  const std::uint32_t begin = at_;
  std::uint32_t end = at_;
  NodeKind kind = NodeKind::kString;
  std::string_view first;
  std::string all;
  int count = 0;
  for (;;) {
    bool bytes = false;
    const std::string_view content = literal(bytes);
    if (failed_) return fail();
    end = at_;
    if (bytes) kind = NodeKind::kBytes;
    if (++count == 1) {
      first = content;
    } else {
      if (count == 2) all = first;
      all += content;
    }
    skip();
    std::uint32_t ahead = 0;
    while (ahead < 3 && is_word_char(peek(ahead))) ++ahead;
    if (peek(ahead) != '"' && peek(ahead) != '\'') break;
  }
  return bare(make(kind, begin, end, count == 1 ? first : keep(all)));
}

std::string_view PlainExpressions::literal(bool& bytes) {
  bool raw = false, known = true;
  int letters = 0;
  for (; is_word_char(peek()); ++at_, ++letters) {
    const char c = peek();
    raw = raw || c == 'r' || c == 'R';
    bytes = bytes || c == 'b' || c == 'B';
    known = known && (c == 'r' || c == 'R' || c == 'b' || c == 'B' || ((c == 'u' || c == 'U') && letters == 0));
  }
  if (!known || letters > (raw && bytes ? 2 : 1)) {
    failed_ = true;
    return {};
  }
  const char quote = peek();
  const std::uint32_t width = peek(1) == quote && peek(2) == quote ? 3 : 1;
  at_ += width;
  const std::uint32_t begin = at_;
  bool escapes = false;
  for (;; ++at_) {
    if (at_ >= text_.size()) break;
    const char c = text_[at_];
    if (c == '\\') {
      escapes = true;
      ++at_;
    } else if (c == quote && (width == 1 || (peek(1) == quote && peek(2) == quote))) {
      break;
    } else if (c == '\n' && width == 1) {
      failed_ = true;
      return {};
    }
  }
  if (at_ >= text_.size()) {
    at_ = static_cast<std::uint32_t>(text_.size());
    failed_ = true;
    return {};
  }
  const std::string_view content = text_.substr(begin, at_ - begin);
  at_ += width;
  return escapes ? keep(decode_string(content, raw, bytes)) : content;
}

}  // namespace si::python
