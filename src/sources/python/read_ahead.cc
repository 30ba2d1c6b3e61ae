#include "sources/python/read_ahead.h"

#include <utility>

namespace si::python {
namespace {

// Imports of imports that are followed from one name.
constexpr int kMaxHops = 8;

}  // namespace

ReadAhead::ReadAhead(ModuleGraph& graph)
    : served_(graph), graph_(graph.alike()), modules_(graph.modules()), given_(modules_.size()) {
  for (const Module* module : modules_) files_.try_emplace(module->path);
  graph_.set_parser([this](const std::string& path, FunctionBodies bodies) { return parse(path, bodies); });
  served_.set_parser([this](const std::string& path, FunctionBodies bodies) {
    std::optional<ParsedFile> parsed;
    if (bodies == FunctionBodies::kWhenAsked) parsed = take(path);
    return parsed ? std::move(*parsed) : parse_file(path, served_.label(path), bodies);
  });
  thread_ = std::thread([this] { run(); });
}

ReadAhead::~ReadAhead() {
  served_.set_parser({});
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  thread_.join();
}

std::optional<ParsedFile> ReadAhead::take(const std::string& path) {
  std::unique_lock lock(mutex_);
  const auto [entry, added] = files_.try_emplace(path);
  if (added) return std::nullopt;
  const File& file = entry->second;
  changed_.wait(lock, [&file] { return file.done; });
  return file.parsed;
}

// A file that the other side has begun is none here: what it imports is not followed.
ParsedFile ReadAhead::parse(const std::string& path, FunctionBodies bodies) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || !files_.try_emplace(path).second) return {};
  }
  ParsedFile parsed = parse_file(path, graph_.label(path), bodies);
  const std::lock_guard lock(mutex_);
  File& file = files_[path];
  file.parsed = parsed;
  file.done = true;
  changed_.notify_all();
  return parsed;
}

void ReadAhead::run() {
  for (std::size_t i = 0; i < modules_.size(); ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
    }
    follow_classes(*modules_[i], i < given_);
  }
}

// Of what is given, the bodies of classes too: columns are evaluated. Of what is imported only the bases are.
void ReadAhead::follow_classes(const Module& module, bool whole) {
  for (const Binding& binding : module.scope.bindings) {
    if (binding.kind != BindingKind::kClass) continue;
    for (const Node* base : binding.node->child(0)->children()) follow_expression(module, *base);
    if (whole) follow_expression(module, *binding.node->child(1));
  }
}

void ReadAhead::follow_expression(const Module& module, const Node& node) {
  if (node.kind == NodeKind::kFunction || node.kind == NodeKind::kLambda) return;
  if (node.kind == NodeKind::kName) return follow_name(module, node.text, 0);
  for (const Node* child : node.children())
    if (child != nullptr) follow_expression(module, *child);
}

void ReadAhead::follow_name(const Module& module, std::string_view name, int depth) {
  if (depth > kMaxHops || module.tree == nullptr) return;
  if (!followed_.insert(std::string(module.path).append(" ").append(name)).second) return;
  if (const auto* bindings = module.scope.find(name)) {
    for (const Binding* binding : *bindings) follow_bound(module, *binding, depth);
    return;
  }
  for (const Node* star : module.scope.star_imports)
    if (const Module* from = visit(graph_.find(star->text, module))) follow_name(*from, name, depth + 1);
}

void ReadAhead::follow_bound(const Module& module, const Binding& binding, int depth) {
  if (binding.kind == BindingKind::kImport) {
    visit(graph_.find(binding.node->text, module));
  } else if (binding.kind == BindingKind::kImportFrom) {
    const Module* from = visit(graph_.find(binding.statement->text, module));
    if (from == nullptr) return;
    const std::string_view name = binding.node->text;
    if (from->scope.find(name) == nullptr && from->is_package) visit(graph_.submodule(*from, name));
    follow_name(*from, name, depth + 1);
  }
}

const Module* ReadAhead::visit(const Module* module) {
  if (module != nullptr && seen_.insert(module).second) modules_.push_back(module);
  return module;
}

}  // namespace si::python
