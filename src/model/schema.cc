#include "model/schema.h"

namespace si {
namespace {

// Looks `name` up in one kind of object: in its schema, or along the search path.
template <typename Object>
const Object* find_in(const Schema& schema, const QualifiedName& name, std::map<std::string, Object> Namespace::*kind) {
  const auto look = [&](const std::string& where) -> const Object* {
    const auto space = schema.schemas.find(where);
    if (space == schema.schemas.end()) return nullptr;
    const auto& objects = space->second.*kind;
    const auto found = objects.find(name.name);
    return found == objects.end() ? nullptr : &found->second;
  };
  if (!name.schema.empty()) return look(name.schema);
  for (const std::string& where : schema.search_path)
    if (const Object* found = look(where)) return found;
  return nullptr;
}

}  // namespace

const Table* Schema::find_table(const QualifiedName& name) const { return find_in(*this, name, &Namespace::tables); }

const View* Schema::find_view(const QualifiedName& name) const {
  const View* view = find_in(*this, name, &Namespace::views);
  return view != nullptr ? view : find_in(*this, name, &Namespace::materialized_views);
}

const Enum* Schema::find_enum(const QualifiedName& name) const { return find_in(*this, name, &Namespace::enums); }

const Column* find_column(const std::vector<Column>& columns, std::string_view name) {
  for (const Column& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

std::string_view to_string(SourceKind kind) {
  switch (kind) {
    case SourceKind::kDatabase: return "database";
    case SourceKind::kModels: return "models";
    case SourceKind::kDocument: return "document";
    case SourceKind::kSnapshot: return "snapshot";
  }
  return "";
}

std::string_view to_string(TableKind kind) {
  switch (kind) {
    case TableKind::kTable: return "table";
    case TableKind::kPartitioned: return "partitioned table";
    case TableKind::kForeign: return "foreign table";
  }
  return "";
}

std::string_view to_string(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::kFunction: return "function";
    case FunctionKind::kProcedure: return "procedure";
    case FunctionKind::kAggregate: return "aggregate";
    case FunctionKind::kWindow: return "window function";
  }
  return "";
}

}  // namespace si
