// What stands in brackets, of plain_expressions.h: arguments, parameters, subscripts, comprehensions.
#include "sources/python/plain_expressions.h"

namespace si::python {

void PlainExpressions::arguments(PlainNodes& out) {
  const std::uint32_t open = at_++;
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
        const Node* value = named().node;
        if (comprehension_comes()) {
          if (out.size() != 1) failed_ = true;
          out.push_back(comprehension(open, value, "generator", ')').node);
          return;
        }
        out.push_back(value);
      }
    }
    skip();
    if (!failed_ && peek() != ')') expect(',');
  }
  --brackets_;
}

bool PlainExpressions::items(char close, PlainNodes& out) {
  ++at_;
  ++brackets_;
  bool comma = false;
  while (!failed_ && !take(close)) {
    skip();
    out.push_back(peek() == '*' && peek(1) != '*' ? star().node : named().node);
    comma = take(',');
    skip();
    if (comma || peek() == close) continue;
    if (out.size() == 1 && comprehension_comes()) return true;
    failed_ = true;
  }
  trailing_comma_ = comma;
  --brackets_;
  return false;
}

void PlainExpressions::subscripts(PlainNodes& out) {
  ++at_;
  ++brackets_;
  while (!failed_ && !take(']')) {
    skip();
    out.push_back(peek() == '*' && peek(1) != '*' ? star().node : slice());
    skip();
    if (!failed_ && peek() != ']') expect(',');
  }
  --brackets_;
}

const Node* PlainExpressions::slice() {
  skip();
  const std::uint32_t begin = at_;
  PlainNodes bounds;
  int colons = 0;
  std::uint32_t end = at_;
  for (;;) {
    skip();
    if (peek() == ':') {
      end = ++at_;
      if (++colons > 2 || peek() == '=' || in_type_) failed_ = true;
    } else if (peek() == ',' || peek() == ']' || failed_ || static_cast<int>(bounds.size()) > colons) {
      break;
    } else {
      const Plain bound = expression();
      bounds.push_back(bound.node);
      end = bound.end;
      skip();
      if (peek() != ':') break;
    }
  }
  if (colons == 0) return bounds.empty() ? fail().node : bounds[0];
  return make(NodeKind::kSlice, begin, end, "", bounds);
}

bool PlainExpressions::comprehension_comes() {
  skip();
  const char c = peek();
  if (failed_ || (c != 'f' && c != 'a')) return false;
  const std::string_view word = word_here();
  return word == "for" || word == "async";
}

Plain PlainExpressions::comprehension(std::uint32_t begin, const Node* element, std::string_view what, char close) {
  PlainNodes parts{element};
  while (!failed_ && !take(close)) {
    skip();
    const std::uint32_t from = at_;
    if (parts.size() > 1 && take_word("if")) {
      const Plain test = disjunction();
      parts.push_back(make(NodeKind::kIfClause, from, test.end, "", {test.node}));
      continue;
    }
    take_word("async");
    if (!take_word("for")) return fail();
    const Plain target = loop_target();
    if (!take_word("in")) return fail();
    const Plain of = disjunction();
    parts.push_back(make(NodeKind::kForClause, from, of.end, "", {target.node, of.node}));
  }
  --brackets_;
  return bare(make(NodeKind::kComprehension, begin, at_, what, parts));
}

bool PlainExpressions::is_target(const Plain& target) {
  const NodeKind kind = target.node->kind;
  if (kind == NodeKind::kTuple || kind == NodeKind::kList)
    return std::all_of(target.node->nodes.begin(), target.node->nodes.end(), [](const Node* each) {
      return is_target({each, each->begin, each->end});
    });
  if (kind == NodeKind::kStar) return is_target({target.node->nodes[0], target.node->nodes[0]->begin, target.end});
  return target.bare() && (kind == NodeKind::kName || kind == NodeKind::kAttribute || kind == NodeKind::kSubscript);
}

Plain PlainExpressions::loop_target() {
  PlainNodes parts;
  skip();
  const std::uint32_t begin = at_;
  std::uint32_t end = at_;
  do {
    skip();
    if (failed_) return fail();
    Plain each;
    if (peek() == '*' && peek(1) != '*') {
      ++at_;
      const Plain inner = primary();
      each = bare(make(NodeKind::kStar, inner.begin - 1, inner.end, "", {inner.node}));
      if (text_[inner.begin - 1] != '*') return fail();
    } else {
      each = primary();
    }
    if (failed_ || !is_target(each)) return fail();
    parts.push_back(each.node);
    end = each.end;
  } while (take(','));
  if (parts.size() > 1) return bare(make(NodeKind::kTuple, begin, end, "", parts));
  return parts[0]->kind == NodeKind::kStar ? fail() : bare(parts[0]);
}

void PlainExpressions::parameters(char close, bool typed, PlainNodes& out) {
  while (!failed_ && !take(close)) {
    skip();
    const std::uint32_t from = at_;
    while (peek() == '*') ++at_;
    const bool stars = at_ > from;
    if (at_ > from + 2) failed_ = true;
    skip();
    if (peek() == '/' || (at_ == from + 1 && (peek() == ',' || peek() == close))) {
      if (!stars) ++at_;
    } else {
      if (stars && peek(0) == ' ') failed_ = true;
      name();
      const std::string_view called = text_.substr(from, at_ - from);
      const Node *of_type = nullptr, *value = nullptr;
      std::uint32_t end = at_;
      if (typed && take(':')) {
        const Plain annotation = type();
        of_type = annotation.node;
        end = annotation.end;
      }
      if (take('=')) {
        if (stars) failed_ = true;
        const Plain given = expression();
        value = given.node;
        end = given.end;
      }
      out.push_back(make(NodeKind::kParameter, from, end, called, {value, of_type}));
    }
    skip();
    if (!failed_ && peek() != close) expect(',');
  }
}

Plain PlainExpressions::list() {
  const std::uint32_t begin = at_;
  PlainNodes parts;
  if (items(']', parts)) return comprehension(begin, parts[0], "list", ']');
  return bare(make(NodeKind::kList, begin, at_, "", parts));
}

Plain PlainExpressions::parenthesized() {
  const std::uint32_t begin = at_;
  PlainNodes parts;
  if (text_.substr(at_ + 1, 5) == "yield" && !is_word_char(peek(6))) {
    at_ += 6;
    ++brackets_;
    const Plain value = yield();
    if (failed_ || !take(')')) return fail();
    --brackets_;
    return {value.node, begin, at_};
  }
  if (items(')', parts)) return comprehension(begin, parts[0], "generator", ')');
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
      if (comprehension_comes())
        return parts.size() == 1 ? comprehension(begin, parts[0], pairs ? "dict" : "set", '}') : fail();
    }
    skip();
    if (!failed_ && peek() != '}') expect(',');
  }
  --brackets_;
  if (pairs && singles) return fail();
  return bare(make(singles ? NodeKind::kSet : NodeKind::kDictionary, begin, at_, "", parts));
}

}  // namespace si::python
