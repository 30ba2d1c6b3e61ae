// Where code speaks of an attribute that a fix would take away.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fixes/model_fixer.h"

namespace si::fixes {

// "routes/auth.py:12: device.login_count += 1" for each line that may use the attribute: behind a dot, as a keyword, as
// a whole string; comments and docstrings do not count. `is_dealt_with`: places (file, byte) that don't either.
std::vector<std::string> find_uses(const std::vector<PythonText>& project, std::string_view attribute,
                                   const std::function<bool(const std::string&, std::size_t)>& is_dealt_with);

}  // namespace si::fixes
