// Objects beyond tables, columns and enums: views, sequences, domains, other types, functions, triggers, policies,
// rules, extensions, and what a table is beside its columns.
#pragma once

#include "compare/comparison.h"
#include "compare/resolve.h"

namespace si {

// Fills comparison.objects; needs the tables and columns matched before. Between two databases all objects are
// compared; with models only those that the models declare; a document is not held to any.
void match_objects(Comparison& comparison, const Resolver& resolver, const CompareOptions& options);

// A reading of a database (live, or kept as a snapshot): what it does not have is not there.
bool is_database_reading(const Schema& schema);

}  // namespace si
