// The places of models' references that a change of the schema touches, and how a rename is carried into them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queries/orm_references.h"
#include "queries/schema_change.h"

namespace si {

// References through attributes. A column that is renamed breaks where it is mapped (the model's line, which is not
// listed here); code that goes through the attribute only reads it.
std::vector<TouchedPlace> touched_references(const OrmReferences& references, const ModelsReading& models,
                                             const SchemaChange& change);

// One name to be replaced in a Python file.
struct ReferenceEdit {
  Location location;
  std::string replacement;
};

struct ReferenceEdits {
  std::vector<ReferenceEdit> edits;
  std::vector<TouchedPlace> left;  // what has no safe edit, with what to do
};

// For code that still says the old name: where the models map the new column under another attribute, references to
// the old one, which is gone; and strings that name the column itself.
ReferenceEdits rename_in_references(const OrmReferences& references, const ModelsReading& models,
                                    const SchemaChange& change);

}  // namespace si
