// Where relationships lead, and the attributes that their backrefs make on the other side.
#include <algorithm>

#include "sources/sqlalchemy/collect_attributes.h"
#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"
#include "support/word_chars.h"

namespace si::sqlalchemy {

using python::NodeKind;
using python::same_value;

namespace {

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_char);
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// What a Mapped[…] and the collections in it hold.
bool is_wrapper(std::string_view name) {
  static constexpr std::string_view kWrappers[] = {"Mapped",
                                                   "DynamicMapped",
                                                   "WriteOnlyMapped",
                                                   "Relationship",
                                                   "Optional",
                                                   "Union",
                                                   "List",
                                                   "list",
                                                   "Set",
                                                   "set",
                                                   "Dict",
                                                   "dict",
                                                   "Sequence",
                                                   "Collection",
                                                   "Iterable",
                                                   "MutableSequence",
                                                   "MutableSet",
                                                   "MutableMapping",
                                                   "Mapping",
                                                   "Annotated",
                                                   "ClassVar",
                                                   "frozenset",
                                                   "tuple",
                                                   "Tuple",
                                                   "InstrumentedList"};
  return std::find(std::begin(kWrappers), std::end(kWrappers), name) != std::end(kWrappers);
}

}  // namespace

// The class in `Mapped[List["User"]]`, as its last name; empty: not one certain class.
std::string AttributeCollector::annotated_target(const Node* annotation, const Scope& scope, bool sqlmodel) {
  const Node* node = annotation;
  bool mapped = sqlmodel;
  for (int i = 0; i < 12 && node != nullptr; ++i) {
    if (node->kind == NodeKind::kString) {
      node = context_.evaluator.parse_expression(std::string(node->text));
    } else if (node->kind == NodeKind::kSubscript && node->child(0) != nullptr) {
      const std::string_view outer = node->child(0)->text;
      if (!is_wrapper(outer)) {
        // An alias of the project: `Mapped[intlist]` is no class.
        return "";
      }
      mapped = mapped || outer == "Mapped" || outer == "DynamicMapped" || outer == "WriteOnlyMapped" ||
               outer == "Relationship";
      const Node* inner = nullptr;
      for (std::size_t k = 1; k < node->children().size(); ++k) {
        const Node* item = node->children()[k];
        if (item->kind == NodeKind::kNone) continue;
        const bool mapping = outer == "Dict" || outer == "dict" || outer == "Mapping" || outer == "MutableMapping";
        if (inner != nullptr && !mapping) return "";
        inner = item;
      }
      if (inner != nullptr && inner->kind == NodeKind::kTuple && !inner->children().empty())
        inner = inner->children().back();
      node = inner;
    } else if (node->kind == NodeKind::kBinary && node->text == "|") {
      const bool right_none = node->child(1) != nullptr && node->child(1)->kind == NodeKind::kNone;
      const bool left_none = node->child(0) != nullptr && node->child(0)->kind == NodeKind::kNone;
      if (!right_none && !left_none) return "";
      node = node->child(right_none ? 0 : 1);
    } else if (node->kind == NodeKind::kName || node->kind == NodeKind::kAttribute) {
      if (!mapped) return "";
      const Value* value = context_.evaluator.evaluate(node, scope, true);
      return value->is(ValueKind::kClass) ? value->klass->name : std::string(node->text);
    } else {
      return "";
    }
  }
  return "";
}

void AttributeCollector::read_relationship(Reading& reading, ModelAttribute& attribute, const Value* call,
                                           const Node* annotation, const Scope& scope) {
  RelationshipUse use;
  use.owner = reading.index;
  use.name = attribute.name;
  use.call = call;
  use.mapping = reading.mapping;
  const bool sqlmodel = called_name(call) == "sqlmodel.Relationship";
  const Value* target = sqlmodel ? nullptr : call->argument("argument", 0);
  if (target != nullptr && target->is(ValueKind::kFunction))
    target = context_.evaluator.call_function(target, {}, nullptr);
  if (target != nullptr && target->is(ValueKind::kAttribute) && !target->items.empty()) target = target->items[0];
  if (target == nullptr || target->is(ValueKind::kNone)) {
    attribute.target = annotation ? annotated_target(annotation, scope, sqlmodel) : "";
    use.plain_target = !attribute.target.empty();
  } else if (target->is(ValueKind::kString)) {
    const std::string_view last = last_part(target->text);
    if (is_identifier(last)) attribute.target = last;
    use.plain_target = is_identifier(target->text);
  } else if (target->is(ValueKind::kClass)) {
    attribute.target = target->klass->name;
    if (const auto found = out_.index.find(target->klass); found != out_.index.end())
      attribute.target_class = found->second;
    else
      use.target = target->klass;
  }
  const auto name_in = [&](std::string_view keyword) -> std::string {
    const Value* value = call->argument(keyword);
    if (value != nullptr && called_name(value) == "backref") value = value->argument("name", 0);
    if (value == nullptr || value->is(ValueKind::kNone)) return "";
    return value->is(ValueKind::kString) ? value->text : "?";
  };
  attribute.back_populates = name_in("back_populates");
  attribute.backref = name_in("backref");
  out_.relationships.push_back(std::move(use));
}

