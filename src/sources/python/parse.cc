// A syntax error must not hide the rest of a file. Tree-sitter recovers by itself inside a statement, but an unclosed
// bracket swallows all that follows, and the search around errors takes time with the square of the text. So a file is
// parsed in stretches of whole top-level statements; a stretch that does not parse is parsed statement by statement;
// and all of that has a limit. Most statements do not come there: the plain ones are read without tree-sitter.
#include <tree_sitter/api.h>

#include <algorithm>
#include <deque>

#include "sources/python/convert.h"
#include "sources/python/plain_reader.h"
#include "sources/python/statements.h"
#include "sources/python/syntax.h"
#include "sources/python/tree_sitter_parse.h"
#include "support/word_chars.h"

namespace si::python {
namespace {

// Does a line that starts here begin a statement at the top level (and not, say, the closing bracket of one)?
bool begins_statement(std::string_view line) {
  if (begins_definition(line) || line.starts_with("if ") || line.starts_with("try:")) return true;
  std::size_t i = 0;
  while (i < line.size() && is_word_char(line[i])) ++i;
  const std::string_view name = line.substr(0, i);
  if (name.empty() || name == "else" || name == "elif" || name == "except" || name == "finally") return false;
  while (i < line.size() && line[i] == ' ') ++i;
  return i < line.size() && (line[i] == '=' || line[i] == ':' || line[i] == '.' || line[i] == '(');
}

// Offsets at which pieces of `text` begin that a bracket which never closes may have glued together. A decorator stays
// with what it decorates.
std::vector<std::size_t> piece_starts(std::string_view text) {
  std::vector<std::size_t> starts{0};
  bool after_decorator = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size() - 1);
    const std::string_view line = text.substr(at, line_end - at);
    if (begins_statement(line)) {
      if (!after_decorator && at != 0) starts.push_back(at);
      after_decorator = line.starts_with('@');
    }
    at = line_end + 1;
  }
  return starts;
}

// The first error (an ERROR node, or a token the grammar had to make up), or the node itself when there is none.
TSNode first_error(TSNode node) {
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  for (;;) {
    node = ts_tree_cursor_current_node(&cursor);
    if (ts_node_is_error(node) || ts_node_is_missing(node)) break;
    if (!ts_tree_cursor_goto_first_child(&cursor)) break;
    while (!ts_node_has_error(ts_tree_cursor_current_node(&cursor)))
      if (!ts_tree_cursor_goto_next_sibling(&cursor)) break;
  }
  ts_tree_cursor_delete(&cursor);
  return node;
}

// Parses a file in stretches of whole statements, so that an error spoils no more than the statement it stands in.
class StretchReader {
 public:
  // `deferred`: where the bodies of functions go that are to be parsed later.
  StretchReader(const Document& document, std::pmr::memory_resource& memory, std::vector<SyntaxError>& errors,
                FunctionBodies functions, std::deque<DeferredBlock>& deferred)
      : document_(document),
        text_(document.content()),
        memory_(memory),
        errors_(errors),
        functions_(functions),
        deferred_(deferred) {}

