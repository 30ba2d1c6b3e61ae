// How the author of a file writes: quotes, line ends, indentation, line length, wrapping.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sources/python/syntax.h"

namespace si::fixes {

struct FileStyle {
  std::string newline = "\n";
  char quote = '"';
  std::string indent = "    ";
  std::size_t max_line = 88;   // what the longest lines there are allow
  bool aligned = false;        // wrapped calls go on below their first argument rather than one argument a line
  bool trailing_comma = true;  // of calls with one argument a line
  bool ascii_only = false;     // the file's encoding holds less than Unicode
};

FileStyle read_style(const python::SyntaxTree& tree);

// A string literal in the file's quotes.
std::string quoted(std::string_view text, const FileStyle& style);

}  // namespace si::fixes
