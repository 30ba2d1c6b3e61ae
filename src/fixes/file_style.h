// How the author of a file writes: quotes, line ends, indentation, line length, wrapping.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sources/python/syntax.h"

namespace si::fixes {

struct FileStyle {
  std::string newline = "\n";
  char quote = '"';
  std::string indent = "    ";
  std::size_t max_line = 88;   // what the longest lines there are allow
  bool aligned = false;        // wrapped calls go on below their first argument rather than one argument a line
  bool trailing_comma = true;  // of calls with one argument a line
  bool joined = false;         // all arguments stay on one line below the opening bracket where they fit (black, ruff)
  bool ascii_only = false;     // the file's encoding holds less than Unicode
};

// The length that nearly all lines of a project keep to: one of those that people set their tools to. Where the lines
// are few, it holds them all.
std::size_t line_limit(const std::vector<std::string_view>& texts);

FileStyle read_style(const python::SyntaxTree& tree);

// `head(a, b)`, wrapped as the author does where it does not fit behind `indent` with `behind` columns after it.
std::string laid_out(const std::string& head, const std::vector<std::string>& items, const std::string& indent,
                     const FileStyle& style, std::size_t behind = 0);
// The same of a call that is a text already; anything else as it is.
std::string laid_out(const std::string& call, const std::string& indent, const FileStyle& style,
                     std::size_t behind = 0);

// A string literal in the file's quotes.
std::string quoted(std::string_view text, const FileStyle& style);

}  // namespace si::fixes
