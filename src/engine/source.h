// One side of a comparison, read: its schema, what reports say of it, and what came up while reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/settings.h"
#include "model/finding.h"
#include "model/schema.h"
#include "reports/report.h"
#include "sources/postgres/database.h"
#include "sources/sqlalchemy/attributes.h"
#include "sources/sqlalchemy/declared_objects.h"
#include "sources/sqlalchemy/models.h"
#include "support/result.h"

namespace si {

struct Source {
  Schema schema;
  ReportSide side;
  std::vector<Finding> findings;         // of the models alone
  std::vector<NotRead> not_read;         // files and objects that could not be read
  std::vector<ModelClass> classes;       // of models
  std::vector<DeclaredObject> declared;  // by models, beyond tables
  std::string default_file;              // for findings without a place; empty: none is sensible
};

// The live database (or script, or snapshot) that the settings name.
Result<Source> load_database(const Settings& settings);
// `source` is a SOURCE text from the command line.
Result<Source> load_database_source(const Settings& settings, std::string_view source);
Result<Source> load_database_source(const Settings& settings, const DatabaseSource& source);
Result<Source> load_models(const Settings& settings);
// Both, read at the same time. Where both fail, the database's error.
struct DatabaseAndModels {
  Source database, models;
};
Result<DatabaseAndModels> load_database_and_models(const Settings& settings);
// What the settings say of the models, for read_models() and LiveModels::read().
Result<ReadModelsOptions> models_options(const Settings& settings);
// The generated schema document, [docs] schema.
Result<Source> load_document(const Settings& settings);
// "models", "docs", "db", or a SOURCE text.
Result<Source> load_source(const Settings& settings, const std::string& name);

// Only the tables and views that match a glob, on "table" or "schema.table"; no globs: everything. Other objects go
// when there are globs.
void keep_tables(Schema& schema, const std::vector<std::string>& globs);

}  // namespace si
