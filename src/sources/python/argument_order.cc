#include "sources/python/argument_order.h"

#include <set>

namespace si::python {
namespace {

const Node* refused_in_call(const Node& call) {
  bool keyword = false, mapping = false;
  std::set<std::string_view> names;
  for (const Node* argument : call.children().subspan(call.children().empty() ? 0 : 1)) {
    if (argument == nullptr) continue;
    switch (argument->kind) {
      case NodeKind::kKeyword:
        keyword = true;
        if (!names.insert(argument->text).second) return argument;
        break;
      case NodeKind::kDoubleStar: mapping = true; break;
      case NodeKind::kStar:
        if (mapping) return argument;
        break;
      default:
        if (keyword || mapping) return argument;
    }
  }
  return nullptr;
}

const Node* refused_below(const Node& node) {
  if (node.kind == NodeKind::kCall)
    if (const Node* found = refused_in_call(node)) return found;
  for (const Node* child : node.children())
    if (const Node* found = child == nullptr ? nullptr : refused_below(*child)) return found;
  return nullptr;
}

}  // namespace

const Node* refused_argument(const SyntaxTree& tree) { return refused_below(tree.root()); }

}  // namespace si::python
