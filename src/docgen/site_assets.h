// What every site has: its style and its search.
#pragma once

#include <string_view>

namespace si::docgen {

extern const std::string_view kSiteStyle;
extern const std::string_view kSiteSearch;

}  // namespace si::docgen
