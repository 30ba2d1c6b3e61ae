// Statement by statement, by the indentation of their lines. At the first thing that is not certain (a comment that may
// belong to the block before, `match`, several statements in a line …) it gives up, and the grammar takes over.
#include "sources/python/plain_reader.h"

#include <algorithm>
#include <string_view>

#include "sources/python/plain_expressions.h"

namespace si::python {
namespace {

using Nodes = PlainNodes;

class PlainReader : private PlainExpressions {
 public:
  PlainReader(const Document& document, std::size_t begin, std::size_t end, std::pmr::memory_resource& memory)
      : PlainExpressions(document.content().substr(0, end), begin, memory) {}

  bool read(Nodes& out) {
    const std::size_t before = out.size();
    next_line();
    while (!failed_ && at_ < text_.size()) {
      if (indent_ != 0) {
        failed_ = true;
      } else {
        statement(out);
      }
    }
    if (failed_) out.resize(before);
    return !failed_;
  }

 private:
  // ---- lines ----

  // To the next line that holds code: its indentation is indent_, or 0 at the end. Comments that the grammar may count
  // to the block before are not plain.
  void next_line() {
    std::uint32_t deepest_comment = 0;
    bool any = false;
    for (;;) {
      const std::uint32_t line = at_;
      while (peek() == ' ') ++at_;
      const char c = peek();
      if (c == '#') {
        deepest_comment = std::max(deepest_comment, at_ - line);
        any = true;
        const std::size_t line_end = text_.find('\n', at_);
        at_ = static_cast<std::uint32_t>(std::min(line_end, text_.size()));
      }
      if (at_ >= text_.size()) {
        indent_ = 0;
        break;
      }
      if (peek() == '\n') {
        ++at_;
        continue;
      }
      if (c == '\t' || c == '\f' || c == '\\') failed_ = true;
      indent_ = at_ - line;
      break;
    }
    if (any && deepest_comment > indent_) failed_ = true;
    comments_before_ = any;
  }

  // Behind a simple statement: the rest of its line.
  void end_line() {
    skip();
    comment_behind_ = peek() == '#';
    if (comment_behind_) {
      const std::size_t line_end = text_.find('\n', at_);
      at_ = static_cast<std::uint32_t>(std::min(line_end, text_.size()));
    }
    if (at_ < text_.size() && peek() != '\n') failed_ = true;
    if (failed_) return;
    if (at_ < text_.size()) ++at_;
    next_line();
  }

  // ---- simple statements ----

  // `a, b` without brackets is a tuple; a comma at its end is not plain.
  Plain expressions() {
    const Plain first = starred();
    skip();
    if (failed_ || peek() != ',') return first.node->kind == NodeKind::kStar ? fail() : first;
    Nodes parts{first.node};
    std::uint32_t end = first.end;
    while (!failed_ && take(',')) {
      const Plain next = starred();
      parts.push_back(next.node);
      end = next.end;
    }
    return bare(make(NodeKind::kTuple, first.begin, end, "", parts));
  }
  Plain starred() {
    skip();
    return peek() == '*' && peek(1) != '*' ? bare(star().node) : expression();
  }

  bool at_end_of_statement() {
    skip();
    return at_ >= text_.size() || peek() == '\n' || peek() == '#';
  }

