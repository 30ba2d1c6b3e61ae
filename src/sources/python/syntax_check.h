// Whether tree-sitter parses a text without an error, found out without building a tree.
#pragma once

#include <string_view>

namespace si::python {

// True: it surely does. False: it does not, or only a parse can tell. UTF-8; safe to call from several threads at once.
bool surely_parses(std::string_view text);

}  // namespace si::python
