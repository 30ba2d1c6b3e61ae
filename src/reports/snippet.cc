#include "reports/snippet.h"

#include <algorithm>
#include <vector>

#include "support/display_width.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr std::size_t kWidth = 120;  // the longest line that is shown whole
constexpr std::size_t kBefore = 30;  // what is kept before the carets of a longer one
constexpr std::string_view kCut = "...";

// The code points of `line` as they are shown: tabs widened, what would steer a terminal made visible.
std::vector<std::string> shown_characters(std::string_view line) {
  const std::string clean = to_valid_utf8(line);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < clean.size();) {
    std::size_t length = 1;
    while (at + length < clean.size() && (static_cast<unsigned char>(clean[at + length]) & 0xC0) == 0x80) ++length;
    const std::string character = clean.substr(at, length);
    out.push_back(character == "\t" ? "    " : printable(character));
    at += length;
  }
  return out;
}

}  // namespace

Snippet make_snippet(std::string_view line, const SourceSpan& span) {
  const std::vector<std::string> characters = shown_characters(line);
  const std::size_t start = std::min<std::size_t>(span.column == 0 ? 0 : span.column - 1, characters.size());
  const std::size_t last_column = span.end_column == 0 ? 0 : span.end_column - 1;
  const std::size_t stop = span.end_line > span.line ? characters.size() : last_column;
  const std::size_t end = std::clamp(stop, start, characters.size());

  const bool is_long = characters.size() > kWidth;
  const std::size_t first = is_long && start > kBefore ? start - kBefore : 0;
  const std::size_t last = std::min(characters.size(), first + kWidth);
  Snippet out;
  if (first > 0) out.line = out.carets = kCut;
  std::fill(out.carets.begin(), out.carets.end(), ' ');
  for (std::size_t i = first; i < last; ++i) {
    out.line += characters[i];
    const std::size_t width = display_width(characters[i]);
    if (i < end) out.carets.append(width, i < start ? ' ' : '^');
  }
  if (last < characters.size()) out.line += kCut;
  if (end <= start) {
    out.carets += '^';  // a place between two characters
  }
  return out;
}

}  // namespace si
