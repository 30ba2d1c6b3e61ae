// Where the top-level statements of Python text begin, by a look at its lines, brackets and strings alone.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace si::python {

struct StatementStart {
  std::size_t begin = 0;
  bool broken = false;  // a bracket or string of it seems not to close: it may reach less far than it looks
};

// In order; the first begins at 0, and each reaches to the next. Linear in the text, whatever it holds.
std::vector<StatementStart> top_level_statements(std::string_view text);

// Whether a line at the margin begins a statement although a bracket before it is still open: one was forgotten.
bool begins_definition(std::string_view line);

}  // namespace si::python
