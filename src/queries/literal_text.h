// A Python string literal as text with places: prefixes, quotes, escapes, adjacent literals, f-strings.
#pragma once

#include <functional>

#include "queries/built_text.h"
#include "sources/python/syntax.h"

namespace si {

// Reads the literal (or adjacent literals) that `node`, a kString or kFormatted of `tree`, was made from.
// `interpolation` gives the text of each {…} of an f-string.
BuiltText read_literal(const python::SyntaxTree& tree, const python::Node& node,
                       const std::function<BuiltText(const python::Node& interpolation)>& interpolation);

}  // namespace si
