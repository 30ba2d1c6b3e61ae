// A stretch of a source file, and where it stands for a person.
#pragma once

#include <cstdint>
#include <string>

namespace si {

// Lines and columns count from 1, columns in Unicode code points; the end is exclusive. All zero: no place known.
struct SourceSpan {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;

  bool known() const { return line != 0; }
  friend auto operator<=>(const SourceSpan&, const SourceSpan&) = default;
};

// A span in a named file. The path is relative to the project root where it lies below it, with '/'.
struct Location {
  std::string file;
  SourceSpan span;

  bool known() const { return !file.empty(); }
  friend auto operator<=>(const Location&, const Location&) = default;
};

}  // namespace si
