// Statement by statement, by the indentation of their lines. At the first thing that is not certain (`match`, tabs, a
// string that does not end …) it gives up, and the grammar takes over.
#include "sources/python/plain_reader.h"

#include <algorithm>
#include <string_view>

#include "sources/python/plain_statements.h"

namespace si::python {
namespace {

class PlainReader : private PlainStatements {
 public:
  PlainReader(const Document& document, std::size_t begin, std::size_t end, std::pmr::memory_resource& memory,
              LeftOut* left_out)
      : PlainStatements(document.content().substr(0, end), begin, memory), document_(document), left_out_(left_out) {}

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
  LeftOut* left_out_;  // null: nothing is
};

}  // namespace

bool read_plain_statements(const Document& document, std::size_t begin, std::size_t end,
                           std::pmr::memory_resource& memory, std::vector<const Node*>& out, LeftOut* left_out) {
  const std::string_view text = document.content().substr(begin, end - begin);
  if (text.find('\0') != std::string_view::npos) return false;
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') return false;
  return PlainReader(document, begin, end, memory, left_out).read(out);
}

}  // namespace si::python
