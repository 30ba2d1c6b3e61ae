// Where code speaks of an attribute that a fix would take away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fixes/model_fixer.h"

namespace si::fixes {

// "routes/auth.py:12: device.login_count += 1" for each line that may use the attribute: behind a dot, as a keyword, as
// a whole string. Lines of `file` from `begin` to `end` (bytes: its own declaration) do not count.
std::vector<std::string> find_uses(const std::vector<PythonText>& project, std::string_view attribute,
                                   const std::string& file, std::size_t begin, std::size_t end);

}  // namespace si::fixes
