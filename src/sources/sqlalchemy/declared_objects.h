// Objects beyond tables that code declares: alembic_utils' entities, DDL() that runs when tables are made, Sequence().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/names.h"
#include "model/schema.h"
#include "text/source_span.h"

namespace si {

struct DeclaredObject {
  std::string kind;    // "function", "view", "materialized view", "trigger", "policy", "extension", "sequence"
  QualifiedName name;  // of a function without its arguments; the schema of a trigger or policy is its table's
  std::string table;   // of a trigger or policy
  std::string sql;     // one statement that creates it; of a Sequence() its words
  // Of a sequence; nullopt: what it is told is not known.
  std::optional<SequenceOptions> options = SequenceOptions();
  QualifiedName used_by;  // of a sequence: the table whose column draws from it
  Location location;
};

}  // namespace si
