// From findings of a comparison to edits of the model files: what each finding asks for, whether it can be made safely,
// and what it may cost.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "model/finding.h"
#include "model/fix.h"
#include "queries/orm_references.h"
#include "sources/sqlalchemy/attributes.h"

namespace si {

// One Python file of the project.
struct PythonText {
  std::string file;  // as in Location
  std::string text;  // UTF-8
};

struct FixConventions {
  std::vector<std::string> updated_at_columns;  // no server default, where the project says so
  bool updated_at_without_default = false;
  std::string reserved_suffix = "_";
};

// Where the project's code certainly speaks of models.
struct CertainUses {
  const OrmReferences* references = nullptr;
  const ModelsReading* models = nullptr;  // what they index
};

struct ModelFixInput {
  const Comparison* comparison = nullptr;  // of the database and the models
  const std::vector<Finding>* findings = nullptr;
  const std::vector<ModelClass>* classes = nullptr;  // for relationships; may be null
  std::map<std::string, std::string> files;          // the model files, by their name in locations, as UTF-8
  std::set<std::string> ascii_files;                 // whose encoding can't hold all of Unicode
  std::set<std::string> local_packages;              // first parts of the project's own modules
  int sqlalchemy_major = 2;
  std::size_t line_length = 0;  // that the project sets its formatter to; 0: what its lines keep to
  FixConventions conventions;
  Applicability level = Applicability::kSafe;  // the last that is applied
  // All Python files of the project, for uses of what goes; asked for only when needed.
  std::function<const std::vector<PythonText>&()> project;
  // Renamed columns take their attribute along.
  bool rename_attributes = false;
  // Of the files as they are; null pointers: not known. Asked for only when an attribute is to be renamed.
  std::function<CertainUses()> uses;
};

struct ModelFixes {
  std::vector<Fix> fixes;  // one a finding, in their order; edits are in `edits`
  // By file, of all fixes that are within the level; files of the project beyond the models where a use is renamed.
  std::map<std::string, std::vector<Edit>> edits;
};

ModelFixes fix_models(const ModelFixInput& input);

}  // namespace si
