// Objects beyond tables, columns and enums: views, sequences, domains, other types, functions, triggers, policies,
// rules, extensions, and what a table is beside its columns.
#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "compare/resolve.h"

namespace si {

// Fills comparison.objects; needs the tables and columns matched before. Between two databases all objects are
// compared; with models only those that the models declare; a document is not held to any.
void match_objects(Comparison& comparison, const Resolver& resolver, const CompareOptions& options);

// A reading of a database (live, or kept as a snapshot): what it does not have is not there.
bool is_database_reading(const Schema& schema);

// " START WITH 100 INCREMENT BY 5", with a blank before it; empty: all is PostgreSQL's own choice.
std::string options_in_words(const SequenceOptions& options);
// Without the limits that a sequence of this type has anyway.
SequenceOptions without_type_limits(SequenceOptions options, const Type& type);
// "START", "INCREMENT" … in which two sequences differ; what is not said is PostgreSQL's own choice.
std::vector<std::string> differing_options(const SequenceOptions& a, const SequenceOptions& b);

}  // namespace si