  const Node* expression_statement() {
    const Plain left = expressions();
    skip();
    if (failed_) return nullptr;
    if (peek() == '=' && peek(1) != '=') return assignment(left);
    if (peek() == ':') return annotated(left);
    static constexpr std::string_view kOperators[] = {"**", "//", ">>", "<<", "+", "-", "*",
                                                      "/",  "%",  "@",  "&",  "|", "^"};
    for (const std::string_view op : kOperators) {
      if (text_.substr(at_, op.size()) != op || peek(static_cast<std::uint32_t>(op.size())) != '=') continue;
      const std::string_view written = text_.substr(at_, op.size());
      at_ += static_cast<std::uint32_t>(op.size()) + 1;
      const Plain right = expressions();
      const bool target =
          left.node != nullptr && (left.node->kind == NodeKind::kName || left.node->kind == NodeKind::kAttribute ||
                                   left.node->kind == NodeKind::kSubscript);
      if (!target) failed_ = true;
      return make(NodeKind::kAugmented, left.begin, right.end, written, {left.node, right.node});
    }
    return make(NodeKind::kExpression, left.begin, left.end, "", {left.node});
  }
  const Node* assignment(const Plain& target) {
    Nodes parts{target.node};
    std::uint32_t end = target.end;
    if (!is_target(target)) failed_ = true;
    while (!failed_ && take('=')) {
      const Plain next = expressions();
      parts.push_back(next.node);
      end = next.end;
      skip();
      if (peek() == '=' && !is_target(next)) failed_ = true;
    }
    return make(NodeKind::kAssign, target.begin, end, "", parts);
  }
  const Node* annotated(const Plain& target) {
    const NodeKind kind = target.node->kind;
    if (!target.bare() || (kind != NodeKind::kName && kind != NodeKind::kAttribute)) failed_ = true;
    ++at_;
    const Plain annotation = type();
    std::uint32_t end = annotation.end;
    const Node* value = nullptr;
    if (take('=')) {
      const Plain right = expressions();
      value = right.node;
      end = right.end;
    }
    return make(NodeKind::kAnnotated, target.begin, end, "", {target.node, annotation.node, value});
  }
  static bool is_target(const Plain& target) {
    const NodeKind kind = target.node->kind;
    if (kind == NodeKind::kTuple || kind == NodeKind::kList)
      return std::all_of(target.node->nodes.begin(), target.node->nodes.end(), [](const Node* each) {
        return is_target({each, each->begin, each->end});
      });
    if (kind == NodeKind::kStar) return is_target({target.node->nodes[0], target.node->nodes[0]->begin, target.end});
    return target.bare() && (kind == NodeKind::kName || kind == NodeKind::kAttribute || kind == NodeKind::kSubscript);
  }

  // Keyword, then expressions, each a child.
  const Node* with_expressions(NodeKind kind, std::uint32_t begin, std::size_t keyword) {
    at_ += static_cast<std::uint32_t>(keyword);
    std::uint32_t end = at_;
    Nodes parts;
    if (!at_end_of_statement()) {
      const Plain value = expressions();
      parts.push_back(value.node);
      end = value.end;
    }
    if (kind == NodeKind::kReturn && parts.empty()) parts.push_back(nullptr);
    if (kind == NodeKind::kRaise && !parts.empty() && take_word("from")) {
      const Plain cause = expression();
      parts.push_back(cause.node);
      end = cause.end;
    }
    return make(kind, begin, end, "", parts);
  }

  std::string_view dotted_name() {
    skip();
    const std::uint32_t begin = at_;
    name();
    while (!failed_ && peek() == '.') {
      ++at_;
      if (peek() == ' ') failed_ = true;
      name();
    }
    return text_.substr(begin, at_ - begin);
  }
  const Node* alias() {
    skip();
    const std::uint32_t begin = at_;
    const std::string_view imported = dotted_name();
    const Node* as = nullptr;
    std::uint32_t end = at_;
    if (take_word("as")) {
      skip();
      const std::uint32_t at = at_;
      const std::string_view given = name();
      as = make(NodeKind::kName, at, at_, given);
      end = at_;
    }
    return make(NodeKind::kAlias, begin, end, imported, {as});
  }
  const Node* import(std::uint32_t begin) {
    at_ += 6;
    Nodes parts;
    do {
      parts.push_back(alias());
    } while (!failed_ && take(','));
    return make(NodeKind::kImport, begin, parts.back()->end, "", parts);
  }
  const Node* import_from(std::uint32_t begin) {
    at_ += 4;
    skip();
    const std::uint32_t from = at_;
    while (peek() == '.') ++at_;
    if (is_word_char(peek())) dotted_name();
    const std::string_view module = text_.substr(from, at_ - from);
    if (module.empty() || module == "__future__" || !take_word("import")) return failed_ = true, nullptr;
    Nodes parts;
    skip();
    if (peek() == '*') {
      ++at_;
      parts.push_back(make(NodeKind::kAlias, at_ - 1, at_, "*", {nullptr}));
      return make(NodeKind::kImportFrom, begin, at_, module, parts);
    }
    const bool brackets = take('(');
    brackets_ += brackets ? 1 : 0;
    do {
      skip();
      if (brackets && !parts.empty() && peek() == ')') break;
      parts.push_back(alias());
    } while (!failed_ && take(','));
    std::uint32_t end = parts.back()->end;
    if (brackets) {
      expect(')');
      --brackets_;
      end = at_;
    }
    return make(NodeKind::kImportFrom, begin, end, module, parts);
  }

