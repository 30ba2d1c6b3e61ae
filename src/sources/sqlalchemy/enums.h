// Enum types: of Python enums, of lists of strings, native or not.
#pragma once

#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

// Enum(…) or postgresql.ENUM(…). The latter is always native.
TypeReading read_enum_type(Context& context, const Value& call, bool always_native);
// The type that `Mapped[SomeEnum]` or `Mapped[Literal[…]]` gets without a map: labels of the class or literal.
TypeReading enum_of_annotation(Context& context, const Value* annotation);

}  // namespace si::sqlalchemy
