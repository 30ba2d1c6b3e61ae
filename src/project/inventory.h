// What there is in a project that speaks of its schema, what each piece is worth, and what to do with it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "project/config.h"
#include "project/path_mentions.h"
#include "project/schema_mentions.h"

namespace si {

enum class ArtifactKind { kDocument, kRuleFile, kScript, kCiJob, kConfig, kMigration, kTest, kCode };
std::string_view to_string(ArtifactKind kind);  // "document", "rule file", "script", "CI job", …

enum class Standing { kCanonical, kCurrent, kRedundant, kObsolete };
std::string_view to_string(Standing standing);

enum class Action { kKeep, kUpdate, kArchive };
std::string_view to_string(Action action);

struct Evidence {
  std::string text;
  std::uint32_t line = 0;  // 0: of the file as a whole
};

// Who needs a file.
struct Use {
  std::string by;
  std::uint32_t line = 0;  // 0: an import
};

struct Artifact {
  std::string path;
  ArtifactKind kind = ArtifactKind::kDocument;
  Standing standing = Standing::kCurrent;
  Action action = Action::kKeep;
  std::vector<Evidence> evidence;
  std::vector<std::string> tables;  // that it speaks of, sorted
  std::vector<Use> used_by;         // code, scripts, CI jobs and configuration that import, call or name it
  // Of a schema document: how many of its tables the database has, and its names that the database lacks.
  std::size_t tables_described = 0;
  std::vector<std::string> stale_names;
};

// A path that a document, rule file, CI job or configuration names.
struct Reference {
  std::string from;
  std::uint32_t line = 0;
  std::string text;  // as it stands there
  PathState state = PathState::kThere;
  std::string target;  // empty: not one file
};

struct ModelFile {
  std::string path;
  std::vector<std::string> tables;  // sorted; "schema.table" outside the default schema
};

// A file of code with queries, or with references to models.
struct QueryFile {
  std::string path;
  std::size_t statements = 0;  // raw SQL
  std::size_t references = 0;  // ORM
};

struct Inventory {
  std::vector<std::pair<std::string, std::vector<std::string>>> objects;  // kind -> names, as the database has them
  std::vector<ModelFile> models;
  std::vector<QueryFile> queries;
  std::vector<Artifact> artifacts;    // sorted by path
  std::vector<Reference> references;  // sorted by file, line
  std::vector<std::string> tables_without_model, models_without_table;
  std::size_t files = 0, files_read = 0, migrations = 0, tests = 0;
  std::vector<NotRead> not_read;
  SchemaNames names;  // of the schema, with those that once were

  const Artifact* find(std::string_view path) const;
};

struct InventoryInput {
  const Config& config;
  const Schema& database;
  const Schema* models = nullptr;        // null: they could not be read
  std::vector<std::string> model_files;  // relative
  std::vector<std::string> own_files;    // further files of the program itself: relative, left out
  std::function<void(std::size_t done, std::size_t total)> progress;  // may be empty
};

// Reads the files of the project, several at a time; the result does not depend on how many. What cannot be read is
// listed.
Inventory take_inventory(const InventoryInput& input);

// 16 hexadecimal digits that change when a file is classed otherwise, comes or goes, when a reference breaks or heals,
// or tables and models part; not when a line moves.
std::string inventory_fingerprint(const Inventory& inventory);

// The kind of a file by its place and name; kCode for Python that is none of the others. nullopt: none of ours.
std::optional<ArtifactKind> artifact_kind(std::string_view path);
TextForm text_form(std::string_view path);

}  // namespace si
