// Objects beyond tables that code declares by their SQL: alembic_utils' entities, and DDL() that runs when tables are
// made.
#pragma once

#include <string>
#include <vector>

#include "model/names.h"
#include "text/source_span.h"

namespace si {

struct DeclaredObject {
  std::string kind;    // "function", "view", "materialized view", "trigger", "policy", "extension", "sequence"
  QualifiedName name;  // of a function without its arguments; the schema of a trigger or policy is its table's
  std::string table;   // of a trigger or policy
  std::string sql;     // one statement that creates it
  Location location;
};

}  // namespace si
