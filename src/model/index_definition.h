// An index as one CREATE INDEX statement.
#pragma once

#include <string>

#include "model/schema.h"

namespace si {

// As pg_get_indexdef() writes it, from the parts. `only`: on a partitioned table, where the server writes ON ONLY.
// Empty when a key or the predicate is not known.
std::string index_definition(const Index& index, const QualifiedName& table, bool only);

}  // namespace si
