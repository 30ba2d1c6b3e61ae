#include "sources/sqlalchemy/attributes.h"

#include <algorithm>

namespace si {

std::string_view to_string(AttributeKind kind) {
  switch (kind) {
    case AttributeKind::kColumn: return "column";
    case AttributeKind::kRelationship: return "relationship";
    case AttributeKind::kBackref: return "backref";
    case AttributeKind::kColumnProperty: return "column property";
    case AttributeKind::kComposite: return "composite";
    case AttributeKind::kSynonym: return "synonym";
    case AttributeKind::kQueryExpression: return "query expression";
    case AttributeKind::kHybrid: return "hybrid";
    case AttributeKind::kAssociationProxy: return "association proxy";
    case AttributeKind::kProperty: return "property";
    case AttributeKind::kMethod: return "method";
    case AttributeKind::kClassValue: return "class value";
    case AttributeKind::kAnnotation: return "annotation";
    case AttributeKind::kInstanceValue: return "instance value";
  }
  return "attribute";
}

bool is_mapped(AttributeKind kind) { return kind <= AttributeKind::kAssociationProxy; }

const ModelAttribute* ModelClass::find(std::string_view attribute) const {
  const auto at = std::lower_bound(attributes.begin(), attributes.end(), attribute,
                                   [](const ModelAttribute& a, std::string_view wanted) { return a.name < wanted; });
  return at != attributes.end() && at->name == attribute ? &*at : nullptr;
}

namespace {

// What Python and SQLAlchemy themselves set: __table__, __mapper__, _sa_class_manager.
bool is_internal(std::string_view name) {
  return (name.starts_with("__") && name.ends_with("__")) || name.starts_with("_sa_");
}

bool on_instances_only(AttributeKind kind) {
  return kind == AttributeKind::kInstanceValue || kind == AttributeKind::kAnnotation;
}

}  // namespace

bool ModelClass::may_have(std::string_view attribute) const {
  if (!any_attribute.empty() || is_internal(attribute)) return true;
  const ModelAttribute* found = find(attribute);
  return found != nullptr && !on_instances_only(found->kind);
}

bool ModelClass::instance_may_have(std::string_view attribute) const {
  return !any_attribute.empty() || !any_instance_attribute.empty() || is_internal(attribute) ||
         find(attribute) != nullptr;
}

bool ModelClass::constructor_may_take(std::string_view keyword) const {
  if (!any_keyword.empty()) return true;
  if (std::find(constructor_keywords.begin(), constructor_keywords.end(), keyword) != constructor_keywords.end())
    return true;
  return !own_constructor && may_have(keyword);
}

}  // namespace si
