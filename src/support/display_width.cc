#include "support/display_width.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace si {

std::size_t display_width(std::string_view utf8) {
  struct Range {
    std::uint32_t first, last;
    bool contains(std::uint32_t point) const { return first <= point && point <= last; }
  };
  static constexpr Range kNone[] = {{0x300, 0x36F},   {0x483, 0x489},     {0x591, 0x5BD},    {0x610, 0x61A},
                                    {0x64B, 0x65F},   {0x93A, 0x93C},     {0x94D, 0x94D},    {0xE31, 0xE31},
                                    {0xE34, 0xE3A},   {0xE47, 0xE4E},     {0x1AB0, 0x1AFF},  {0x1DC0, 0x1DFF},
                                    {0x200B, 0x200F}, {0x20D0, 0x20FF},   {0xFE00, 0xFE0F},  {0xFE20, 0xFE2F},
                                    {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF}};
  static constexpr Range kTwo[] = {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                                   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},
                                   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F},
                                   {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  std::size_t width = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(utf8[k]); };
    const std::size_t n = byte(i) >= 0xF0 ? 4 : byte(i) >= 0xE0 ? 3 : byte(i) >= 0xC0 ? 2 : 1;
    std::uint32_t point = n == 1 ? byte(i) : byte(i) & (0xFFU >> (n + 1));
    for (std::size_t k = i + 1; k < std::min(i + n, utf8.size()); ++k) point = point << 6 | (byte(k) & 0x3FU);
    i += n;
    const auto within = [&](const Range& range) { return range.contains(point); };
    if (std::any_of(std::begin(kNone), std::end(kNone), within)) continue;
    width += std::any_of(std::begin(kTwo), std::end(kTwo), within) ? 2 : 1;
  }
  return width;
}

}  // namespace si
