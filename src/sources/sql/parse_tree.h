// A statement as PostgreSQL's own parser reads it, as a tree to walk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace si {

struct ParseNode;
using ParseNodes = std::span<const ParseNode* const>;

// A node of a parse tree. Names of tags and fields are those of PostgreSQL's parsenodes.h; what is not set is not
// there, and reads as empty, zero, false. Lives as long as its ParseTree.
struct ParseNode {
  std::string_view tag;  // "SelectStmt"; empty for a plain structure
  std::vector<std::pair<std::string_view, const ParseNode*>> nodes;
  std::vector<std::pair<std::string_view, ParseNodes>> lists;
  std::vector<std::pair<std::string_view, std::string_view>> texts;
  std::vector<std::pair<std::string_view, std::int64_t>> numbers;  // also flags

  bool is(std::string_view name) const { return tag == name; }
  const ParseNode* node(std::string_view field) const;  // null where it is not set
  ParseNodes list(std::string_view field) const;        // empty where it is not set
  std::string_view text(std::string_view field) const;
  std::int64_t number(std::string_view field) const;
  bool flag(std::string_view field) const { return number(field) != 0; }
  // Offset in bytes of the statement's text.
  std::size_t location() const { return static_cast<std::size_t>(number("location")); }
  // The text of a String node.
  std::string_view string() const { return is("String") ? text("sval") : std::string_view(); }
};

// Reads one statement, or several that semicolons part.
class ParseTree {
 public:
  explicit ParseTree(std::string_view sql);
  ParseTree(ParseTree&&) noexcept;
  ParseTree& operator=(ParseTree&&) noexcept;
  ~ParseTree();

  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }
  std::size_t error_offset() const { return error_offset_; }  // bytes
  // True when the error is the text's, not that it is too long or too deep for us.
  bool is_syntax_error() const { return syntax_error_; }
  const std::vector<const ParseNode*>& statements() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::string error_;
  std::size_t error_offset_ = 0;
  bool syntax_error_ = false;
};

// The PostgreSQL version whose grammar it is: 15.
int parser_major_version();

}  // namespace si
