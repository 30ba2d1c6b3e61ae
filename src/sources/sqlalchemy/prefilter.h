// Which files can hold models, by a look at their text.
#pragma once

#include <string>
#include <vector>

namespace si::sqlalchemy {

// For each text, whether it may declare tables: it speaks of SQLAlchemy, or one of its classes derives from a class of
// a file that does. Nothing that can hold a model is left out.
std::vector<bool> may_hold_models(const std::vector<std::string>& contents);

}  // namespace si::sqlalchemy
