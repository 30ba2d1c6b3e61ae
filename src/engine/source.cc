#include "engine/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>

#include "project/database_url.h"
#include "project/paths.h"
#include "sources/document/document_reader.h"
#include "sources/sqlalchemy/models.h"
#include "support/files.h"
#include "support/strings.h"

namespace si {
namespace {

void show(const Settings& settings, std::string_view what) {
  if (settings.progress != nullptr) settings.progress->show(what);
}

std::string config_file(const Config& config) {
  return config.path.empty() ? "" : relative_to(config.root, config.path);
}

Result<Source> read_source(const Settings& settings, const DatabaseUrl& url) {
  Result<DatabaseSource> source = parse_database_source(url.source, url.base_folder);
  if (!source) {
    Error error = source.error();
    error.message = url.said_by + ": " + error.message;
    return error;
  }
  return load_database_source(settings, *source);
}

}  // namespace

Result<Source> load_database_source(const Settings& settings, const DatabaseSource& source) {
  const Config& config = settings.config;
  ReadDatabaseOptions options;
  options.schemas = config.database.schemas;
  options.statement_timeout_ms = config.database.statement_timeout_ms;
  options.lock_timeout_ms = config.database.lock_timeout_ms;
  options.connect_timeout_s = config.database.connect_timeout_s;
  options.progress = [&](std::string_view phase) { show(settings, phase); };
  show(settings, "reading " + source.display_name);
  Result<Schema> schema = read_database(source, options);
  if (!schema) return schema.error();
  Source out;
  out.schema = std::move(*schema);
  const SourceInfo& info = out.schema.source;
  out.side.kind = to_string(info.kind);
  out.side.name = info.name;
  if (!info.server_version.empty()) out.side.detail = "PostgreSQL " + info.server_version;
  out.default_file = source.form == DatabaseForm::kServer ? config_file(config) : relative_to(config.root, source.path);
  return out;
}

Result<Source> load_database(const Settings& settings) {
  const Result<DatabaseUrl> url = find_database_url(settings.config, settings.database);
  if (!url) return url.error();
  return read_source(settings, *url);
}

Result<Source> load_database_source(const Settings& settings, std::string_view source) {
  std::error_code failure;
  return read_source(settings,
                     {std::string(source), std::filesystem::current_path(failure).string(), "the command line"});
}

Result<ReadModelsOptions> models_options(const Settings& settings) {
  const Config& config = settings.config;
  Result<std::vector<std::string>> paths =
      expand_globs(config.root, settings.models.empty() ? config.models.paths : settings.models);
  if (!paths) return paths.error();
  ReadModelsOptions options;
  options.root = config.root;
  options.paths = std::move(*paths);
  if (options.paths.empty()) options.paths = {config.root};  // detected: whatever below declares tables
  options.import_paths = config.models.import_paths;
  options.sqlalchemy_version = config.models.sqlalchemy;
  options.types = config.models.types;
  options.exclude = config.models.exclude;
  options.contents = settings.contents;
  options.progress = [&](std::size_t done, std::size_t total) {
    if (settings.progress != nullptr) settings.progress->show("reading models", done, total);
  };
  return options;
}

Result<Source> load_models(const Settings& settings) {
  const Config& config = settings.config;
  const std::vector<std::string>& given = settings.models.empty() ? config.models.paths : settings.models;
  const Result<ReadModelsOptions> options = models_options(settings);
  if (!options) return options.error();
  Result<ModelsReading> reading = read_models(*options);
  if (!reading) return reading.error();
  std::string seen;  // what could have been a model, where there is none
  if (!reading->schema.unresolved.empty()) {
    const Unresolved& first = reading->schema.unresolved.front();
    seen = fmt::format("; not read: {}:{}: {}", printable(first.location.file), first.location.span.line,
                       printable(first.reason));
  }
  if (reading->files.empty() && reading->unread_files.empty())
    return Error{ErrorKind::kFiles,
                 given.empty() ? "no SQLAlchemy models found below " + printable(config.root)
                               : "no SQLAlchemy models found in " + printable(join(given, ", ")),
                 "name their files or folders with --models or as [models] paths in schema-inspector.toml" + seen};
  Source out;
  out.schema = std::move(reading->schema);
  out.findings = std::move(reading->findings);
  out.classes = std::move(reading->classes);
  out.declared = std::move(reading->declared);
  out.not_read = std::move(reading->unread_files);
  out.side.kind = to_string(SourceKind::kModels);
  out.side.files = reading->files.size();
  if (!out.schema.source.sqlalchemy_version.empty())
    out.side.detail = "SQLAlchemy " + out.schema.source.sqlalchemy_version;
  out.default_file = reading->files.empty() ? config_file(config) : reading->files.front();
  return out;
}

Result<DatabaseAndModels> load_database_and_models(const Settings& settings) {
  const Result<DatabaseUrl> url = find_database_url(settings.config, settings.database);
  if (!url) return url.error();
  Settings silent = settings;
  silent.progress = nullptr;  // it shows one thing at a time
  // A script's private server is forked off, which is no thing to do beside threads.
  const Result<DatabaseSource> source = parse_database_source(url->source, url->base_folder);
  const bool forks = source && source->form == DatabaseForm::kScript;
  std::future<Result<Source>> models = std::async(forks ? std::launch::deferred : std::launch::async,
                                                  [&] { return load_models(forks ? settings : silent); });
  Result<Source> database = read_source(settings, *url);
  if (!database) return database.error();
  if (!forks) show(settings, "reading models");
  Result<Source> read = models.get();
  if (!read) return read.error();
  return DatabaseAndModels{std::move(*database), std::move(*read)};
}

Result<Source> load_document(const Settings& settings) {
  const Config& config = settings.config;
  const std::string path = resolve_path(config.root, config.docs.schema);
  const std::string shown = relative_to(config.root, path);
  std::error_code failure;
  if (!std::filesystem::exists(path, failure))
    return Error{ErrorKind::kFiles, "there is no schema document " + printable(shown),
                 "schema-inspector generate-docs writes it; [docs] schema in schema-inspector.toml says where"};
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  Result<Schema> schema = read_document(*text, shown);
  if (!schema) return schema.error();
  Source out;
  out.schema = std::move(*schema);
  out.side.kind = to_string(SourceKind::kDocument);
  out.side.name = shown;
  out.default_file = shown;
  return out;
}

Result<Source> load_source(const Settings& settings, const std::string& name) {
  if (name == "models") return load_models(settings);
  if (name == "docs") return load_document(settings);
  if (name == "db") return load_database(settings);
  return load_database_source(settings, name);
}

void keep_tables(Schema& schema, const std::vector<std::string>& globs) {
  if (globs.empty()) return;
  for (auto& [schema_name, space] : schema.schemas) {
    const auto unwanted = [&, &in = schema_name](const auto& entry) {
      return std::none_of(globs.begin(), globs.end(), [&](const std::string& glob) {
        return glob_match(glob, entry.first) || glob_match(glob, in + '.' + entry.first);
      });
    };
    std::erase_if(space.tables, unwanted);
    std::erase_if(space.views, unwanted);
    std::erase_if(space.materialized_views, unwanted);
    space.sequences.clear();
    space.enums.clear();
    space.domains.clear();
    space.composite_types.clear();
    space.range_types.clear();
    space.functions.clear();
    space.other.clear();
  }
  std::erase_if(schema.schemas, [](const auto& entry) {
    return entry.second.tables.empty() && entry.second.views.empty() && entry.second.materialized_views.empty();
  });
  std::erase_if(schema.unresolved, [&](const Unresolved& entry) {
    return schema.find_table(entry.table) == nullptr && schema.find_view(entry.table) == nullptr;
  });
  schema.extensions.clear();
  schema.database_objects.clear();
}

}  // namespace si
