// Model classes for tables, as one module or as a package.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/schema.h"

namespace si {

enum class ModelStyle {
  kMapped,    // SQLAlchemy 2.0: Mapped[…], mapped_column()
  kClassic,   // Column()
  kFlask,     // db.Column() of Flask-SQLAlchemy
  kSqlModel,  // SQLModel's Field()
};

struct GenerateOptions {
  ModelStyle style = ModelStyle::kMapped;
  int sqlalchemy_major = 2;
  bool package = false;            // a module for each cluster of tables, rather than one for all
  const Schema* models = nullptr;  // the project's own: how its classes are called, what keys can refer to
};

struct GeneratedFile {
  std::string name;  // "models.py"; of a package "users.py", "__init__.py" …
  std::string text;
};

struct GeneratedModels {
  std::vector<GeneratedFile> files;  // sorted by name
  std::vector<NotRead> problems;     // tables that have no class, and why
  std::vector<NotRead> left_out;     // constraints that their table's class lacks, and why
};

// How most of a project's columns are written; kMapped where there are none. `files`: of the models, by their name in
// locations.
ModelStyle style_of(const Schema& models, const std::map<std::string, std::string>& files);

// A class for each of these tables of `truth`, in this order; Table(…) for those that only connect two others. Foreign
// keys become relationships with their reverse.
GeneratedModels generate_models(const Schema& truth, const std::vector<QualifiedName>& tables,
                                const GenerateOptions& options);

}  // namespace si
