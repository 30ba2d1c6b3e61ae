// Where Python code names attributes of models: in queries, constructors, loader options, getattr() and strings.
//
// Only what certainly is a model's is a reference; what might be something else is left alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sources/sqlalchemy/live_models.h"

namespace si {

enum class OrmReferenceKind : std::uint8_t {
  kAttribute,    // Class.name
  kInstance,     // object.name, read
  kAssignment,   // object.name = …
  kFilterBy,     // filter_by(name=…)
  kConstructor,  // Class(name=…)
  kValues,       // values(name=…), update({"name": …}): attributes or columns
  kString,       // getattr(Class, "name"), a name in a string of relationship(…)
  kTableColumn,  // table.c.name
};

struct OrmReference {
  OrmReferenceKind kind = OrmReferenceKind::kAttribute;
  std::size_t index = 0;  // of the class; of the table for kTableColumn
  std::string name;
  std::string context;       // as the source calls it: "filter_by", "getattr", "primaryjoin"
  bool instance = false;     // kString: of an object
  bool has_default = false;  // getattr(object, "name", default)
  // Guarded by hasattr() or `except AttributeError`: it may well be missing.
  bool guarded = false;
  bool spelled = true;  // `location` is exactly the name's; else the string's that it stands in
  Location location;
  // The string that it is given or compared with, where the source writes one.
  std::optional<std::string> literal;
  Location literal_location;
};

// A new row with all that is set in it: an object that goes to the session at once, or insert(Class).values(…) that is
// executed at once.
struct OrmConstruction {
  std::size_t index = 0;
  std::vector<std::string> keywords;
  bool statement = false;  // insert(Class).values(…): keywords may be names of columns
  Location location;
};

// on_conflict_do_…(index_elements=[…]) of insert(Class), all of whose elements are known.
struct OrmConflict {
  std::size_t index = 0;
  std::vector<std::string> elements;  // names of attributes or columns
  Location location;
};

struct OrmReferences {
  std::vector<OrmReference> references;
  std::vector<OrmConstruction> constructions;
  std::vector<OrmConflict> conflicts;
  std::set<std::string, std::less<>> read_names;    // read as an attribute of anything, or named in a string
  std::set<std::string, std::less<>> stored_names;  // set as an attribute of anything
  bool fills_columns = false;                       // events before inserts and flushes may set columns
  std::size_t files = 0;
};

// `files`: absolute paths of Python files; those that cannot be read are passed over. `threads` 0: as many as cores.
OrmReferences find_orm_references(LiveModels& models, const std::vector<std::string>& files, unsigned threads = 0);

}  // namespace si
