#include "sources/python/module.h"

#include <algorithm>

namespace si::python {
namespace {

// Methods that change the list, set or dictionary they are called on.
constexpr std::string_view kMutators[] = {"append", "extend",     "insert", "update", "add",     "remove",
                                          "pop",    "setdefault", "clear",  "sort",   "reverse", "discard"};

class Collector {
 public:
  explicit Collector(Scope& scope) : scope_(scope) {}

  void block(const Node* statements, int branch) {
    if (statements == nullptr) return;
    if (statements->kind == NodeKind::kIf) return statement(*statements, branch);
    for (const Node* each : statements->children())
      if (each != nullptr) statement(*each, branch);
  }

 private:
  int new_branch(Branch branch) {
    scope_.branches.push_back(branch);
    return static_cast<int>(scope_.branches.size()) - 1;
  }

  void bind(BindingKind kind, std::string_view name, const Node* node, const Node& statement, int branch,
            std::vector<std::uint32_t> path = {}) {
    Binding& binding = scope_.bindings.emplace_back();
    binding.kind = kind;
    binding.name = name;
    binding.node = node;
    binding.statement = &statement;
    // Bound once the statement is done; the body of a loop runs inside it.
    const bool loop = statement.kind == NodeKind::kFor;
    binding.position = loop ? statement.begin : statement.end;
    binding.branch = branch;
    binding.path = std::move(path);
    scope_.by_name[name].push_back(&binding);
  }

  void bind_target(const Node* target, const Node* value, const Node& statement, int branch,
                   const std::vector<std::uint32_t>& path) {
    if (target == nullptr) return;
    switch (target->kind) {
      case NodeKind::kName:
        return bind(value ? BindingKind::kAssign : BindingKind::kUnknown, target->text, value, statement, branch, path);
      case NodeKind::kTuple:
      case NodeKind::kList:
        for (std::uint32_t i = 0; i < target->children().size(); ++i) {
          std::vector<std::uint32_t> inner = path;
          inner.push_back(i);
          const bool star = target->children()[i] && target->children()[i]->kind == NodeKind::kStar;
          bind_target(star ? target->children()[i]->child(0) : target->children()[i], star ? nullptr : value, statement,
                      branch, inner);
        }
        return;
      case NodeKind::kAttribute:
        scope_.attribute_assignments.push_back(&statement);
        scope_.attribute_branches.push_back(branch);
        return;
      case NodeKind::kSubscript:
        if (const Node* object = target->child(0); object && object->kind == NodeKind::kName)
          bind(BindingKind::kMutated, object->text, target, statement, branch);
        return;
      default: return;
    }
  }

  void expression(const Node& node, int branch) {
    const Node* value = node.child(0);
    if (value == nullptr || value->kind != NodeKind::kCall) return;
    const bool in_loop = branch >= 0 && scope_.branches[static_cast<std::size_t>(branch)].unknowable;
    (in_loop ? scope_.loop_calls : scope_.calls).push_back(value);
    if (!in_loop) scope_.call_branches.push_back(branch);
    const Node* callee = value->child(0);
    if (callee == nullptr || callee->kind != NodeKind::kAttribute) return;
    const Node* object = callee->child(0);
    if (object == nullptr || object->kind != NodeKind::kName) return;
    if (std::find(std::begin(kMutators), std::end(kMutators), callee->text) != std::end(kMutators))
      bind(BindingKind::kMutated, object->text, value, node, branch);
  }

  void import(const Node& node, int branch) {
    for (const Node* alias : node.children()) {
      const std::string_view dotted = alias->text;
      const std::string_view name = alias->child(0) ? alias->child(0)->text : dotted.substr(0, dotted.find('.'));
      bind(BindingKind::kImport, name, alias, node, branch);
    }
  }

  void import_from(const Node& node, int branch) {
    for (const Node* alias : node.children()) {
      if (alias->text == "*") {
        scope_.star_imports.push_back(&node);
      } else {
        bind(BindingKind::kImportFrom, alias->child(0) ? alias->child(0)->text : alias->text, alias, node, branch);
      }
    }
  }

  void statement(const Node& node, int branch) {
    switch (node.kind) {
      case NodeKind::kAssign: {
        const Node* value = node.children().back();
        for (std::size_t i = 0; i + 1 < node.children().size(); ++i)
          bind_target(node.children()[i], value, node, branch, {});
        return;
      }
      case NodeKind::kAnnotated:
        if (const Node* target = node.child(0); target && target->kind == NodeKind::kName)
          bind(BindingKind::kAnnotated, target->text, node.child(2), node, branch);
        return;
      case NodeKind::kAugmented:
        if (const Node* target = node.child(0); target && target->kind == NodeKind::kName)
          bind(BindingKind::kAugmented, target->text, node.child(1), node, branch);
        return;
      case NodeKind::kExpression: return expression(node, branch);
      case NodeKind::kImport: return import(node, branch);
      case NodeKind::kImportFrom: return import_from(node, branch);
      case NodeKind::kClass: return bind(BindingKind::kClass, node.text, &node, node, branch);
      case NodeKind::kFunction: return bind(BindingKind::kFunction, node.text, &node, node, branch);
      case NodeKind::kTypeAlias: return bind(BindingKind::kTypeAlias, node.text, node.child(0), node, branch);
      case NodeKind::kIf:
        block(node.child(1), new_branch({node.child(0), false, false, false, branch}));
        if (node.child(2)) block(node.child(2), new_branch({node.child(0), true, false, false, branch}));
        return;
      case NodeKind::kTry:
        block(node.child(0), branch);
        for (std::size_t i = 1; i < node.children().size(); ++i)
          block(node.child(i), new_branch({nullptr, false, true, false, branch}));
        return;
      case NodeKind::kWith: return block(node.child(0), branch);
      case NodeKind::kFor: {
        scope_.loops.push_back(&node);
        scope_.loop_branches.push_back(branch);
        bind_target(node.child(0), nullptr, node, branch, {});
        return block(node.child(2), new_branch({nullptr, false, false, true, branch}));
      }
      case NodeKind::kWhile: return block(node.child(1), new_branch({nullptr, false, false, true, branch}));
      case NodeKind::kMatch:
        for (const Node* arm : node.children()) block(arm, new_branch({nullptr, false, false, true, branch}));
        return;
      default: return;
    }
  }

  Scope& scope_;
};

}  // namespace

void collect_bindings(const Node& block, Scope& scope) { Collector(scope).block(&block, -1); }

}  // namespace si::python