  std::vector<const Node*> read() {
    TextOutline outline = outline_of(text_);
    const std::vector<StatementStart>& starts = outline.statements;
    const auto begin_of = [&](std::size_t i) { return i < starts.size() ? starts[i].begin : text_.size(); };
    LeftOut left_out{std::move(outline.bodies), deferred_};
    std::size_t unread = 0;
    std::vector<const Node*> plain;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (starts[i].broken) continue;
      if (!read_plain_statements(document_, begin_of(i), begin_of(i + 1), memory_, plain,
                                 functions_ == FunctionBodies::kNow ? nullptr : &left_out))
        continue;
      stretches(starts, unread, i);
      statements_.insert(statements_.end(), plain.begin(), plain.end());
      plain.clear();
      unread = i + 1;
    }
    stretches(starts, unread, starts.size());
    return std::move(statements_);
  }

 private:
  // Long enough that a parser's start costs nothing, short enough that the search around its errors stays cheap.
  static constexpr std::size_t kStretchBytes = std::size_t{16} << 10;
  // Of a file: some 150 KiB of nothing but errors.
  static constexpr int kStepsOfFile = 3000;
  // A statement of this size whose brackets do not close is not worth the while.
  static constexpr std::size_t kMaxBrokenBytes = std::size_t{1} << 20;

  // Statements [from, to), in stretches.
  void stretches(const std::vector<StatementStart>& starts, std::size_t from, std::size_t to) {
    const auto begin_of = [&](std::size_t i) { return i < starts.size() ? starts[i].begin : text_.size(); };
    for (std::size_t i = from; i < to;) {
      std::size_t next = i + 1;
      while (next < to && !starts[i].broken && !starts[next].broken &&
             begin_of(next + 1) - starts[i].begin <= kStretchBytes)
        ++next;
      if (starts[i].broken || !whole(starts[i].begin, begin_of(next)))
        for (std::size_t each = i; each < next; ++each)
          statement(starts[each].begin, begin_of(each + 1), starts[each].broken);
      i = next;
    }
  }

  Tree parse(std::size_t begin, std::size_t end) {
    ParseInput input{text_.substr(begin, end - begin), std::min(kStepsOfParse, steps_left_), 0};
    Tree tree = parse_text(input);
    const bool has_errors = tree == nullptr || ts_node_has_error(ts_tree_root_node(tree.get()));
    // Not every step in errors is seen; the text that they stand in says how many there may have been.
    if (has_errors)
      steps_left_ = std::max(0, steps_left_ - std::max(input.steps_in_error, static_cast<int>((end - begin) / 64)) - 1);
    return tree;
  }
  void convert(const Tree& tree, std::size_t begin) {
    const auto made = convert_statements(ts_tree_root_node(tree.get()), document_, begin, memory_);
    statements_.insert(statements_.end(), made.begin(), made.end());
  }
  void error(std::size_t begin, std::size_t end) {
    errors_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  // Takes a stretch when all of it parses. One that does not is cut further, unless too much of the file was wrong.
  bool whole(std::size_t begin, std::size_t end) {
    const Tree tree = parse(begin, end);
    if (tree != nullptr && !ts_node_has_error(ts_tree_root_node(tree.get()))) {
      convert(tree, begin);
      return true;
    }
    if (steps_left_ > 0) return false;
    error(begin, end);
    return true;
  }

  void statement(std::size_t begin, std::size_t end, bool broken) {
    if (steps_left_ == 0) return error(begin, end);
    const std::vector<std::size_t> starts = piece_starts(text_.substr(begin, end - begin));
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::size_t from = begin + starts[i], to = i + 1 < starts.size() ? begin + starts[i + 1] : end;
      const Tree tree = broken && to - from > kMaxBrokenBytes ? nullptr : parse(from, to);
      if (tree == nullptr) {
        error(from, to);
        continue;
      }
      if (const TSNode root = ts_tree_root_node(tree.get()); ts_node_has_error(root)) {
        const TSNode inner = first_error(root);
        error(from + ts_node_start_byte(inner), from + ts_node_end_byte(inner));
      }
      convert(tree, from);
    }
  }

  const Document& document_;
  std::string_view text_;
  std::pmr::memory_resource& memory_;
  std::vector<SyntaxError>& errors_;
  FunctionBodies functions_;
  std::deque<DeferredBlock>& deferred_;
  std::vector<const Node*> statements_;
  int steps_left_ = kStepsOfFile;
};

}  // namespace

std::span<const Node* const> DeferredBlock::children() const {
  std::call_once(once_, [this] {
    std::vector<const Node*> statements;
    if (!read_plain_statements(document_, def_, end_, memory_, statements)) {
      ParseInput input{document_.content().substr(def_, end_ - def_), kStepsOfParse, 0};
      const Tree tree = parse_text(input);
      if (tree == nullptr) return;
      statements = convert_statements(ts_tree_root_node(tree.get()), document_, def_, memory_);
    }
    if (!statements.empty() && statements[0]->kind == NodeKind::kFunction)
      children_ = statements[0]->child(1)->children();
  });
  return children_;
}

std::unique_ptr<SyntaxTree> parse_python(Document document, FunctionBodies bodies) {
  std::unique_ptr<SyntaxTree> result(new SyntaxTree(std::move(document)));
  const std::string_view text = result->document_.content();
  const std::vector<const Node*> statements =
      StretchReader(result->document_, result->memory_, result->errors_, bodies, result->deferred_).read();
  Node* module = static_cast<Node*>(result->memory_.allocate(sizeof(Node), alignof(Node)));
  const Node** array = std::pmr::polymorphic_allocator<const Node*>(&result->memory_)
                           .allocate(std::max<std::size_t>(1, statements.size()));
  std::copy(statements.begin(), statements.end(), array);
  result->root_ =
      new (module) Node{NodeKind::kModule, 0, static_cast<std::uint32_t>(text.size()), "", {array, statements.size()}};
  return result;
}

}  // namespace si::python
