// The items between a pair of brackets as they are written, with what stands around them: for editing.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace si::python {

// One item of `f(a, b=1,  # why\n c)`. `lead` is what stands between the comma (or bracket) before it, or the line end
// behind that, and the item; `tail` what stands between the item and the end of its line or the next item, without the
// comma: a comment mostly.
struct BracketItem {
  std::size_t begin = 0, end = 0;  // without white space and comments around it
  std::string_view lead, tail;
  bool comma = false;  // one follows
};

struct Bracket {
  std::size_t open = 0, close = 0;  // of the two brackets themselves
  std::vector<BracketItem> items;
  std::string_view close_lead;  // between the last item's tail and the closing bracket
};

// `open` is the offset of '(', '[' or '{' in Python source. nullopt: it is never closed, or what stands in it is no
// list of items.
std::optional<Bracket> read_bracket(std::string_view text, std::size_t open);

// The first '(' from `from` on that is no part of a comment; npos: none.
std::size_t find_open(std::string_view text, std::size_t from, std::size_t end);

// Behind the string literal that begins at `at` (at its prefix or quote); `at` itself when none begins there.
std::size_t skip_string(std::string_view text, std::size_t at);

}  // namespace si::python
