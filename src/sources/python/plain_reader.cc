// Statement by statement, by the indentation of their lines. At the first thing that is not certain (`match`, tabs, a
// string that does not end …) it gives up, and the grammar takes over.
#include "sources/python/plain_reader.h"

#include <algorithm>
#include <string_view>

#include "sources/python/plain_expressions.h"

namespace si::python {
namespace {

using Nodes = PlainNodes;

class PlainReader : private PlainExpressions {
 public:
  PlainReader(const Document& document, std::size_t begin, std::size_t end, std::pmr::memory_resource& memory,
              LeftOut* left_out)
      : PlainExpressions(document.content().substr(0, end), begin, memory), document_(document), left_out_(left_out) {}

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

  struct Comment {
    std::uint32_t indent = 0, end = 0;
  };

  std::uint32_t line_end() const { return static_cast<std::uint32_t>(std::min(text_.find('\n', at_), text_.size())); }

  // To the next line that holds code: its indentation is indent_, or 0 at the end. The comments on the way are
  // comments_, in order, until a block takes them.
  void next_line() {
    comments_.clear();
    taken_ = 0;
    for (;;) {
      const std::uint32_t line = at_;
      while (peek() == ' ') ++at_;
      const char c = peek();
      if (c == '#') {
        const std::uint32_t indent = at_ - line;
        at_ = line_end();
        comments_.push_back({indent, at_});
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
  }

  // Behind a simple statement or a header: the rest of its line, up to its end. True: there is a comment.
  bool rest_of_line() {
    skip();
    const bool comment = peek() == '#';
    if (comment) at_ = line_end();
    if (at_ < text_.size() && peek() != '\n') failed_ = true;
    return comment;
  }
  void end_line() {
    if (rest_of_line()) reach_ = at_;
    if (failed_) return;
    if (at_ < text_.size()) ++at_;
    next_line();
  }

  // ---- simple statements ----

  // `a, b` without brackets is a tuple.
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

  // The right side of an assignment.
  Plain given() {
    skip();
    if (peek() != 'y' || !take_word("yield")) return expressions();
    return yield();
  }

  bool at_end_of_statement() {
    skip();
    return at_ >= text_.size() || peek() == '\n' || peek() == '#' || peek() == ';';
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
      const Plain right = given();
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
    const std::string_view written = text_.substr(target.begin, target.end - target.begin);
    if (!is_target(target) || written.find("await") != std::string_view::npos) failed_ = true;
    while (!failed_ && take('=')) {
      const Plain next = given();
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
      const Plain right = given();
      value = right.node;
      end = right.end;
    }
    return make(NodeKind::kAnnotated, target.begin, end, "", {target.node, annotation.node, value});
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
    if (kind == NodeKind::kDelete && parts.empty()) failed_ = true;
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
    if (module.empty() || !take_word("import")) return failed_ = true, nullptr;
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

  // `assert a, b`
  const Node* assertion(std::uint32_t begin) {
    at_ += 6;
    const Plain test = expression();
    if (!take(',')) return make(NodeKind::kOther, begin, test.end, "", {test.node});
    const Plain message = expression();
    return make(NodeKind::kOther, begin, message.end, "", {test.node, message.node});
  }

  // `global a, b`
  const Node* names(std::uint32_t begin, std::size_t keyword) {
    at_ += static_cast<std::uint32_t>(keyword);
    Nodes parts;
    do {
      skip();
      const std::uint32_t at = at_;
      const std::string_view called = name();
      parts.push_back(make(NodeKind::kName, at, at_, called));
    } while (!failed_ && take(','));
    return make(NodeKind::kGlobal, begin, parts.back()->end, "", parts);
  }

  // A statement of one line; null with failed_ clear: it is nothing (`pass`).
  const Node* simple(std::string_view word, std::uint32_t begin) {
    if (!is_python_keyword(word) || word == "None" || word == "True" || word == "False" || word == "not" ||
        word == "await" || word == "lambda" || is_soft_keyword(word))
      return expression_statement();
    if (word == "return") return with_expressions(NodeKind::kReturn, begin, word.size());
    if (word == "raise") return with_expressions(NodeKind::kRaise, begin, word.size());
    if (word == "del") return with_expressions(NodeKind::kDelete, begin, word.size());
    if (word == "import") return import(begin);
    if (word == "from") {
      const Node* made = import_from(begin);
      return failed_ || made->text != "__future__" ? made : nullptr;
    }
    if (word == "assert") return assertion(begin);
    if (word == "global" || word == "nonlocal") return names(begin, word.size());
    if (word == "yield") {
      at_ += 5;
      const Plain value = yield();
      return make(NodeKind::kExpression, value.begin, value.end, "", {value.node});
    }
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
  // Those of one line.
  void simple_statements(std::string_view word, Nodes& out) {
    for (;;) {
      const Node* made = simple(word, at_);
      if (failed_) return;
      reach_ = made != nullptr ? made->end : at_;
      if (made != nullptr) out.push_back(made);
      if (!take(';')) break;
      if (at_end_of_statement()) failed_ = true;
      word = word_here();
      if (begins_block(word)) failed_ = true;
    }
    end_line();
  }
  static bool begins_block(std::string_view word) {
    return word == "def" || word == "async" || word == "class" || word == "if" || word == "for" || word == "while" ||
           word == "with" || word == "try";
  }

  // ---- statements with blocks ----

  // Behind the colon. To a block belong the comments behind its last line, up to one that stands further left.
  const Node* block() {
    const std::uint32_t outer = indent_;
    Nodes statements;
    skip();
    if (peek() != '\n' && peek() != '#') {
      const std::uint32_t begin = at_;
      const std::string_view word = word_here();
      if (begins_block(word) || peek() == '@' || is_soft_statement(word)) failed_ = true;
      if (!failed_) simple_statements(word, statements);
      return failed_ ? nullptr : make(NodeKind::kBlock, begin, reach_, "", statements);
    }
    rest_of_line();
    if (at_ >= text_.size()) failed_ = true;
    if (failed_) return nullptr;
    ++at_;
    next_line();
    if (failed_ || indent_ <= outer || at_ >= text_.size()) return failed_ = true, nullptr;
    const std::uint32_t inner = indent_, begin = at_;
    while (!failed_ && at_ < text_.size() && indent_ == inner) statement(statements);
    if (failed_ || (indent_ > outer && at_ < text_.size())) return failed_ = true, nullptr;
    for (; taken_ < comments_.size() && comments_[taken_].indent >= inner; ++taken_) reach_ = comments_[taken_].end;
    return make(NodeKind::kBlock, begin, reach_, "", statements);
  }

  const Node* colon_block() {
    expect(':');
    return failed_ ? nullptr : block();
  }

  // Whether `match` or `type` may begin a statement of its own here.
  bool is_soft_statement(std::string_view word) {
    if (!is_soft_keyword(word)) return false;
    std::uint32_t behind = static_cast<std::uint32_t>(word.size());
    if (peek(behind) == '(' || peek(behind) == '.') return false;
    while (peek(behind) == ' ') ++behind;
    const char c = peek(behind);
    return (word != "type" && word != "match") || (c != '=' && c != ':');
  }

  void statement(Nodes& out) {
    if (failed_ || ++depth_ > kMaxPlainDepth) {
      failed_ = true;
      return;
    }
    const std::uint32_t begin = at_;
    std::string_view word = word_here();
    if (word == "async") {
      at_ += 5;
      skip();
      word = word_here();
      if (word != "def" && word != "for" && word != "with") failed_ = true;
    }
    const std::uint32_t at = at_;
    if (peek() == '@') {
      decorated(out);
    } else if (word == "def") {
      out.push_back(function(begin, {}));
    } else if (word == "class") {
      out.push_back(class_definition({}));
    } else if (word == "if") {
      at_ += 2;
      out.push_back(conditional(begin, true));
    } else if (word == "for" || word == "while") {
      out.push_back(loop(word, begin));
    } else if (word == "with") {
      out.push_back(with(begin));
    } else if (word == "try") {
      out.push_back(attempt(begin));
    } else if (at != begin || is_soft_statement(word)) {
      failed_ = true;
    } else {
      simple_statements(word, out);
    }
    --depth_;
  }

  void decorated(Nodes& out) {
    Nodes decorators;
    const std::uint32_t outer = indent_;
    while (!failed_ && peek() == '@') {
      ++at_;
      decorators.push_back(named().node);
      end_line();
      if (indent_ != outer) failed_ = true;
    }
    const std::uint32_t begin = at_;
    const std::string_view word = word_here();
    if (failed_ || (word != "def" && word != "async" && word != "class")) {
      failed_ = true;
      return;
    }
    if (word == "async") at_ += 5;
    out.push_back(word == "class" ? class_definition(decorators) : function(begin, decorators));
  }

  // From `def` on.
  const Node* function(std::uint32_t begin, const Nodes& decorators) {
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
    const FunctionBody* later = left_out_ != nullptr ? left_out_->of(begin) : nullptr;
    const Node* body = later != nullptr ? left_out_block(*later) : colon_block();
    if (failed_) return nullptr;
    Nodes parts{list, body, returns};
    parts.insert(parts.end(), decorators.begin(), decorators.end());
    return make(NodeKind::kFunction, begin, body->end, called, parts);
  }

  const Node* left_out_block(const FunctionBody& body) {
    expect(':');
    rest_of_line();
    if (failed_ || at_ + 1 != body.begin) return failed_ = true, nullptr;
    at_ = static_cast<std::uint32_t>(body.end);
    const Node* block = left_out_->block(body, document_, memory_);
    reach_ = block->end;
    next_line();
    return block;
  }

  const Node* parameters() {
    skip();
    const std::uint32_t begin = at_;
    Nodes out;
    expect('(');
    ++brackets_;
    PlainExpressions::parameters(')', true, out);
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
    const Plain test = named();
    const Node* body = colon_block();
    if (failed_ || ++depth_ > kMaxPlainDepth) return failed_ = true, nullptr;
    const Node* otherwise = nullptr;
    if (at_ < text_.size() && indent_ == outer && peek() == 'e') {
      const std::uint32_t clause = at_;
      if (take_word("elif")) {
        otherwise = conditional(clause, false);
      } else if (take_word("else")) {
        otherwise = colon_block();
      }
    }
    --depth_;
    if (failed_) return nullptr;
    return make(NodeKind::kIf, begin, first ? reach_ : body->end, "", {test.node, body, otherwise});
  }

  // What stands in the `else` of a loop runs after its body.
  const Node* loop(std::string_view word, std::uint32_t begin) {
    const std::uint32_t outer = indent_;
    at_ += static_cast<std::uint32_t>(word.size());
    const Node *target = nullptr, *value = nullptr;
    if (word == "for") {
      target = loop_target().node;
      if (!take_word("in")) return failed_ = true, nullptr;
      value = expressions().node;
    } else {
      value = named().node;
    }
    const Node* body = colon_block();
    if (!failed_ && at_ < text_.size() && indent_ == outer && peek() == 'e' && take_word("else")) {
      const Node* otherwise = colon_block();
      if (failed_) return nullptr;
      Nodes statements(body->nodes.begin(), body->nodes.end());
      statements.insert(statements.end(), otherwise->nodes.begin(), otherwise->nodes.end());
      body = make(NodeKind::kBlock, body->begin, body->end, "", statements);
    }
    if (failed_) return nullptr;
    if (word == "for") return make(NodeKind::kFor, begin, reach_, "", {target, value, body});
    return make(NodeKind::kWhile, begin, reach_, "", {value, body});
  }

  // `with a as b, c:`
  const Node* with(std::uint32_t begin) {
    at_ += 4;
    Nodes parts{nullptr};
    do {
      const Plain value = expression();
      if (failed_ || value.node->kind == NodeKind::kTuple) return failed_ = true, nullptr;
      if (!take_word("as")) {
        parts.push_back(value.node);
        continue;
      }
      skip();
      const Plain target = primary();
      if (failed_ || !is_target(target)) return failed_ = true, nullptr;
      parts.push_back(make(NodeKind::kAssign, value.begin, target.end, "", {target.node, value.node}));
    } while (take(','));
    parts[0] = colon_block();
    return failed_ ? nullptr : make(NodeKind::kWith, begin, parts[0]->end, "", parts);
  }

  // `else` and `finally` run after the body.
  const Node* attempt(std::uint32_t begin) {
    const std::uint32_t outer = indent_;
    at_ += 3;
    const Node* body = colon_block();
    if (failed_) return nullptr;
    Nodes parts{nullptr}, statements(body->nodes.begin(), body->nodes.end());
    bool any = false, otherwise = false, last = false;
    while (!failed_ && !last && at_ < text_.size() && indent_ == outer) {
      const bool except = !otherwise && take_word("except");
      if (!except) {
        otherwise = any && !otherwise && take_word("else");
        last = !otherwise && take_word("finally");
        if (!otherwise && !last) break;
      }
      any = true;
      if (skip(); except && peek() != ':') {
        expression();
        if (take_word("as")) {
          skip();
          name();
        }
      }
      const Node* clause = colon_block();
      if (failed_) return nullptr;
      if (except)
        parts.push_back(clause);
      else
        statements.insert(statements.end(), clause->nodes.begin(), clause->nodes.end());
    }
    if (!any || failed_) return failed_ = true, nullptr;
    parts[0] = make(NodeKind::kBlock, body->begin, body->end, "", statements);
    return make(NodeKind::kTry, begin, reach_, "", parts);
  }

  const Document& document_;
  LeftOut* left_out_;              // null: nothing is
  std::uint32_t indent_ = 0;       // of the line at hand
  std::uint32_t reach_ = 0;        // the end of the statement before, with what its block takes behind it
  std::vector<Comment> comments_;  // between it and the line at hand
  std::size_t taken_ = 0;          // of them, by blocks
};

}  // namespace

bool read_plain_statements(const Document& document, std::size_t begin, std::size_t end,
                           std::pmr::memory_resource& memory, std::vector<const Node*>& out, LeftOut* left_out) {
  const std::string_view text = document.content().substr(begin, end - begin);
  if (text.find('\r') != std::string_view::npos || text.find('\0') != std::string_view::npos) return false;
  return PlainReader(document, begin, end, memory, left_out).read(out);
}

}  // namespace si::python
