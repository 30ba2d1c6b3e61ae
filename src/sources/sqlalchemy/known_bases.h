// What bases outside of the project give to every model: SQLAlchemy's own, Flask-SQLAlchemy's, pydantic's …
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/python/evaluator.h"

namespace si::sqlalchemy {

// What every declarative class has.
std::vector<std::string_view> attributes_of_every_class(bool flask, bool sqlmodel);

// The attributes that a base outside of the project gives; nullopt: it is not known, so it may give any. `root` is the
// declarative base, which may be null.
std::optional<std::vector<std::string_view>> attributes_of_base(const python::Value* base, const python::Value* root);

// A class that gives the columns of a mixin whose package is not read; null: it is none that is known.
const python::Value* known_mixin(python::Evaluator& evaluator, const std::string& name);

// `constructor=` of declarative_base() or registry(); null: SQLAlchemy's own.
const python::Value* constructor_of_base(const python::Value* root);

}  // namespace si::sqlalchemy
