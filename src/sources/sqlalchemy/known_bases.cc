#include "sources/sqlalchemy/known_bases.h"

#include <algorithm>
#include <string>

#include "sources/sqlalchemy/identity.h"

namespace si::sqlalchemy {

using python::same_value;
using python::Value;
using python::ValueKind;

namespace {

constexpr std::string_view kPydantic[] = {
    "construct",
    "copy",
    "dict",
    "from_orm",
    "json",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "schema",
    "schema_json",
    "sqlmodel_update",
    "update_forward_refs",
    "validate",
};

struct KnownBase {
  std::string_view name;  // as it is imported; one that ends with '.' stands for all of the package
  std::vector<std::string_view> attributes;
};

const std::vector<KnownBase>& known_bases() {
  static const std::vector<KnownBase> kBases = {
      {"builtins.object", {}},
      {"typing.", {}},
      {"typing_extensions.", {}},
      {"abc.ABC", {"register"}},
      {"flask_login.UserMixin", {"is_authenticated", "is_active", "is_anonymous", "get_id"}},
      {"flask_login.mixins.UserMixin", {"is_authenticated", "is_active", "is_anonymous", "get_id"}},
      {"sqlalchemy.orm.DeclarativeBase", {}},
      {"sqlalchemy.orm.DeclarativeBaseNoMeta", {}},
      {"sqlalchemy.orm.MappedAsDataclass", {}},
      {"sqlalchemy.orm.decl_api.MappedAsDataclass", {}},
      {"sqlalchemy.orm.decl_api.DeclarativeBase", {}},
      {"sqlalchemy.ext.asyncio.AsyncAttrs", {"awaitable_attrs"}},
      {"sqlalchemy.ext.declarative.AbstractConcreteBase", {}},
      {"sqlalchemy.ext.declarative.ConcreteBase", {}},
      {"sqlmodel.SQLModel", {}},
      {"sqlmodel.main.SQLModel", {}},
  };
  return kBases;
}

}  // namespace

std::vector<std::string_view> attributes_of_every_class(bool flask, bool sqlmodel) {
  std::vector<std::string_view> names{"metadata", "registry", "mro", "_decl_class_registry"};
  if (flask) names.insert(names.end(), {"query", "query_class"});
  if (sqlmodel) names.insert(names.end(), std::begin(kPydantic), std::end(kPydantic));
  return names;
}

std::optional<std::vector<std::string_view>> attributes_of_base(const Value* base, const Value* root) {
  if (root != nullptr && same_value(base, root)) return std::vector<std::string_view>();
  const std::string called = called_name(base);
  if (called == "declarative_base") return std::vector<std::string_view>();
  if (base->is(ValueKind::kCall) && base->base->is(ValueKind::kAttribute) && base->base->text == "generate_base")
    return std::vector<std::string_view>();
  if (base->is(ValueKind::kSubscript) && base->base->is(ValueKind::kExternal)) base = base->base;
  if (!base->is(ValueKind::kExternal)) return std::nullopt;
  for (const KnownBase& known : known_bases()) {
    const bool package = known.name.ends_with('.') && base->text.starts_with(known.name);
    if (package || base->text == known.name) return known.attributes;
  }
  return std::nullopt;
}

const Value* known_mixin(python::Evaluator& evaluator, const std::string& name) {
  static constexpr std::string_view kUtils = R"(
import sqlalchemy as sa
class Timestamp:
    created = sa.Column(sa.DateTime, default=lambda: None, nullable=False)
    updated = sa.Column(sa.DateTime, default=lambda: None, nullable=False)
)";
  if (name == "sqlalchemy_utils.Timestamp" || name == "sqlalchemy_utils.models.Timestamp")
    return evaluator.class_of_text(kUtils, "Timestamp");
  return nullptr;
}

const Value* constructor_of_base(const Value* root) {
  for (int i = 0; i < 4 && root != nullptr; ++i) {
    if (root->is(ValueKind::kCall))
      if (const Value* constructor = root->argument("constructor")) return constructor;
    root = root->is(ValueKind::kCall) || root->is(ValueKind::kAttribute) ? root->base : nullptr;
  }
  return nullptr;
}

}  // namespace si::sqlalchemy
