// Lines of the project's source files, for carets and for comments that suppress.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "text/document.h"

namespace si {

// Reads each file once, when it is first asked for. What cannot be read has no lines.
class SourceLines {
 public:
  explicit SourceLines(std::string root) : root_(std::move(root)) {}

  std::optional<std::string> line(const std::string& file, std::uint32_t number);

 private:
  std::string root_;
  std::map<std::string, std::optional<Document>> files_;
};

}  // namespace si
