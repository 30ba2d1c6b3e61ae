// From tree-sitter's concrete tree to ours.
#pragma once

#include <tree_sitter/api.h>

#include <cstddef>
#include <memory_resource>
#include <vector>

#include "sources/python/syntax.h"

namespace si::python {

// The statements of a module. `offset` is where the parsed text begins in the document.
std::vector<const Node*> convert_statements(TSNode root, const Document& document, std::size_t offset,
                                            std::pmr::memory_resource& memory);

}  // namespace si::python
