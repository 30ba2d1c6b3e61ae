// Bodies of functions that are left out of what is parsed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory_resource>
#include <new>
#include <vector>

#include "sources/python/statements.h"
#include "sources/python/syntax.h"

namespace si::python {

struct LeftOut {
  std::vector<FunctionBody> bodies;   // in order
  std::deque<DeferredBlock>& blocks;  // of the tree

  // A block that is parsed when it is asked for.
  const Node* block(const FunctionBody& body, const Document& document, std::pmr::memory_resource& memory) {
    const auto number = [](std::size_t at) { return static_cast<std::uint32_t>(at); };
    const DeferredBlock& block = blocks.emplace_back(document, number(body.def), number(body.end));
    Node* node = static_cast<Node*>(memory.allocate(sizeof(Node), alignof(Node)));
    return new (node) Node{NodeKind::kBlock, number(body.first), number(body.last), "", {}, &block};
  }
  // Of the function that begins at `statement`; null: its body is not left out.
  const FunctionBody* of(std::size_t statement) const {
    const auto found = std::lower_bound(bodies.begin(), bodies.end(), statement,
                                        [](const FunctionBody& body, std::size_t at) { return body.statement < at; });
    return found != bodies.end() && found->statement == statement ? &*found : nullptr;
  }
};

}  // namespace si::python
