// How many columns of a terminal a text takes.
#pragma once

#include <cstddef>
#include <string_view>

namespace si {

// Two for an East Asian wide character and most emoji, none for what combines with the character before it (Unicode
// Standard Annex 11).
std::size_t display_width(std::string_view utf8);

}  // namespace si
