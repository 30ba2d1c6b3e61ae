// A schema for people to read on a terminal.
#pragma once

#include <string>

#include "model/schema.h"

namespace si {

// `title` says where it was read from. Tables by name, columns in order, keys and indexes below; then views, enums and
// the other objects by name.
std::string render_schema(const Schema& schema, const std::string& title, bool color);

}  // namespace si
