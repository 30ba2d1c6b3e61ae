#include "compare/resolve.h"

#include <algorithm>
#include <vector>

#include "support/strings.h"

namespace si {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

Resolver::Resolver(const Schema& truth, const Schema& follower) : truth_(truth), follower_(follower) {
  const auto has = [&](const QualifiedName& name) { return truth.find_table(name) || truth.find_view(name); };
  // A table whose schema is not known is the one of that name, where there is one alone.
  for (const auto& [schema, space] : follower.schemas)
    for (const auto& [name, table] : space.tables) {
      const QualifiedName placed = of_follower({schema, name});
      if (table.unresolved_schema.empty() || has(placed)) continue;
      std::vector<QualifiedName> found;
      for (const auto& [where, other] : truth.schemas)
        if (has({where, placed.name})) found.push_back({where, placed.name});
      if (found.size() == 1) rename_table(placed, found[0]);
    }
}

std::string server_name(const std::string& name) { return std::string(truncate_utf8(name, kMaxIdentifierBytes)); }

// An unqualified name is looked up along the search path; where nothing has it, it would be created in the first.
QualifiedName Resolver::place(const Schema& schema, const QualifiedName& name) const {
  if (!name.schema.empty()) return name;
  for (const std::string& where : schema.search_path) {
    const QualifiedName candidate{where, name.name};
    if (schema.find_table(candidate) != nullptr || schema.find_view(candidate) != nullptr) return candidate;
  }
  return {schema.default_schema(), name.name};
}

QualifiedName Resolver::of_truth(const QualifiedName& name) const { return place(truth_, name); }

QualifiedName Resolver::of_follower(const QualifiedName& name) const {
  const QualifiedName own = place(follower_, {name.schema, server_name(name.name)});
  const QualifiedName placed = own.schema == follower_.default_schema() ? place(truth_, {"", own.name}) : own;
  const auto renamed = tables_.find(placed);
  return renamed == tables_.end() ? placed : renamed->second;
}

Type Resolver::type_of_truth(Type type) const {
  if (contains(truth_.search_path, type.schema)) type.schema.clear();
  return type;
}

Type Resolver::type_of_follower(Type type) const {
  if (contains(follower_.search_path, type.schema) || contains(truth_.search_path, type.schema)) type.schema.clear();
  if (const auto renamed = enums_.find(type.name); renamed != enums_.end() && !is_builtin(type))
    type.name = renamed->second;
  return type;
}

void Resolver::rename_table(const QualifiedName& placed, const QualifiedName& truth_name) {
  tables_.emplace(placed, truth_name);
}

void Resolver::rename_enum(const std::string& follower_name, const std::string& truth_name) {
  enums_.emplace(follower_name, truth_name);
}

void Resolver::rename_column(const QualifiedName& table, const std::string& follower_name,
                             const std::string& truth_name) {
  columns_[table].emplace(follower_name, truth_name);
}

const std::map<std::string, std::string>& Resolver::renamed_columns(const QualifiedName& table) const {
  static const std::map<std::string, std::string> kNone;
  const auto found = columns_.find(table);
  return found == columns_.end() ? kNone : found->second;
}

}  // namespace si
