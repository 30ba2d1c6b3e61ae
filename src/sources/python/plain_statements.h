// Reads the statements of one line straight from their characters, and the lines between statements.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sources/python/plain_expressions.h"

namespace si::python {

class PlainStatements : protected PlainExpressions {
 protected:
  using PlainExpressions::PlainExpressions;
  using Nodes = PlainNodes;
  struct Comment {
    std::uint32_t indent = 0, end = 0;
  };

  // ---- lines ----
  std::uint32_t line_end() const;
  // To the next line that holds code: its indentation is indent_, or 0 at the end. The comments on the way are
  // comments_, in order, until a block takes them.
  void next_line();
  // Behind a simple statement or a header: the rest of its line, up to its end. True: there is a comment.
  bool rest_of_line();
  void end_line();

  // ---- simple statements ----
  // `a, b` without brackets is a tuple.
  Plain expressions();
  Plain starred();
  // The right side of an assignment.
  Plain given();
  bool at_end_of_statement();
  const Node* expression_statement();
  const Node* assignment(const Plain& target);
  const Node* annotated(const Plain& target);
  // Keyword, then expressions, each a child.
  const Node* with_expressions(NodeKind kind, std::uint32_t begin, std::size_t keyword);
  std::string_view dotted_name();
  const Node* alias();
  const Node* import(std::uint32_t begin);
  const Node* import_from(std::uint32_t begin);
  // `assert a, b`
  const Node* assertion(std::uint32_t begin);
  // `global a, b`
  const Node* names(std::uint32_t begin, std::size_t keyword);
  // A statement of one line; null with failed_ clear: it is nothing (`pass`).
  const Node* simple(std::string_view word, std::uint32_t begin);
  // Those of one line.
  void simple_statements(std::string_view word, Nodes& out);
  static bool begins_block(std::string_view word);

  std::uint32_t indent_ = 0;       // of the line at hand
  std::uint32_t reach_ = 0;        // the end of the statement before, with what its block takes behind it
  std::vector<Comment> comments_;  // between it and the line at hand
  std::size_t taken_ = 0;          // of them, by blocks
};

}  // namespace si::python
