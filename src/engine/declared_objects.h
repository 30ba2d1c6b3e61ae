// Objects beyond tables that the models declare by their SQL, held against those of the database.
#pragma once

#include <vector>

#include "compare/comparison.h"
#include "engine/scratch.h"
#include "engine/source.h"

namespace si {

// Adds to comparison.objects what the database lacks or has otherwise. A definition is compared as the server writes
// it: the statement runs on a scratch server that holds the truth's schema, never on the user's database. What could
// not be compared so goes to `unresolved` or `not_compared`.
void compare_declared_objects(Comparison& comparison, const Source& truth, const std::vector<DeclaredObject>& declared,
                              const std::string& scratch, ScratchServer& server);

}  // namespace si
