// A page as GitHub-flavoured Markdown.
#pragma once

#include <string>

#include "docgen/page.h"

namespace si::docgen {

std::string to_markdown(const Page& page);

}  // namespace si::docgen
