// Models that stand in functions which nothing calls: SQLAlchemy does not know them either until somebody does. They
// are told, for a reader of the code sees them.
#include <set>

#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

using python::NodeKind;

namespace {

constexpr std::string_view kName = "__tablename__ =";

// Class statements with a `__tablename__ = …` of their own, each with the function around it.
struct Uncalled {
  const Node* klass = nullptr;
  const Node* function = nullptr;
};

void find_classes(const Node& node, const Node* function, std::string_view text, std::vector<Uncalled>& out) {
  if (node.end > text.size() || text.substr(node.begin, node.end - node.begin).find(kName) == std::string_view::npos)
    return;
  if (node.kind == NodeKind::kFunction) function = &node;
  if (node.kind == NodeKind::kClass && function != nullptr && node.child(1) != nullptr)
    for (const Node* statement : node.child(1)->children())
      if (statement->kind == NodeKind::kAssign && statement->child(0)->kind == NodeKind::kName &&
          statement->child(0)->text == "__tablename__")
        out.push_back({&node, function});
  for (const Node* child : node.children())
    if (child != nullptr) find_classes(*child, function, text, out);
}

}  // namespace

void Mapper::report_uncalled() {
  std::set<std::pair<const Module*, std::uint32_t>> made;
  for (const auto& [klass, mapping] : mappings_) made.emplace(klass->module, klass->node->begin);
  for (const Evaluator::Effect& effect : context_.evaluator.effects())
    if (effect.value->is(ValueKind::kClass))
      made.emplace(effect.value->klass->module, effect.value->klass->node->begin);
  for (const Module* module : inside_order_) {
    if (module->tree == nullptr) continue;
    std::vector<Uncalled> found;
    find_classes(module->tree->root(), nullptr, module->tree->document().content(), found);
    for (const Uncalled& each : found)
      if (!made.contains({module, each.klass->begin}))
        context_.unresolved({}, "",
                            "class " + std::string(each.klass->text) + " stands in " +
                                std::string(each.function->text) + "(), which nothing that was read calls",
                            context_.place(&module->scope, each.klass));
  }
}

}  // namespace si::sqlalchemy
