// Where the top-level statements of Python text begin and where the bodies of its functions lie, by a look at its
// lines, brackets and strings alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace si::python {

struct StatementStart {
  std::size_t begin = 0;
  bool broken = false;  // a bracket or string of it seems not to close: it may reach less far than it looks
};

// The lines below the header of a function that stands in no other function.
struct FunctionBody {
  std::size_t statement = 0;  // where the definition begins: at `async` or `def`
  std::size_t def = 0;        // at `def`
  std::size_t begin = 0;      // of the line after the header
  std::size_t first = 0;      // its first statement
  std::size_t last = 0;       // behind its last one and the comments that belong to it
  std::size_t end = 0;        // of that line
};

struct TextOutline {
  std::vector<StatementStart> statements;  // in order; the first begins at 0, and each reaches to the next
  // In order; empty where tabs indent or anything is broken: then the lines may not be what they seem.
  std::vector<FunctionBody> bodies;
};

// Linear in the text, whatever it holds.
TextOutline outline_of(std::string_view text);

// Whether a line at the margin begins a statement although a bracket before it is still open: one was forgotten.
bool begins_definition(std::string_view line);

}  // namespace si::python
