#include "queries/orm_references.h"

#include "queries/orm_walk.h"

#include <map>

namespace si {
namespace {

using python::Node;
using python::NodeKind;

// Names in the strings that relationship(), synonym() and association_proxy() are given: "Order.id.desc()", "orders".
class StringReferences {
 public:
  StringReferences(LiveModels& models, OrmReferences& out) : models_(models), out_(out) {
    const auto& classes = models.reading().classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const auto [entry, added] = by_name_.try_emplace(classes[i].name, i);
      if (!added) entry->second = kSeveral;
    }
  }

  void find() {
    const auto& classes = models_.reading().classes;
    std::set<Location> seen;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes[i].outside) continue;
      for (const ModelAttribute& attribute : classes[i].attributes) {
        if (!attribute.location.known() || !seen.insert(attribute.location).second) continue;
        for (const WrittenArgument& argument : attribute.arguments)
          if (argument.string && argument.location.known()) read(i, attribute, argument);
      }
    }
  }

 private:
  void read(std::size_t owner, const ModelAttribute& attribute, const WrittenArgument& argument) {
    const bool synonym = attribute.kind == AttributeKind::kSynonym && argument.name == "name";
    const bool proxy = attribute.kind == AttributeKind::kAssociationProxy && argument.name == "target_collection";
    if (synonym || proxy) return note(owner, *argument.string, synonym ? "synonym" : "association_proxy", argument);
    if (attribute.kind == AttributeKind::kAssociationProxy && argument.name == "attr") {
      const ModelAttribute* through = models_.reading().classes[owner].find(attribute.target);
      if (through != nullptr && through->target_class)
        note(*through->target_class, *argument.string, "association_proxy", argument);
      return;
    }
    static constexpr std::string_view kExpressions[] = {"order_by", "primaryjoin", "secondaryjoin", "foreign_keys",
                                                        "remote_side"};
    if (attribute.kind != AttributeKind::kRelationship) return;
    for (const std::string_view name : kExpressions)
      if (argument.name == name)
        if (const Node* expression = models_.evaluator().parse_expression(*argument.string))
          read_expression(*expression, argument);
  }

  void read_expression(const Node& node, const WrittenArgument& argument) {
    if (node.kind == NodeKind::kAttribute && node.child(0) != nullptr && node.child(0)->kind == NodeKind::kName) {
      const auto found = by_name_.find(node.child(0)->text);
      if (found != by_name_.end() && found->second != kSeveral) note(found->second, node.text, argument.name, argument);
      return;
    }
    for (const Node* child : node.children)
      if (child != nullptr) read_expression(*child, argument);
  }

  void note(std::size_t index, std::string_view name, const std::string& context, const WrittenArgument& argument) {
    if (name == "c") return;  // Class.c is not SQL's business
    OrmReference& reference = out_.references.emplace_back();
    reference.kind = OrmReferenceKind::kString;
    reference.index = index;
    reference.name = name;
    reference.context = context;
    reference.location = argument.location;
  }

  static constexpr std::size_t kSeveral = static_cast<std::size_t>(-1);
  LiveModels& models_;
  OrmReferences& out_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
};

}  // namespace

OrmReferences find_orm_references(LiveModels& models, const std::vector<std::string>& files) {
  OrmReferences out;
  std::vector<const python::Module*> modules;
  for (const std::string& file : files)
    if (const python::Module* module = models.graph().load(file); module != nullptr && module->tree != nullptr)
      modules.push_back(module);
  out.files = modules.size();
  // Names imported from elsewhere are no models: their packages need not be read.
  std::set<std::string, std::less<>> packages;
  const auto add = [&](const std::string& name) { packages.insert(name.substr(0, name.find('.'))); };
  for (const python::Module* module : modules) add(module->name);
  for (const ModelClass& model : models.reading().classes) add(model.module);
  OrmWalk walk(models, out, packages);
  for (const python::Module* module : modules) walk.walk(*module);
  StringReferences(models, out).find();
  return out;
}

}  // namespace si
