// References to models held against the models, and through their columns against a database.
#pragma once

#include <cstddef>
#include <vector>

#include "model/finding.h"
#include "model/schema.h"
#include "queries/orm_references.h"

namespace si {

struct OrmCheck {
  std::vector<Finding> findings;       // orm-unknown-attribute, orm-unknown-keyword, orm-string-reference,
                                       // query-insert-missing-not-null, query-type, query-conflict-target; sorted
  std::size_t references = 0;          // looked at
  std::size_t undecided = 0;           // of those, on classes that may have any attribute
  std::vector<Unresolved> unresolved;  // the classes and tables of these, each once
};

// `database` may be null: then only the models say what there is.
OrmCheck check_orm_references(const OrmReferences& references, const ModelsReading& models, const Schema* database);

}  // namespace si
