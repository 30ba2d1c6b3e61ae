// What Python's json.dumps() makes of a constant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/python/value.h"

namespace si::python {

// `arguments` are those of the call; nullopt: only running tells.
std::optional<std::string> json_text(const std::vector<Argument>& arguments);
// Python's repr() of a float as it is written in code; nullopt: it has an exponent, or is none.
std::optional<std::string> float_text(std::string_view written);

}  // namespace si::python
