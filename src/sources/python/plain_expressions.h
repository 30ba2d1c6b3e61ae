// Reads the expressions of Python straight from their characters. It knows no errors: what it is not certain of makes
// failed_ true, and all it gave is worth nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "sources/python/syntax.h"
#include "support/word_chars.h"

namespace si::python {

// Words that begin a statement or have a meaning of their own in an expression; soft ones are names elsewhere.
bool is_python_keyword(std::string_view word);
bool is_soft_keyword(std::string_view word);

// An expression with its brackets, which its node is without.
struct Plain {
  const Node* node = nullptr;
  std::uint32_t begin = 0, end = 0;
  bool bare() const { return node->begin == begin && node->end == end; }
};

using PlainNodes = std::vector<const Node*>;

class PlainExpressions {
 protected:
  static constexpr int kMaxPlainDepth = 100;

  // `text` ends where reading ends; offsets count from its beginning.
  PlainExpressions(std::string_view text, std::size_t begin, std::pmr::memory_resource& memory)
      : text_(text), memory_(memory), at_(static_cast<std::uint32_t>(begin)) {}

  // ---- characters ----

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  char peek(std::uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  // Blanks and ends of lines that go on; within brackets also line ends and comments. A carriage return is a blank: it
  // stands before a line end alone.
  void skip() {
    for (;; ++at_) {
      const char c = peek();
      if (c == ' ' || c == '\r') continue;
      if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
        at_ += peek(1) == '\r' ? 2 : 1;
        continue;
      }
      if (c == '\n' && brackets_ > 0) continue;
      if (c == '#' && brackets_ > 0) {
        const std::size_t line_end = text_.find('\n', at_);
        at_ = static_cast<std::uint32_t>(std::min(line_end, text_.size()) - 1);
        continue;
      }
      if (c == '\t' && brackets_ > 0) continue;
      return;
    }
  }

  bool take(char c) {
    skip();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) failed_ = true;
  }
  std::string_view word_here() {
    skip();
    if (at_ >= text_.size()) return {};
    std::uint32_t end = at_;
    while (end < text_.size() && is_word_char(text_[end])) ++end;
    if (end < text_.size() && static_cast<unsigned char>(text_[end]) >= 0x80) failed_ = true;
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    if (word_here() != word) return false;
    at_ += static_cast<std::uint32_t>(word.size());
    return true;
  }
  // ---- nodes ----

  const Node* make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::string_view text,
                   std::span<const Node* const> nodes) {
    const Node** array = nullptr;
    if (!nodes.empty()) {
      array = std::pmr::polymorphic_allocator<const Node*>(&memory_).allocate(nodes.size());
      std::copy(nodes.begin(), nodes.end(), array);
    }
    Node* node = static_cast<Node*>(memory_.allocate(sizeof(Node), alignof(Node)));
    return new (node) Node{kind, from, to, text, {array, nodes.size()}};
  }
  template <std::size_t N>
  const Node* make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::string_view text,
                   const Node* const (&nodes)[N]) {
    return make(kind, from, to, text, std::span<const Node* const>(nodes, N));
  }
  const Node* make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::string_view text = {}) {
    return make(kind, from, to, text, std::span<const Node* const>());
  }
  Plain bare(const Node* node) const { return {node, node->begin, node->end}; }
  Plain fail() {
    failed_ = true;
    return bare(&nothing_);
  }
  std::string_view keep(std::string_view text) {
    char* copy = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
  }

  // ---- expressions ----

  // An operator of two operands; level 0 binds least.
  struct Operator {
    std::uint32_t length = 0;  // 0: none
    int level = 0;
  };

  Plain expression();
  // Also `a := b`.
  Plain named();
  Plain type();
  Plain lambda();
  // Behind the word; and what it gives.
  Plain yield();
  Plain disjunction();
  Plain conjunction();
  Plain inversion();
  std::string_view comparison_operator();
  Plain comparison();
  Operator operator_here();
  Plain binary(int level);
  // With the operator that stands here.
  Plain operation(const Plain& left, const Operator& op);
  // `List[int]`, which the grammar has a rule of its own for in annotations.
  static bool is_generic(const Plain& value);
  Plain union_of(Plain left);
  Plain unary();
  Plain power();
  Plain awaited();
  Plain primary();
  // A name; soft keywords are names, too.
  std::string_view name();
  Plain star();
  // `a`, `a.b, *c`, `(d, e)`: what stands behind `for`.
  Plain loop_target();
  static bool is_target(const Plain& target);
  // `a, *b=c, d: e` up to `close`, which is taken; annotations only where `typed`.
  void parameters(char close, bool typed, PlainNodes& out);
  // `(a, *b, c=d)`
  void arguments(PlainNodes& out);
  // From the opening bracket on: expressions up to the closing one, which is taken. True: it has stopped before the
  // clauses of a comprehension.
  bool items(char close, PlainNodes& out);
  // `[a, b:c]`
  void subscripts(PlainNodes& out);
  const Node* slice();
  // Whether the clauses of a comprehension come.
  bool comprehension_comes();
  // From its element on, up to the closing bracket, which is taken.
  Plain comprehension(std::uint32_t begin, const Node* element, std::string_view what, char close);
  Plain atom();
  Plain word();
  Plain list();
  Plain parenthesized();
  // Also sets.
  Plain dictionary();
  Plain number();

  // ---- strings ----

  // Literals that stand side by side are one.
  Plain strings();
  // What a literal is made of: one part, unless it is formatted.
  void literal(PlainNodes& parts, bool& bytes, bool& formatted);
  // Behind the opening quotes of a formatted literal; takes the closing ones.
  void formatted_parts(std::string_view quotes, bool raw, PlainNodes& parts);
  const Node* interpolation(std::string_view quotes);

  static constexpr Node nothing_{};
  std::string_view text_;  // up to the end of what is read
  std::pmr::memory_resource& memory_;
  std::uint32_t at_;
  int brackets_ = 0, depth_ = 0;
  bool failed_ = false;
  bool in_type_ = false;         // in an annotation, where the grammar expects a type
  bool in_format_ = false;       // in the braces of a formatted literal
  bool trailing_comma_ = false;  // of the brackets before
};

}  // namespace si::python
