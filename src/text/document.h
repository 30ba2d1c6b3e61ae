// The bytes of a text file with its lines: turns byte offsets into lines and columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/source_span.h"

namespace si {

// Owns the bytes as they were read (byte order mark and line endings included). Lines end with \n, \r\n or \r.
class Document {
 public:
  Document(std::string path, std::string content);

  const std::string& path() const { return path_; }
  std::string_view content() const { return content_; }
  std::size_t line_count() const { return line_starts_.size(); }
  // The line without its ending; 1-based; empty past the end.
  std::string_view line(std::size_t number) const;

  // Byte offsets [begin, end) as lines and columns; offsets past the end mean the end. A byte order mark takes no
  // column.
  SourceSpan span(std::size_t begin, std::size_t end) const;
  // The offset of a line and column; past the end of a line means its end.
  std::size_t offset(std::size_t line, std::size_t column) const;

 private:
  struct Position {
    std::uint32_t line;
    std::uint32_t column;
  };
  Position position(std::size_t offset) const;

  std::string path_;
  std::string content_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace si
