// What `from package import *` brings from the packages whose source is never read.
#pragma once

#include <string_view>

namespace si::python {

// As far as models use it; false also for a name that the package does not have.
bool is_star_export(std::string_view package, std::string_view name);

}  // namespace si::python
