#include "sources/python/plain_statements.h"

#include <algorithm>

namespace si::python {

std::uint32_t PlainStatements::line_end() const {
  return static_cast<std::uint32_t>(std::min(text_.find('\n', at_), text_.size()));
}

void PlainStatements::next_line() {
  comments_.clear();
  taken_ = 0;
  for (;;) {
    const std::uint32_t line = at_;
    while (peek() == ' ' || peek() == '\r') ++at_;
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

bool PlainStatements::rest_of_line() {
  skip();
  const bool comment = peek() == '#';
  if (comment) at_ = line_end();
  if (at_ < text_.size() && peek() != '\n') failed_ = true;
  return comment;
}

void PlainStatements::end_line() {
  if (rest_of_line()) reach_ = at_;
  if (failed_) return;
  if (at_ < text_.size()) ++at_;
  next_line();
}

Plain PlainStatements::expressions() {
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

Plain PlainStatements::starred() {
  skip();
  return peek() == '*' && peek(1) != '*' ? bare(star().node) : expression();
}

Plain PlainStatements::given() {
  skip();
  if (peek() != 'y' || !take_word("yield")) return expressions();
  return yield();
}

bool PlainStatements::at_end_of_statement() {
  skip();
  return at_ >= text_.size() || peek() == '\n' || peek() == '#' || peek() == ';';
}

const Node* PlainStatements::expression_statement() {
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

const Node* PlainStatements::assignment(const Plain& target) {
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

const Node* PlainStatements::annotated(const Plain& target) {
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

const Node* PlainStatements::with_expressions(NodeKind kind, std::uint32_t begin, std::size_t keyword) {
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

std::string_view PlainStatements::dotted_name() {
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

const Node* PlainStatements::alias() {
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

const Node* PlainStatements::import(std::uint32_t begin) {
  at_ += 6;
  Nodes parts;
  do {
    parts.push_back(alias());
  } while (!failed_ && take(','));
  return make(NodeKind::kImport, begin, parts.back()->end, "", parts);
}

const Node* PlainStatements::import_from(std::uint32_t begin) {
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

const Node* PlainStatements::assertion(std::uint32_t begin) {
  at_ += 6;
  const Plain test = expression();
  if (!take(',')) return make(NodeKind::kOther, begin, test.end, "", {test.node});
  const Plain message = expression();
  return make(NodeKind::kOther, begin, message.end, "", {test.node, message.node});
}

const Node* PlainStatements::names(std::uint32_t begin, std::size_t keyword) {
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

const Node* PlainStatements::simple(std::string_view word, std::uint32_t begin) {
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

void PlainStatements::simple_statements(std::string_view word, Nodes& out) {
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

bool PlainStatements::begins_block(std::string_view word) {
  return word == "def" || word == "async" || word == "class" || word == "if" || word == "for" || word == "while" ||
         word == "with" || word == "try";
}

}  // namespace si::python
