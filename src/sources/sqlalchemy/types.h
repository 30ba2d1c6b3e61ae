// SQLAlchemy's types and PostgreSQL's: one table for both directions.
#pragma once

#include <string>
#include <string_view>

#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

// The PostgreSQL type that a Python type object (`String(45)`, `JSONB`, an own TypeDecorator) becomes.
TypeReading read_type(Context& context, const Value* value);
// The type of an annotation `Mapped[T]`, by the annotation map of the class, then SQLAlchemy's own.
TypeReading read_annotated_type(Context& context, const Value* annotation, const Value* annotation_map);
// Whether a type_annotation_map has an entry for the annotation as it stands.
bool names_annotation(Context& context, const Value* annotation, const Value* annotation_map);
// True when a positional argument of Column() is a type rather than a constraint or default.
bool looks_like_type(Context& context, const Value* value);

}  // namespace si::sqlalchemy
