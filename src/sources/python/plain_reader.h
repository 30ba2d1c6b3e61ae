// Reads the plain statements that most code consists of straight into nodes, several times faster than a parser for the
// whole language.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <vector>

#include "sources/python/left_out.h"
#include "sources/python/syntax.h"

namespace si::python {

// Bytes [begin, end) hold whole statements of the top level, from the start of a line. Adds their nodes to `out`: the
// same as the whole grammar gives. `left_out`: null, nothing is; else these bodies are not looked at. False, and `out`
// is as before: there is something in them that is not plain, or no Python.
bool read_plain_statements(const Document& document, std::size_t begin, std::size_t end,
                           std::pmr::memory_resource& memory, std::vector<const Node*>& out,
                           LeftOut* left_out = nullptr);

}  // namespace si::python