// Strings mean the classes of the same declarative base.
void AttributeCollector::resolve_targets() {
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_name;
  for (std::size_t i = 0; i < out_.classes.size(); ++i) by_name[out_.classes[i].name].push_back(i);
  std::map<std::pair<std::size_t, std::string>, const RelationshipUse*> uses;
  for (const RelationshipUse& use : out_.relationships) uses[{use.owner, use.name}] = &use;
  for (std::size_t owner = 0; owner < out_.classes.size(); ++owner)
    for (ModelAttribute& attribute : out_.classes[owner].attributes) {
      if (attribute.kind != AttributeKind::kRelationship || attribute.target.empty() || attribute.target_class)
        continue;
      const auto use = uses.find({owner, attribute.name});
      if (use != uses.end() && use->second->target != nullptr) {
        const auto found = out_.index.find(use->second->target);
        if (found != out_.index.end()) attribute.target_class = found->second;
        continue;
      }
      // An inherited one leads where the parent's does.
      for (const std::size_t parent : out_.classes[owner].parents)
        if (const ModelAttribute* same = out_.classes[parent].find(attribute.name);
            same != nullptr && same->location == attribute.location)
          attribute.target_class = same->target_class;
      if (attribute.target_class) continue;
      const auto named = by_name.find(attribute.target);
      if (named == by_name.end()) continue;
      std::vector<std::size_t> possible;
      for (const std::size_t each : named->second) {
        const Value* mine = out_.mappings[owner]->root;
        const Value* other = out_.mappings[each]->root;
        if (mine == nullptr || other == nullptr || same_value(mine, other)) possible.push_back(each);
      }
      if (possible.size() == 1) attribute.target_class = possible[0];
    }
}

void AttributeCollector::add_backrefs() {
  const auto put = [&](std::size_t index, const ModelAttribute& attribute) {
    std::vector<ModelAttribute>& list = out_.classes[index].attributes;
    const auto at = std::lower_bound(list.begin(), list.end(), attribute.name,
                                     [](const ModelAttribute& a, const std::string& name) { return a.name < name; });
    if (at != list.end() && at->name == attribute.name) {
      // What is no mapped attribute gives way to one.
      if (is_mapped(attribute.kind) ? at->kind >= AttributeKind::kHybrid : at->kind >= AttributeKind::kAnnotation)
        *at = attribute;
      return;
    }
    list.insert(at, attribute);
  };
  const auto put_with_children = [&](std::size_t index, const ModelAttribute& attribute) {
    put(index, attribute);
    for (std::size_t i = 0; i < out_.classes.size(); ++i) {
      const auto& parents = out_.classes[i].parents;
      if (std::find(parents.begin(), parents.end(), index) != parents.end()) put(i, attribute);
    }
  };
  std::vector<std::pair<std::optional<std::size_t>, ModelAttribute>> made;
  for (const RelationshipUse& use : out_.relationships) {
    const ModelAttribute* attribute = out_.classes[use.owner].find(use.name);
    if (attribute == nullptr || attribute->kind != AttributeKind::kRelationship || attribute->backref.empty()) continue;
    ModelAttribute other;
    other.name = attribute->backref;
    other.kind = AttributeKind::kBackref;
    other.declared_by = out_.classes[use.owner].name;
    other.certain = attribute->certain && attribute->target_class.has_value();
    other.target = out_.classes[use.owner].name;
    other.target_class = use.owner;
    other.back_populates = use.name;
    other.location = attribute->location;
    made.emplace_back(attribute->target_class, std::move(other));
  }
  for (const auto& [target, attribute] : made) {
    if (attribute.name == "?") {
      const std::string why = "class " + attribute.declared_by + " gives it a backref whose name only running tells";
      for (std::size_t i = 0; i < out_.classes.size(); ++i)
        if (!target || *target == i) out_.classes[i].any_attribute = why;
    } else if (target) {
      put_with_children(*target, attribute);
    } else {
      for (std::size_t i = 0; i < out_.classes.size(); ++i) put(i, attribute);
    }
  }
  for (const std::string& name : loose_names_) {
    ModelAttribute attribute;
    attribute.name = name;
    attribute.certain = false;
    for (std::size_t i = 0; i < out_.classes.size(); ++i) put(i, attribute);
  }
}

}  // namespace si::sqlalchemy
