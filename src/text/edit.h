// Edits of a text: byte ranges with what shall stand there instead.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace si {

// Replaces the bytes [begin, end) of the text as it was before any edit; begin == end inserts.
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string replacement;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// By place; edits at one place keep their order. False when two overlap or one lies outside of `size` bytes: then
// nothing is sure and they must not be applied. Insertions may touch each other and other edits; equal ones that
// replace something become one.
bool normalize_edits(std::vector<Edit>& edits, std::size_t size);

// The text with all edits made; every byte outside them as it was. nullopt when normalize_edits() says no.
std::optional<std::string> apply_edits(std::string_view content, std::vector<Edit> edits);

}  // namespace si
