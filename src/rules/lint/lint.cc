#include "rules/lint/lint.h"

#include <fmt/format.h>

#include <algorithm>

#include "compare/describe.h"
#include "support/strings.h"

namespace si {
namespace {

const Table* model_of(const QualifiedName& name, const Schema& schema, const Schema* models) {
  if (models == nullptr) return nullptr;
  const bool is_default = name.schema == schema.default_schema();
  return models->find_table({is_default ? "" : name.schema, name.name});
}

}  // namespace

LintInput lint_input(const Schema& schema, const Schema* models, Conventions conventions,
                     const std::vector<std::string>& ignored_tables) {
  LintInput input;
  input.schema = &schema;
  input.models = models;
  input.conventions = std::move(conventions);
  for (const auto& [schema_name, space] : schema.schemas) {
    for (const auto& [name, table] : space.tables) {
      const std::string full = fmt::format("{}.{}", schema_name, name);
      const bool ignored =
          std::any_of(ignored_tables.begin(), ignored_tables.end(),
                      [&, &bare = name](const auto& glob) { return glob_match(glob, bare) || glob_match(glob, full); });
      if (ignored || !table.extension.empty()) continue;
      const QualifiedName qualified{schema_name, name};
      input.tables.push_back({qualified, &table, model_of(qualified, schema, models)});
    }
  }
  return input;
}

namespace rules {
namespace {

ObjectRef object_of(const LintTable& at) {
  ObjectRef object;
  object.schema = at.name.schema;
  object.table = at.name.name;
  return object;
}

std::string key_shape(const IndexKey& key) { return describe(key); }

}  // namespace

Finding& add_at_table(const LintTable& at, Severity severity, FindingSink& sink) {
  Finding& finding = sink.add(severity, object_of(at));
  if (at.model != nullptr) finding.location = at.model->location;
  return finding;
}

Finding& add_at_column(const LintTable& at, const Column& column, Severity severity, FindingSink& sink) {
  Finding& finding = add_at_table(at, severity, sink);
  finding.object.column = column.name;
  if (const Column* model = model_column(at, column.name); model != nullptr && model->location.known())
    finding.location = model->location;
  return finding;
}

Finding& add_at_part(const LintTable& at, std::string_view kind, const std::string& name,
                     const std::vector<std::string>& columns, Severity severity, FindingSink& sink) {
  Finding& finding = add_at_table(at, severity, sink);
  finding.object.kind = kind;
  finding.object.name = name;
  finding.object.columns = columns;
  if (columns.size() == 1)
    if (const Column* model = model_column(at, columns.front()); model != nullptr && model->location.known())
      finding.location = model->location;
  return finding;
}

std::string words(const LintTable& at) { return printable(to_string(object_of(at))); }

std::string words(const LintTable& at, const Column& column) {
  ObjectRef object = object_of(at);
  object.column = column.name;
  return printable(to_string(object));
}

const Column* model_column(const LintTable& at, const std::string& name) {
  return at.model == nullptr ? nullptr : find_column(at.model->columns, name);
}

Type base_type(const Type& type, const Schema& schema) {
  Type base = type;
  // A domain may stand on another; no chain of them is longer than there are domains.
  for (int depth = 0; depth < 100; ++depth) {
    const Domain* found = nullptr;
    for (const auto& [name, space] : schema.schemas) {
      const bool visible =
          std::find(schema.search_path.begin(), schema.search_path.end(), name) != schema.search_path.end();
      if (base.schema != name && !(base.schema.empty() && visible)) continue;
      if (const auto domain = space.domains.find(base.name); domain != space.domains.end()) found = &domain->second;
    }
    if (found == nullptr || (base.schema.empty() && is_builtin(base))) return base;
    const bool is_array = base.is_array;
    base = found->type;
    base.is_array = base.is_array || is_array;
  }
  return base;
}

bool is_timestamp(const Type& type) {
  return !type.is_array && (type.name == "timestamp with time zone" || type.name == "timestamp without time zone");
}

std::vector<IndexShape> index_shapes(const Table& table) {
  std::vector<IndexShape> shapes;
  const auto add_key = [&](const char* kind, const auto& key) -> IndexShape& {
    IndexShape& shape = shapes.emplace_back();
    shape.kind = kind;
    shape.name = key.name.value_or("");
    shape.unique = true;
    for (const std::string& column : key.columns) shape.keys.push_back(quote_identifier(column));
    shape.columns = key.columns;
    shape.include = key.include;
    return shape;
  };
  if (table.primary_key) add_key("primary key", *table.primary_key);
  for (const Unique& unique : table.uniques) add_key("unique", unique).nulls_not_distinct = unique.nulls_not_distinct;
  for (const Index& index : table.indexes) {
    if (!index.valid || index.inherited || !index.predicate.known()) continue;
    IndexShape shape;
    shape.kind = "index";
    shape.name = index.name;
    shape.unique = index.unique;
    shape.nulls_not_distinct = index.nulls_not_distinct;
    shape.method = index.method;
    shape.predicate = index.predicate->value_or("");
    shape.include = index.include;
    for (const IndexKey& key : index.keys) {
      shape.keys.push_back(key_shape(key));
      shape.columns.push_back(key.column);
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

}  // namespace rules
}  // namespace si