  // A statement of one line; null with failed_ clear: it is nothing (`pass`).
  const Node* simple(std::string_view word, std::uint32_t begin) {
    if (!is_python_keyword(word) || word == "None" || word == "True" || word == "False" || word == "not" ||
        word == "await")
      return expression_statement();
    if (word == "return") return with_expressions(NodeKind::kReturn, begin, word.size());
    if (word == "raise") return with_expressions(NodeKind::kRaise, begin, word.size());
    if (word == "del") return with_expressions(NodeKind::kDelete, begin, word.size());
    if (word == "import") return import(begin);
    if (word == "from") return import_from(begin);
    if (word == "pass") {
      at_ += 4;
      return nullptr;
    }
    if (word == "break" || word == "continue") {
      at_ += static_cast<std::uint32_t>(word.size());
      return make(NodeKind::kOther, begin, at_);
    }
    failed_ = true;
    return nullptr;
  }

  // ---- statements with blocks ----

  // Behind the colon.
  const Node* block() {
    const std::uint32_t outer = indent_;
    skip();
    if (peek() != '\n') return failed_ = true, nullptr;
    ++at_;
    next_line();
    if (failed_ || comments_before_ || indent_ <= outer || at_ >= text_.size()) return failed_ = true, nullptr;
    const std::uint32_t inner = indent_, begin = at_;
    Nodes statements;
    while (!failed_ && at_ < text_.size() && indent_ == inner) statement(statements);
    // Where nothing but `pass` stands, or a comment ends it, the grammar has a place of its own for its end.
    if (failed_ || statements.empty() || passed_ || comment_behind_ || (indent_ > outer && at_ < text_.size()))
      return failed_ = true, nullptr;
    return make(NodeKind::kBlock, begin, last_end_, "", statements);
  }

  const Node* colon_block() {
    expect(':');
    return failed_ ? nullptr : block();
  }

  void statement(Nodes& out) {
    if (failed_ || ++depth_ > kMaxPlainDepth) {
      failed_ = true;
      return;
    }
    const std::uint32_t begin = at_;
    const std::string_view word = word_here();
    passed_ = false;
    if (peek() == '@') {
      decorated(out);
    } else if (word == "def" || word == "async") {
      out.push_back(function({}));
    } else if (word == "class") {
      out.push_back(class_definition({}));
    } else if (word == "if") {
      at_ += 2;
      out.push_back(conditional(begin, true));
    } else if (word == "for" || word == "while") {
      out.push_back(loop(word, begin));
    } else if (word == "with" || word == "try" ||
               (is_soft_keyword(word) && peek(static_cast<std::uint32_t>(word.size())) != '(')) {
      failed_ = true;
    } else {
      const Node* made = simple(word, begin);
      passed_ = made == nullptr;
      if (made != nullptr) {
        out.push_back(made);
        last_end_ = made->end;
      }
      end_line();
    }
    --depth_;
  }

  void decorated(Nodes& out) {
    Nodes decorators;
    const std::uint32_t outer = indent_;
    while (!failed_ && peek() == '@') {
      ++at_;
      decorators.push_back(expression().node);
      end_line();
      if (indent_ != outer || comments_before_ || comment_behind_) failed_ = true;
    }
    const std::string_view word = word_here();
    if (failed_ || (word != "def" && word != "async" && word != "class")) {
      failed_ = true;
      return;
    }
    out.push_back(word == "class" ? class_definition(decorators) : function(decorators));
  }

  const Node* function(const Nodes& decorators) {
    const std::uint32_t begin = at_;
    take_word("async");
    if (!take_word("def")) return failed_ = true, nullptr;
    skip();
    const std::string_view called = name();
    const Node* list = parameters();
    const Node* returns = nullptr;
    skip();
    if (!failed_ && peek() == '-' && peek(1) == '>') {
      at_ += 2;
      returns = type().node;
    }
    const Node* body = colon_block();
    if (failed_) return nullptr;
    Nodes parts{list, body, returns};
    parts.insert(parts.end(), decorators.begin(), decorators.end());
    return make(NodeKind::kFunction, begin, body->end, called, parts);
  }

