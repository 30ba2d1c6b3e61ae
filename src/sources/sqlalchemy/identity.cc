#include "sources/sqlalchemy/identity.h"

#include <algorithm>

#include "sources/python/evaluator.h"

namespace si::sqlalchemy {

using python::Value;
using python::ValueKind;

namespace {

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

std::string name_in_sqlalchemy(std::string_view name) {
  if (const auto func = name.find(".func."); func != std::string_view::npos) return std::string(name.substr(func + 1));
  constexpr std::string_view kFunctions = "sqlalchemy.sql.functions.";
  if (name.starts_with(kFunctions) && name.size() > kFunctions.size() && name[kFunctions.size()] >= 'a')
    return "func." + std::string(name.substr(kFunctions.size()));
  constexpr std::string_view kDialects = ".dialects.";
  if (const auto at = name.find(kDialects); at != std::string_view::npos) {
    const std::string_view rest = name.substr(at + 1);  // dialects.postgresql.json.JSONB
    const auto dialect_end = rest.find('.', kDialects.size() - 1);
    if (dialect_end == std::string_view::npos) return std::string(rest);
    return std::string(rest.substr(0, dialect_end + 1)) + std::string(last_part(rest));
  }
  for (const std::string_view suffix : {".directive", ".cascading"})
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  return std::string(last_part(name));
}

}  // namespace

std::string known_name(const Value* value) {
  if (value == nullptr || !value->is(ValueKind::kExternal)) return {};
  const std::string_view name = value->text;
  const auto in = [&](std::string_view package) { return name.starts_with(package) && name.size() > package.size(); };
  if (in("sqlalchemy.")) return name_in_sqlalchemy(name);
  if (in("sqlmodel.")) {
    const std::string_view last = last_part(name);
    if (last == "Field" || last == "SQLModel" || last == "Relationship" || last == "AutoString")
      return "sqlmodel." + std::string(last);
    return name_in_sqlalchemy(name);
  }
  if (in("flask_sqlalchemy.")) return "flask_sqlalchemy." + std::string(last_part(name));
  for (const std::string_view package : {"geoalchemy2.", "pgvector.", "sqlalchemy_utils.", "sqlalchemy_json.",
                                         "citext.", "advanced_alchemy.", "fastapi_users_db_sqlalchemy."})
    if (in(package)) return std::string(package) + std::string(last_part(name));
  return {};
}

std::string called_name(const Value* value) {
  return value != nullptr && value->is(ValueKind::kCall) ? known_name(value->base) : std::string();
}

const Value* aggregated_column(python::Evaluator& evaluator, const Value* function) {
  if (!function->is(ValueKind::kFunction) || function->node->kind != python::NodeKind::kFunction) return nullptr;
  for (std::size_t i = 3; i < function->node->children().size(); ++i) {
    const python::Node* decorator = function->node->children()[i];
    if (decorator->kind != python::NodeKind::kCall) continue;
    if (known_name(evaluator.evaluate(decorator->child(0), *function->scope)) == "sqlalchemy_utils.aggregated")
      return evaluator.evaluate(decorator, *function->scope)->argument("column", 1);
  }
  return nullptr;
}

bool is_flask_model(const Value* value) {
  return value->is(ValueKind::kAttribute) && value->text == "Model" && value->base->is(ValueKind::kCall);
}

const python::Value* keyword_of(const python::Value* call, std::string_view name) {
  const Value* value = call->is(ValueKind::kCall) ? call->argument(name) : nullptr;
  return value != nullptr && value->is(ValueKind::kNone) ? nullptr : value;
}

const Value* schema_item_of(python::Evaluator& evaluator, const python::ClassInfo& klass) {
  static constexpr std::string_view kItems[] = {"Column",
                                                "MappedColumn",
                                                "ForeignKey",
                                                "ForeignKeyConstraint",
                                                "UniqueConstraint",
                                                "CheckConstraint",
                                                "ExcludeConstraint",
                                                "PrimaryKeyConstraint",
                                                "Index",
                                                "Computed",
                                                "Identity",
                                                "Sequence",
                                                "MetaData"};
  const auto is_item = [](const Value* value) {
    return std::find(std::begin(kItems), std::end(kItems), known_name(value)) != std::end(kItems);
  };
  const auto is_column = [](const Value* value) {
    return known_name(value) == "Column" || known_name(value) == "MappedColumn";
  };
  for (const Value* base : evaluator.mro(klass)) {
    if (base->is(ValueKind::kChoice) && !base->items.empty() &&
        std::all_of(base->items.begin(), base->items.end(), is_column))
      return base->items[0];
    if (is_item(base)) return base;
  }
  return nullptr;
}

}  // namespace si::sqlalchemy
