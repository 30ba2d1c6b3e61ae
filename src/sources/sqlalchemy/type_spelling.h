// PostgreSQL's types as SQLAlchemy writes them: the way back through the table of types.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/type.h"

namespace si::sqlalchemy {

// `String(45)` is {"sqlalchemy", "String", {"45"}}; an array is {dialect, "ARRAY", {}} with its element.
struct TypeSpelling {
  std::string module;                  // where the name is imported from
  std::string name;                    // of the class
  std::vector<std::string> arguments;  // as written in Python
  std::vector<TypeSpelling> element;   // of an array: one
};

inline constexpr std::string_view kDialectModule = "sqlalchemy.dialects.postgresql";

// nullopt: SQLAlchemy has no class for it (a user's type, an extension's).
std::optional<TypeSpelling> spell_type(const Type& type, int sqlalchemy_major);

// True when a class of that name (last part) of SQLAlchemy makes this base type, whatever its arguments; `arguments`
// (may be null) gets those that it would need for `type`.
bool class_makes(std::string_view name, const Type& type, std::vector<std::string>* arguments);

// True for the name (last part) of one of SQLAlchemy's own types.
bool is_type_name(std::string_view name);

// What values of the type are in Python: module ("" for builtins) and name, as `Mapped[…]` takes it.
struct PythonType {
  std::string module;  // "datetime"
  std::string name;    // "datetime"
};
std::optional<PythonType> python_type_of(const Type& type);

}  // namespace si::sqlalchemy
