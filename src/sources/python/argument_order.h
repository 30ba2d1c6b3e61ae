// What Python refuses in a call although its grammar, as tree-sitter has it, takes it.
#pragma once

#include "sources/python/syntax.h"

namespace si::python {

// The first argument, in the order of the text, that makes Python refuse the whole file: a positional one behind a
// keyword, an iterable's or a positional one behind a mapping's unpacking, or a keyword that stands there twice; null:
// there is none. See "Calls" in the Python Language Reference.
const Node* refused_argument(const SyntaxTree& tree);

}  // namespace si::python
