// What can be told of a function by its text, so that it need not be parsed: true too often rather than too seldom.
#pragma once

#include <string_view>

#include "sources/python/module.h"

namespace si::sqlalchemy {

// What people call a parameter that is a class.
bool names_a_class(std::string_view name);

// Whether the text of a function that is not parsed yet may set attributes of what its module knows, or of a parameter
// that is a class: `name.attribute = …`, setattr(name, …).
bool may_set_attributes(std::string_view body, const python::Scope& scope, std::string_view self);

// Whether the text of a method may set attributes of its first parameter, by an assignment, setattr() or __dict__.
bool may_set_own_attributes(std::string_view body, std::string_view self);

}  // namespace si::sqlalchemy