  const Node* parameters() {
    skip();
    const std::uint32_t begin = at_;
    expect('(');
    ++brackets_;
    Nodes out;
    while (!failed_ && !take(')')) {
      skip();
      const std::uint32_t from = at_;
      while (peek() == '*') ++at_;
      const bool stars = at_ > from;
      if (at_ > from + 2) failed_ = true;
      skip();
      if (peek() == '/' || (stars && (peek() == ',' || peek() == ')'))) {
        if (!stars) ++at_;
      } else {
        if (stars && peek(0) == ' ') failed_ = true;
        name();
        const std::string_view called = text_.substr(from, at_ - from);
        const Node *of_type = nullptr, *value = nullptr;
        std::uint32_t end = at_;
        if (take(':')) {
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
      if (!failed_ && peek() != ')') expect(',');
    }
    --brackets_;
    return make(NodeKind::kParameters, begin, at_, "", out);
  }

  const Node* class_definition(const Nodes& decorators) {
    const std::uint32_t begin = at_;
    take_word("class");
    skip();
    const std::uint32_t at = at_;
    const std::string_view called = name();
    const std::uint32_t behind = at_;
    Nodes bases{make(NodeKind::kName, at, behind, called)};
    skip();
    if (!failed_ && peek() == '(') arguments(bases);
    const Node* body = colon_block();
    if (failed_) return nullptr;
    Nodes parts{make(NodeKind::kCall, at, behind, "", bases), body};
    parts.insert(parts.end(), decorators.begin(), decorators.end());
    return make(NodeKind::kClass, begin, body->end, called, parts);
  }

  // Behind `if` or `elif`. An `elif` ends with its own block, an `if` with the last one.
  const Node* conditional(std::uint32_t begin, bool first) {
    const std::uint32_t outer = indent_;
    const Plain test = expression();
    const Node* body = colon_block();
    if (failed_ || ++depth_ > kMaxPlainDepth) return failed_ = true, nullptr;
    const Node* otherwise = nullptr;
    if (at_ < text_.size() && indent_ == outer && peek() == 'e') {
      if (comments_before_) return failed_ = true, nullptr;
      const std::uint32_t clause = at_;
      if (take_word("elif")) {
        otherwise = conditional(clause, false);
      } else if (take_word("else")) {
        otherwise = colon_block();
      }
    }
    --depth_;
    if (failed_) return nullptr;
    return make(NodeKind::kIf, begin, first ? last_end_ : body->end, "", {test.node, body, otherwise});
  }

  const Node* loop(std::string_view word, std::uint32_t begin) {
    const std::uint32_t outer = indent_;
    at_ += static_cast<std::uint32_t>(word.size());
    const Node *target = nullptr, *value = nullptr;
    if (word == "for") {
      target = loop_target();
      if (!take_word("in")) return failed_ = true, nullptr;
      value = expressions().node;
    } else {
      value = expression().node;
    }
    const Node* body = colon_block();
    if (failed_ || (at_ < text_.size() && indent_ == outer && word_here() == "else")) return failed_ = true, nullptr;
    if (word == "for") return make(NodeKind::kFor, begin, body->end, "", {target, value, body});
    return make(NodeKind::kWhile, begin, body->end, "", {value, body});
  }
  // Names, and tuples of names.
  const Node* loop_target() {
    Nodes parts;
    skip();
    const std::uint32_t begin = at_;
    do {
      skip();
      const std::uint32_t at = at_;
      const std::string_view called = name();
      parts.push_back(make(NodeKind::kName, at, at_, called));
    } while (!failed_ && take(','));
    if (parts.size() == 1) return parts[0];
    return make(NodeKind::kTuple, begin, parts.back()->end, "", parts);
  }

  std::uint32_t indent_ = 0;      // of the line at hand
  std::uint32_t last_end_ = 0;    // of the statement before
  bool passed_ = false;           // the statement before was a `pass`
  bool comment_behind_ = false;   // on the line of the statement before
  bool comments_before_ = false;  // between it and the line at hand
};

}  // namespace

bool read_plain_statements(const Document& document, std::size_t begin, std::size_t end,
                           std::pmr::memory_resource& memory, std::vector<const Node*>& out) {
  const std::string_view text = document.content().substr(begin, end - begin);
  if (text.find('\r') != std::string_view::npos || text.find('\0') != std::string_view::npos) return false;
  return PlainReader(document, begin, end, memory).read(out);
}

}  // namespace si::python
