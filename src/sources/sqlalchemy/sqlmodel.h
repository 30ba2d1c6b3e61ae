// SQLModel: fields that are columns.
#pragma once

#include <optional>

#include "sources/sqlalchemy/columns.h"

namespace si::sqlalchemy {

// The column of `name: T`, `name: T = Field(…)`; nullopt: no column (Relationship, ClassVar, private names).
std::optional<ColumnBuild> read_sqlmodel_field(Context& context, const Declaration& declaration);

}  // namespace si::sqlalchemy
