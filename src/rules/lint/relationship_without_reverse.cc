#include <algorithm>

#include "rules/lint/lint.h"
#include "sources/sqlalchemy/attributes.h"
#include "support/strings.h"

namespace si::rules {
namespace {

bool is_one_of_them(const ModelClass& of, std::size_t index, std::size_t own) {
  return index == own || std::find(of.parents.begin(), of.parents.end(), index) != of.parents.end();
}

// Whether a class has any relationship to `own` (or to what that is derived from).
bool leads_back(const std::vector<ModelClass>& classes, std::size_t target, std::size_t own) {
  const auto leads = [&](const ModelAttribute& attribute) {
    const bool is_relation =
        attribute.kind == AttributeKind::kRelationship || attribute.kind == AttributeKind::kBackref;
    if (!is_relation) return false;
    return !attribute.target_class || is_one_of_them(classes[own], *attribute.target_class, own) ||
           is_one_of_them(classes[*attribute.target_class], own, *attribute.target_class);
  };
  const std::vector<ModelAttribute>& attributes = classes[target].attributes;
  return !classes[target].any_attribute.empty() || std::any_of(attributes.begin(), attributes.end(), leads);
}

bool is_view_only(const ModelAttribute& attribute) {
  return std::any_of(attribute.arguments.begin(), attribute.arguments.end(),
                     [](const WrittenArgument& a) { return a.name == "viewonly" || a.name == "**"; });
}

void check(const LintInput& input, FindingSink& sink) {
  if (input.classes == nullptr) return;
  const std::vector<ModelClass>& classes = *input.classes;
  for (std::size_t own = 0; own < classes.size(); ++own) {
    const ModelClass& model = classes[own];
    if (model.outside) continue;
    for (const ModelAttribute& attribute : model.attributes) {
      const bool plain = attribute.kind == AttributeKind::kRelationship && attribute.certain &&
                         attribute.declared_by == model.name && attribute.back_populates.empty() &&
                         attribute.backref.empty() && attribute.target_class && !is_view_only(attribute);
      if (!plain || classes[*attribute.target_class].outside || leads_back(classes, *attribute.target_class, own))
        continue;
      ObjectRef object;
      object.schema = model.table.schema.empty() ? input.schema->default_schema() : model.table.schema;
      object.table = model.table.name;
      object.kind = "relationship";
      object.name = model.name + '.' + attribute.name;
      Finding& finding = sink.add(Severity::kInfo, std::move(object));
      finding.expected = "a relationship of " + classes[*attribute.target_class].name + " to " + model.name;
      finding.message = printable(model.name + '.' + attribute.name) + " leads to " +
                        printable(classes[*attribute.target_class].name) + ", which has no relationship back";
      finding.location = attribute.location;
    }
  }
}

}  // namespace

const Rule relationship_without_reverse{
    "relationship-without-reverse",
    "A relationship that only one of the two classes knows",
    "lint",
    Severity::kInfo,
    false,
    R"(A relationship without `back_populates` or `backref`, to a class that has no relationship back. Off by default: one
direction is often all that is needed.

Why it matters: what is added on the other side is not seen here before a flush, deletes do not cascade as one may
think, and joins from the other side are written by hand.

Example: `Post.author = relationship("User")`, and `User` has no `posts`.

What to do: `posts = relationship("Post", back_populates="author")` there and `back_populates="posts"` here.)",
    nullptr,
    nullptr,
    nullptr,
    check};

}  // namespace si::rules
