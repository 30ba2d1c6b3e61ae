// Text that a program puts together: every character knows the place in the source that wrote it, and what only running
// tells is a hole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/document.h"

namespace si {

// Where the value of a hole comes from, as far as that is certain.
enum class HoleOrigin : std::uint8_t { kUnknown, kArgument, kRequest, kSafe };

// A run of characters from one stretch of one file, or a hole.
struct TextPiece {
  std::string text;  // UTF-8; of a hole empty
  bool hole = false;
  bool exact = true;  // byte for byte what the source writes; else the whole stands for the whole
  // One turn of a loop or comprehension stands for any number of them.
  bool sample = false;
  HoleOrigin origin = HoleOrigin::kUnknown;
  const Document* document = nullptr;  // borrowed; null: no place is known
  std::uint32_t begin = 0, end = 0;    // bytes of the document
};

using BuiltText = std::vector<TextPiece>;

// The characters without the holes, and how many holes there are.
std::string plain_text(const BuiltText& text);
std::size_t count_holes(const BuiltText& text);
bool same_text(const BuiltText& a, const BuiltText& b);

// The place of the characters [begin, end) of the text that plain_text gives.
Location locate(const BuiltText& text, std::size_t begin, std::size_t end);

// The same as bytes of the one file that wrote them character by character; nullopt where that is not so.
struct SourceBytes {
  const Document* document = nullptr;
  std::size_t begin = 0, end = 0;
};
std::optional<SourceBytes> source_bytes(const BuiltText& text, std::size_t begin, std::size_t end);

// Offsets of a text without holes into its pieces, for replacing and cutting.
BuiltText slice(const BuiltText& text, std::size_t begin, std::size_t end);
void append(BuiltText& to, const BuiltText& more);

}  // namespace si
