// Numbers and strings of plain_expressions.h.
#include <string>

#include "sources/python/plain_expressions.h"
#include "sources/python/string_literal.h"
#include "support/strings.h"

namespace si::python {
Plain PlainExpressions::number() {
  const std::uint32_t begin = at_;
  const char kind = peek(1);
  bool fraction = false;
  if (peek() == '0' && (kind == 'x' || kind == 'o' || kind == 'b')) {
    const std::string_view digits = kind == 'x' ? "0123456789abcdefABCDEF" : kind == 'o' ? "01234567" : "01";
    for (at_ += 2; at_ < text_.size() && digits.find(peek()) != std::string_view::npos;) ++at_;
    if (at_ == begin + 2) return fail();
  } else {
    while (is_digit(peek()) || (peek() == '_' && is_digit(peek(1)))) ++at_;
    if (text_[begin] == '0' && at_ > begin + 1) return fail();
    fraction = peek() == '.' && is_digit(peek(1));
    if (fraction)
      for (++at_; is_digit(peek());) ++at_;
    const std::uint32_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
    if (peek() == 'e' && is_digit(peek(1 + sign))) {
      fraction = true;
      for (at_ += 1 + sign; is_digit(peek());) ++at_;
    }
  }
  if (peek() == '.' || is_word_char(peek()) || static_cast<unsigned char>(peek()) >= 0x80) return fail();
  return bare(make(fraction ? NodeKind::kFloat : NodeKind::kInteger, begin, at_, text_.substr(begin, at_ - begin)));
}

Plain PlainExpressions::strings() {
  const std::uint32_t begin = at_;
  std::uint32_t end = at_;
  bool bytes = false, formatted = false;
  PlainNodes parts;
  int count = 0;
  for (;;) {
    literal(parts, bytes, formatted);
    if (failed_) return fail();
    end = at_;
    ++count;
    skip();
    std::uint32_t ahead = 0;
    while (ahead < 3 && is_word_char(peek(ahead))) ++ahead;
    if (peek(ahead) != '"' && peek(ahead) != '\'') break;
  }
  if (formatted) return bare(make(NodeKind::kFormatted, begin, end, "", parts));
  const NodeKind kind = bytes ? NodeKind::kBytes : NodeKind::kString;
  if (count == 1) return bare(make(kind, begin, end, parts[0]->text));
  std::string all;
  for (const Node* part : parts) all += part->text;
  return bare(make(kind, begin, end, keep(all)));
}

void PlainExpressions::literal(PlainNodes& parts, bool& bytes, bool& formatted) {
  const std::uint32_t from = at_;
  bool raw = false, of_bytes = false, format = false, known = true;
  int letters = 0;
  for (; is_word_char(peek()); ++at_, ++letters) {
    const char c = peek();
    const bool r = c == 'r' || c == 'R', b = c == 'b' || c == 'B', f = c == 'f' || c == 'F';
    raw = raw || r;
    of_bytes = of_bytes || b;
    format = format || f;
    known = known && (r || b || f || ((c == 'u' || c == 'U') && letters == 0));
  }
  if (!known || letters > (raw && of_bytes != format ? 2 : 1)) {
    failed_ = true;
    return;
  }
  const char quote = peek();
  const std::uint32_t width = peek(1) == quote && peek(2) == quote ? 3 : 1;
  const std::string_view quotes = text_.substr(at_, width);
  at_ += width;
  if (format) {
    PlainNodes inner;
    formatted_parts(quotes, raw, inner);
    if (failed_) return;
    const bool any = std::any_of(inner.begin(), inner.end(),
                                 [](const Node* part) { return part->kind == NodeKind::kInterpolation; });
    formatted = formatted || any;
    if (any)
      parts.insert(parts.end(), inner.begin(), inner.end());
    else
      parts.push_back(make(NodeKind::kString, from, at_, inner.empty() ? std::string_view() : inner[0]->text));
    return;
  }
  const std::uint32_t begin = at_;
  bool escapes = false;
  for (;; ++at_) {
    if (at_ >= text_.size()) break;
    const char c = text_[at_];
    if (c == '\\') {
      escapes = true;
      at_ += peek(1) == '\r' ? 2 : 1;
    } else if (c == '\r') {
      escapes = true;
    } else if (c == quote && (width == 1 || text_.substr(at_, 3) == quotes)) {
      break;
    } else if (c == '\n' && width == 1) {
      failed_ = true;
      return;
    }
  }
  if (at_ >= text_.size()) {
    at_ = static_cast<std::uint32_t>(text_.size());
    failed_ = true;
    return;
  }
  const std::string_view content = text_.substr(begin, at_ - begin);
  at_ += width;
  bytes = bytes || of_bytes;
  parts.push_back(make(of_bytes ? NodeKind::kBytes : NodeKind::kString, from, at_,
                       escapes ? keep(decode_string(content, raw, of_bytes)) : content));
}

void PlainExpressions::formatted_parts(std::string_view quotes, bool raw, PlainNodes& parts) {
  bool escapes = false, doubled = false;
  std::uint32_t begin = at_;
  const auto end_text = [&] {
    if (at_ == begin) return;
    std::string_view content = text_.substr(begin, at_ - begin);
    if (doubled) content = keep(replace_all(replace_all(std::string(content), "{{", "{"), "}}", "}"));
    if (escapes) content = keep(decode_string(content, raw, false));
    parts.push_back(make(NodeKind::kString, begin, at_, content));
    escapes = doubled = false;
  };
  for (; !failed_;) {
    const char c = peek();
    if (at_ >= text_.size() || (c == '\n' && quotes.size() == 1)) {
      failed_ = true;
    } else if (c == '\\') {
      const char next = peek(1);
      if (next == '{' || next == '}' || next == 'N' || next == '\n' || next == '\r') failed_ = true;
      escapes = true;
      at_ = std::min(at_ + 2, static_cast<std::uint32_t>(text_.size()));
    } else if (text_.substr(at_).starts_with(quotes)) {
      end_text();
      at_ += static_cast<std::uint32_t>(quotes.size());
      return;
    } else if (c == '{' && peek(1) != '{') {
      end_text();
      parts.push_back(interpolation(quotes));
      begin = at_;
    } else if (c == '{' || c == '}') {
      if (peek(1) != c) {
        failed_ = true;
        return;
      }
      doubled = true;
      at_ += 2;
    } else {
      escapes = escapes || c == '\r';
      ++at_;
    }
  }
}

const Node* PlainExpressions::interpolation(std::string_view quotes) {
  const std::uint32_t begin = at_++;
  if (in_format_) return failed_ = true, nullptr;
  in_format_ = true;
  ++brackets_;
  const Plain value = expression();
  skip();
  if (failed_ || peek() == ',' || (peek() == '=' && peek(1) == '=')) return failed_ = true, nullptr;
  take('=');
  if (take('!')) {
    if (peek() != 'r' && peek() != 's' && peek() != 'a') return failed_ = true, nullptr;
    ++at_;
    skip();
  }
  if (peek() == ':') {
    if (peek(1) == '=') failed_ = true;
    for (++at_; !failed_ && at_ < text_.size() && peek() != '}'; ++at_) {
      if (peek() == '\n') failed_ = true;
      if (peek() != '{') continue;
      ++at_;
      expression();
      skip();
      if (peek() != '}') failed_ = true;
    }
  }
  expect('}');
  --brackets_;
  in_format_ = false;
  const std::string_view inner = text_.substr(begin, at_ - begin);
  if (failed_ || inner.find_first_of("#\\\n") != std::string_view::npos ||
      inner.find(quotes[0]) != std::string_view::npos)
    return failed_ = true, nullptr;
  return make(NodeKind::kInterpolation, begin, at_, trim(text_.substr(value.node->end, at_ - 1 - value.node->end)),
              {value.node});
}

}  // namespace si::python
