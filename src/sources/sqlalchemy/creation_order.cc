// When the columns of mixins were made, for SQLAlchemy 1.4 orders a table's columns by that.
//
// A Column(…) of a class body is made when its module runs, one that a declared_attr returns when the class is mapped.
// Modules run in the order in which imports reach them, each package before what is in it:
//
//   models/user.py:  from .mixins import Stamped      → mixins, then user
//   models/post.py:  from .user import User           → as user has run, post
#include <algorithm>
#include <limits>
#include <set>

#include "sources/sqlalchemy/mapper.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::ModuleGraph;

namespace {

constexpr std::size_t kWhenMapped = std::numeric_limits<std::size_t>::max();

}  // namespace

// The modules that run before a module, as its imports stand in it: each package before what is in it.
std::vector<const Module*> Mapper::imports_of(const Module& module) {
  if (modules_by_name_.empty())
    for (const Module* each : context_.evaluator.graph().modules()) modules_by_name_.emplace(each->name, each);
  std::vector<const Module*> out;
  const auto add = [&](const std::string& dotted) {  // "a.b.c": a, then a.b, then a.b.c
    for (std::size_t dot = dotted.find('.');; dot = dotted.find('.', dot + 1)) {
      const auto found = modules_by_name_.find(dotted.substr(0, dot));
      if (found != modules_by_name_.end()) out.push_back(found->second);
      if (dot == std::string::npos) return;
    }
  };
  if (const auto dot = module.name.rfind('.'); dot != std::string::npos) add(module.name.substr(0, dot));
  // Star imports bind nothing that could be listed; they stand by their places among the others.
  std::vector<std::pair<std::uint32_t, std::string>> imports;
  for (const Binding& binding : module.scope.bindings) {
    if (binding.kind != BindingKind::kImport && binding.kind != BindingKind::kImportFrom) continue;
    if (binding.branch >= 0 && context_.evaluator.runs(module.scope, binding.branch) == false) continue;
    std::string dotted;
    if (binding.kind == BindingKind::kImportFrom) dotted = ModuleGraph::absolute_name(binding.statement->text, module);
    if (!dotted.empty()) dotted += '.';
    dotted += binding.node->text;
    imports.emplace_back(binding.position, std::move(dotted));
  }
  for (const Node* star : module.scope.star_imports)
    imports.emplace_back(star->end, ModuleGraph::absolute_name(star->text, module));
  std::stable_sort(imports.begin(), imports.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  for (const auto& [position, dotted] : imports) add(dotted);
  return out;
}

// Runs the imports of a module that is about to run, and counts it.
void Mapper::run_imports(const Module& module, int depth) {
  if (depth > 200 || !started_.insert(&module).second) return;
  for (const Module* imported : imports_of(module)) run_imports(*imported, depth + 1);
  turns_.emplace(&module, turns_.size());
}

// Whether `from` imports `module`, itself or through others.
bool Mapper::reaches(const Module& from, const Module& module) {
  std::set<const Module*> seen;
  std::vector<const Module*> open{&from};
  while (!open.empty()) {
    const Module* at = open.back();
    open.pop_back();
    for (const Module* imported : imports_of(*at)) {
      if (imported == &module) return true;
      if (seen.insert(imported).second) open.push_back(imported);
    }
  }
  return false;
}

// `own`: the class is the mapped one itself, whose declared_attr functions run after those of its mixins.
std::pair<std::size_t, std::uint32_t> Mapper::creation_order(const Binding& binding, const ClassInfo& klass, bool own) {
  if (context_.at_least(2, 0)) return {};
  if (binding.kind == BindingKind::kFunction) return {kWhenMapped, own ? 1 : 0};
  // What makes a class when it runs has the bases made before.
  if (klass.is_made || klass.outer->kind == python::ScopeKind::kFunction) return {kWhenMapped - 1, binding.position};
  if (turns_.empty())
    for (const Module* module : inside_order_) run_imports(*module, 0);
  const auto turn = turns_.find(klass.module);
  return {turn == turns_.end() ? 0 : turn->second, binding.position};
}

}  // namespace si::sqlalchemy
