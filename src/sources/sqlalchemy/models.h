// SQLAlchemy models read statically: the Schema that Base.metadata would declare, without importing anything.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/schema.h"
#include "sources/sqlalchemy/attributes.h"
#include "sources/sqlalchemy/declared_objects.h"
#include "support/result.h"

namespace si {

struct ReadModelsOptions {
  std::string root;  // the project root; locations are relative to it
  // Files or folders (absolute or relative to root) whose tables count as the project's models.
  std::vector<std::string> paths;
  // Further folders where imported modules are found (src/, site-packages); read as needed only.
  std::vector<std::string> import_paths;
  std::string sqlalchemy_version;            // "1.4", "2.0", "2.1"; empty: found out from lock files, else assumed 2.0
  std::map<std::string, std::string> types;  // [models.types]: Python type name (last part or dotted) -> SQL type
  std::vector<std::string> exclude;          // globs relative to root
  // By absolute path: what a file holds instead of what is on disk (also files that are not there yet).
  std::map<std::string, std::string> contents;
  unsigned threads = 0;  // 0: as many as cores; the result does not depend on it
  std::function<void(std::size_t done, std::size_t total)> progress;  // may be empty
};

struct ModelsReading {
  Schema schema;                  // source.kind kModels; every table and column with location, class, attribute
  std::vector<Finding> findings;  // of rules on the models alone: model-import-error
  // "models/x.py" with why: syntax error at line …, not UTF-8, unreadable, a template.
  std::vector<NotRead> unread_files;
  std::vector<std::string> files;  // that declare tables; sorted
  // Every mapped class with its attributes, parents before their children; and every table, as code names its columns.
  std::vector<ModelClass> classes;
  std::vector<ModelTable> model_tables;
  std::vector<DeclaredObject> declared;  // objects beyond tables, in order of their places
};

// Never fails for what a file contains (that becomes unread_files, unresolved or findings); fails (kFiles) when a path
// does not exist or nothing at all can be read.
Result<ModelsReading> read_models(const ReadModelsOptions& options);

}  // namespace si
