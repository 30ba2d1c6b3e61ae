// Finds the objects beyond tables that modules declare by their SQL.
#pragma once

#include <vector>

#include "sources/sqlalchemy/context.h"
#include "sources/sqlalchemy/declared_objects.h"
#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

// alembic_utils' entities, and DDL() that event.listen() ties to "before_create" or "after_create". An index that DDL
// makes goes to its table. Sorted by place.
std::vector<DeclaredObject> collect_declared(Context& context, Mapper& mapper,
                                             const std::vector<const Module*>& modules);

}  // namespace si::sqlalchemy
