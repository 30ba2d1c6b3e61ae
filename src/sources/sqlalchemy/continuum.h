// Tables that SQLAlchemy-Continuum makes of classes with `__versioned__`.
#pragma once

#include <vector>

#include "sources/sqlalchemy/context.h"
#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

// They are there, with columns that are not known: each is named as unresolved, and none is missing in the models.
void hide_version_tables(Context& context, Mapper& mapper, const std::vector<const Module*>& modules);

}  // namespace si::sqlalchemy
