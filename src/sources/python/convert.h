// From tree-sitter's concrete tree to ours.
#pragma once

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory_resource>
#include <vector>

#include "sources/python/statements.h"
#include "sources/python/syntax.h"

namespace si::python {

// Bodies of functions that are left out of what is parsed, for later.
struct LeftOut {
  std::vector<FunctionBody> bodies;   // in order
  std::deque<DeferredBlock>& blocks;  // of the tree

  // Of the function that begins at `statement`; null: its body is not left out.
  const FunctionBody* of(std::size_t statement) const {
    const auto found = std::lower_bound(bodies.begin(), bodies.end(), statement,
                                        [](const FunctionBody& body, std::size_t at) { return body.statement < at; });
    return found != bodies.end() && found->statement == statement ? &*found : nullptr;
  }
};

// The statements of a module. `offset` is where the parsed text begins in the document; `left_out`: null, nothing is.
std::vector<const Node*> convert_statements(TSNode root, const Document& document, std::size_t offset,
                                            std::pmr::memory_resource& memory, LeftOut* left_out = nullptr);

}  // namespace si::python
