// The program's version, as the build file states it.
#pragma once

#include <string_view>

namespace si {

std::string_view version();

}  // namespace si
