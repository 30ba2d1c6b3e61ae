// The lines and cells of a page that describe one fact each: a column's default, a key, an index. What they say is read
// back by sources/document/facts.cc, word for word.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "docgen/page.h"
#include "model/schema.h"

namespace si::docgen {

// Makes a reference to an object from its qualified name.
using Linker = std::function<Name(const QualifiedName&)>;

Line type_line(const Column& column);
Line default_line(const Column& column);
Line null_line(const Column& column);

Line sequence_options_line(const SequenceOptions& options);
Line primary_key_line(const PrimaryKey& key);
Line unique_line(const Unique& unique);
Line foreign_key_line(const ForeignKey& key, const Linker& link);
Line check_line(const Check& check);
Line exclusion_line(const Exclusion& exclusion);
Line index_line(const Index& index);
Line definition_line(const si::Definition& definition);
Line policy_line(const Policy& policy);

}  // namespace si::docgen
