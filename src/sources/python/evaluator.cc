// Names: which binding a name means where it is used, and what that binding is worth.
//
// A module's statements run from top to bottom, so a name means its last binding above the place that uses it; code
// that runs later (function bodies, annotations in strings) sees the last binding of all. Bindings in an arm of an
// `if` count when the test is known, and give a kChoice with what the other arms bind when it is not. The `except` arm
// of an import is taken only when nothing else binds the name, as is what stands under TYPE_CHECKING.
#include "sources/python/evaluator.h"

#include <algorithm>
#include <limits>

#include "sources/python/star_exports.h"

namespace si::python {
namespace {

constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();
// More values than this under conditions that are not known, or more changes of one object, are not followed.
constexpr std::size_t kMaxWays = 64, kMaxChanges = 400;
constexpr std::string_view kOnlyRunning = "it depends on a condition that only running tells";

constexpr std::string_view kBuiltins[] = {
    "str",
    "int",
    "float",
    "bool",
    "bytes",
    "list",
    "dict",
    "set",
    "tuple",
    "frozenset",
    "len",
    "range",
    "sorted",
    "getattr",
    "hasattr",
    "isinstance",
    "classmethod",
    "property",
    "type",
    "object",
    "map",
    "zip",
    "enumerate",
    "max",
    "min",
    "staticmethod",
    "super",
    "repr",
    "any",
    "all",
    "None",
    "next",
    "iter",
    "sum",
    "reversed",
    "filter",
    "print",
    "Exception",
    "NotImplementedError",
    "ValueError",
    "ImportError",
    "vars",
    "locals",
    "globals",
    "setattr",
    "callable",
    "id",
    "hash",
    "abs",
    "memoryview",
    "complex",
    "issubclass",
    "round",
    "chr",
    "ord",
    "__import__",
    "open",
    "RuntimeError",
    "TypeError",
    "KeyError",
    "AttributeError",
};

}  // namespace

Value& Evaluator::make(ValueKind kind, const Scope* scope, const Node* node) {
  Value& value = values_.emplace_back();
  value.kind = kind;
  value.scope = scope;
  value.node = node;
  return value;
}

const Value* Evaluator::unknown(std::string reason, const Scope* scope, const Node* node) {
  Value& value = make(ValueKind::kUnknown, scope, node);
  value.text = std::move(reason);
  return &value;
}

const Value* Evaluator::string(std::string text) {
  Value& value = make(ValueKind::kString);
  value.text = std::move(text);
  return &value;
}

const Value* Evaluator::none() { return &make(ValueKind::kNone); }

const Value* Evaluator::boolean(bool is_true) {
  Value& value = make(ValueKind::kBool);
  value.integer = is_true ? 1 : 0;
  return &value;
}

const Value* Evaluator::integer(std::int64_t number) {
  Value& value = make(ValueKind::kInt);
  value.integer = number;
  return &value;
}

const Value* Evaluator::external(std::string name) {
  Value& value = make(ValueKind::kExternal);
  value.text = std::move(name);
  return &value;
}

namespace {

// A dictionary's pairs as Python keeps them: a key stays where it was first, with the value it was last given.
std::vector<const Value*> without_double_keys(const std::vector<const Value*>& pairs) {
  std::vector<const Value*> out;
  std::unordered_map<std::string_view, std::size_t> places;  // of strings
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    std::size_t at = out.size();
    if (pairs[i]->is(ValueKind::kString)) {
      at = places.try_emplace(pairs[i]->text, out.size()).first->second;
    } else if (pairs.size() < 1000) {
      for (std::size_t j = 0; j < out.size() && at == out.size(); j += 2)
        if (same_value(out[j], pairs[i]) && !pairs[i]->is(ValueKind::kUnknown)) at = j;
    }
    if (at == out.size()) out.insert(out.end(), {pairs[i], pairs[i + 1]});
    out[at + 1] = pairs[i + 1];
  }
  return out;
}

}  // namespace

const Value* Evaluator::sequence(ValueKind kind, std::vector<const Value*> items) {
  Value& value = make(kind);
  value.items = kind == ValueKind::kDict ? without_double_keys(items) : std::move(items);
  return &value;
}

std::optional<bool> Evaluator::truth(const Value* value) {
  switch (value->kind) {
    case ValueKind::kNone: return false;
    case ValueKind::kBool:
    case ValueKind::kInt: return value->integer != 0;
    case ValueKind::kString:
    case ValueKind::kBytes: return !value->text.empty();
    case ValueKind::kTuple:
    case ValueKind::kList:
    case ValueKind::kSet:
    case ValueKind::kDict: return !value->items.empty();
    case ValueKind::kClass:
    case ValueKind::kFunction:
    case ValueKind::kModule:
    case ValueKind::kEllipsis: return true;
    case ValueKind::kExternal:
      if (value->text == "typing.TYPE_CHECKING" || value->text == "typing_extensions.TYPE_CHECKING") return false;
      return std::nullopt;
    default: return std::nullopt;
  }
}

bool same_value(const Value* a, const Value* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || a->kind != b->kind) return false;
  switch (a->kind) {
    case ValueKind::kNone:
    case ValueKind::kEllipsis: return true;
    case ValueKind::kBool:
    case ValueKind::kInt: return a->integer == b->integer;
    case ValueKind::kFloat:
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kExternal: return a->text == b->text;
    case ValueKind::kModule: return a->module == b->module;
    case ValueKind::kClass: return a->klass == b->klass;
    case ValueKind::kFunction: return a->node == b->node;
    case ValueKind::kEnumMember: return a->klass == b->klass && a->text == b->text;
    case ValueKind::kTuple:
    case ValueKind::kList:
    case ValueKind::kSet:
    case ValueKind::kDict:
      return a->items.size() == b->items.size() &&
             std::equal(a->items.begin(), a->items.end(), b->items.begin(), same_value);
    case ValueKind::kOperation:
      return a->text == b->text && a->items.size() == b->items.size() &&
             std::equal(a->items.begin(), a->items.end(), b->items.begin(), same_value);
    case ValueKind::kSubscript:
      return same_value(a->base, b->base) && a->items.size() == b->items.size() &&
             std::equal(a->items.begin(), a->items.end(), b->items.begin(), same_value);
    case ValueKind::kAttribute:
    case ValueKind::kCall: {
      if (a->text != b->text || !same_value(a->base, b->base) || a->arguments.size() != b->arguments.size())
        return false;
      for (std::size_t i = 0; i < a->arguments.size(); ++i)
        if (a->arguments[i].name != b->arguments[i].name || !same_value(a->arguments[i].value, b->arguments[i].value))
          return false;
      return true;
    }
    default: return false;
  }
}

std::string describe(const Value* value) {
  if (value == nullptr) return "nothing";
  switch (value->kind) {
    case ValueKind::kUnknown: return value->text;
    case ValueKind::kNone: return "None";
    case ValueKind::kBool: return value->integer ? "True" : "False";
    case ValueKind::kInt: return std::to_string(value->integer);
    case ValueKind::kString: return "'" + value->text + "'";
    case ValueKind::kExternal:
    case ValueKind::kFloat: return value->text;
    case ValueKind::kModule: return "module " + value->module->name;
    case ValueKind::kClass: return value->klass->name;
    case ValueKind::kFunction: return std::string(value->node ? value->node->text : "function") + "()";
    case ValueKind::kCall: return describe(value->base) + "(…)";
    case ValueKind::kAttribute: return describe(value->base) + "." + value->text;
    case ValueKind::kEnumMember: return value->klass->name + "." + value->text;
    case ValueKind::kChoice: return value->text;
    default: return "a value";
  }
}

const Value* Evaluator::merge(const std::vector<const Value*>& values, const std::string& why) {
  std::vector<const Value*> distinct;
  for (const Value* value : values) {
    const bool known =
        std::any_of(distinct.begin(), distinct.end(), [&](const Value* other) { return same_value(value, other); });
    if (!known) distinct.push_back(value);
  }
  if (distinct.size() == 1) return distinct[0];
  Value& choice = make(ValueKind::kChoice, distinct[0]->scope, distinct[0]->node);
  choice.items = std::move(distinct);
  choice.text = why;
  if (const Value* chosen = chooses ? chooses(choice) : nullptr) return chosen;
  return &choice;
}

std::optional<bool> Evaluator::branch_taken(const Scope& scope, int branch, bool& handler) {
  std::optional<bool> taken = true;
  for (; branch >= 0; branch = scope.branches[static_cast<std::size_t>(branch)].parent) {
    const Branch& arm = scope.branches[static_cast<std::size_t>(branch)];
    handler = handler || arm.handler;
    if (arm.unknowable) taken = std::nullopt;
    if (arm.test == nullptr) continue;
    // Asked once: the test runs where it stands, so it sees what is bound above it, whoever asks.
    if (!arm.asked) {
      const int late = late_, cuts = cuts_;
      late_ = 0;
      arm.truth = truth(evaluate(arm.test, scope));
      late_ = late;
      arm.asked = cuts == cuts_ && budget_ >= 0 && scope.kind != ScopeKind::kFunction;
    }
    const auto test = arm.truth;
    if (!test) {
      taken = std::nullopt;
    } else if (*test == arm.negated) {
      return false;
    }
  }
  return taken;
}

// try: from a import M / except ImportError: try: from b import M / except ImportError: M = None
// Where what is tried surely fails: the first handler's that does not. Null: what is tried is not known to fail.
const Binding* Evaluator::first_importable(const std::vector<const Binding*>& candidates, const Scope& scope,
                                           std::uint32_t position) {
  const auto is_handler = [&](const Binding* binding) {
    for (int at = binding->branch; at >= 0; at = scope.branches[static_cast<std::size_t>(at)].parent)
      if (scope.branches[static_cast<std::size_t>(at)].handler) return true;
    return false;
  };
  if (std::none_of(candidates.begin(), candidates.end(), is_handler)) return nullptr;
  const Binding* found = nullptr;
  bool fails = false;
  for (const Binding* binding : candidates) {
    if (binding->position > position) continue;
    const bool import = binding->kind == BindingKind::kImport || binding->kind == BindingKind::kImportFrom;
    const std::string_view module = binding->kind == BindingKind::kImport ? binding->node->text
                                    : import                              ? binding->statement->text
                                                                          : "";
    const bool absent = import && graph_.is_importable(module, *scope.module) == false;
    const bool handler = is_handler(binding);
    if (!handler && !absent) return nullptr;
    fails = fails || !handler;
    if (found == nullptr && handler && !absent) found = binding;
  }
  return fails ? found : nullptr;
}

const Value* Evaluator::resolve(const std::vector<const Binding*>& candidates, const Scope& scope,
                                std::uint32_t position) {
  if (candidates.size() > 1 && scope.module != nullptr && scope.kind == ScopeKind::kModule)
    if (const Binding* binding = first_importable(candidates, scope, position)) return binding_value(*binding, scope);
  std::vector<const Value*> possible;
  const Binding* fallback = nullptr;
  bool sure = false;
  for (auto at = candidates.rbegin(); at != candidates.rend(); ++at) {
    const Binding& binding = **at;
    if (binding.position > position) continue;
    if (binding.kind == BindingKind::kAnnotated && binding.node == nullptr) continue;  // declared, not bound
    bool handler = false;
    const auto taken = binding.branch < 0 ? std::optional<bool>(true) : branch_taken(scope, binding.branch, handler);
    if (handler || taken == false) {
      if (fallback == nullptr) fallback = &binding;
      continue;
    }
    if (possible.size() == kMaxWays) return unknown(std::string(kOnlyRunning), &scope, binding.node);
    possible.push_back(binding_value(binding, scope));
    if (taken == true) {
      sure = true;
      break;
    }
  }
  if (sure && possible.size() == 1 && possible[0]->is(ValueKind::kNone) && scope.kind == ScopeKind::kModule)
    if (const Value* later = set_by_functions(scope, candidates[0]->name)) return later;
  if (possible.empty()) return fallback ? binding_value(*fallback, scope) : nullptr;
  if (!sure && possible.size() == 1) return possible[0];
  return merge(possible, std::string(kOnlyRunning));
}

namespace {

// The values that a function's own statements give to a name, when it declares the name global.
void find_global_assignments(const Node& node, std::string_view name, bool& is_global, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::kGlobal)
    is_global = is_global || std::any_of(node.children().begin(), node.children().end(),
                                         [&](const Node* each) { return each->text == name; });
  if (node.kind == NodeKind::kAssign && node.children().size() == 2 && node.child(0)->kind == NodeKind::kName &&
      node.child(0)->text == name)
    out.push_back(node.children().back());
  if (node.kind == NodeKind::kCall || node.kind == NodeKind::kClass || node.kind == NodeKind::kLambda) return;
  for (const Node* child : node.children())
    if (child != nullptr && child->kind != NodeKind::kFunction) find_global_assignments(*child, name, is_global, out);
}

void find_functions(const Node& node, std::vector<const Node*>& out) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kFunction) out.push_back(child);
    if (child->kind == NodeKind::kIf || child->kind == NodeKind::kTry || child->kind == NodeKind::kBlock)
      find_functions(*child, out);
  }
}

}  // namespace

// db = None; def init(): global db; db = SQLAlchemy(…): what a name that is None at first becomes, when functions of
// its module make one object of it. Null: they do not, or only running tells what.
const Value* Evaluator::set_by_functions(const Scope& scope, std::string_view name) {
  if (scope.module == nullptr || scope.module->tree == nullptr) return nullptr;
  const auto [entry, added] = set_by_functions_.try_emplace(scope.module->path + "\n" + std::string(name), nullptr);
  if (!added) return entry->second;
  std::vector<const Node*> functions;
  find_functions(scope.module->tree->root(), functions);
  std::vector<const Value*> made;
  for (const Node* function : functions) {
    bool is_global = false;
    std::vector<const Node*> values;
    if (function->child(1) != nullptr) find_global_assignments(*function->child(1), name, is_global, values);
    if (!is_global || values.empty()) continue;
    Value& value = make(ValueKind::kFunction, &scope, function);
    const Scope* frame = bind(&value, {}, nullptr);
    for (const Node* each : values) {
      const Value* object = frame != nullptr ? evaluate(each, *frame, true) : nullptr;
      if (object == nullptr || object->is(ValueKind::kNone)) continue;
      const bool is_made =
          object->is(ValueKind::kCall) &&
          (object->base->is(ValueKind::kClass) ||
           (object->base->is(ValueKind::kExternal) && object->base->text.find("sqlalchemy") != std::string::npos));
      if (!is_made) return nullptr;
      made.push_back(object);
    }
  }
  // Evaluating may have asked for other names: the entry has moved.
  return set_by_functions_[scope.module->path + "\n" + std::string(name)] = made.size() == 1 ? made[0] : nullptr;
}

const Value* Evaluator::final_value(const Scope& scope, std::string_view name) {
  const auto* candidates = scope.find(name);
  return candidates ? resolve(*candidates, scope, kEnd) : nullptr;
}

std::optional<bool> Evaluator::is_bound(const Scope& scope, std::string_view name) {
  const auto* candidates = scope.find(name);
  if (candidates == nullptr) return false;
  std::vector<int> arms;  // in which it is bound
  for (const Binding* binding : *candidates) arms.push_back(binding->branch);
  // Bound in the arm of an `if` that is taken, or in each arm: so bound around it.
  for (std::size_t i = 0; i < arms.size() && arms.size() < 1000; ++i) {
    if (arms[i] < 0) return true;
    const Branch& arm = scope.branches[static_cast<std::size_t>(arms[i])];
    if (arm.test == nullptr) continue;
    bool handler = false;
    const auto taken = branch_taken(scope, arms[i], handler);
    if (taken == true && !handler) return true;
    const bool both = (arm.truth && *arm.truth != arm.negated) ||
                      std::any_of(arms.begin(), arms.begin() + static_cast<std::ptrdiff_t>(i), [&](int other) {
                        return other >= 0 && scope.branches[static_cast<std::size_t>(other)].test == arm.test &&
                               scope.branches[static_cast<std::size_t>(other)].negated != arm.negated;
                      });
    if (both && std::find(arms.begin(), arms.end(), arm.parent) == arms.end()) arms.push_back(arm.parent);
  }
  for (const int arm : arms) {
    bool handler = false;
    if (branch_taken(scope, arm, handler) != false) return std::nullopt;
  }
  return false;
}

const Value* Evaluator::lookup(std::string_view name, const Scope& from, std::uint32_t position) {
  if (late_ > 0) position = kEnd;
  bool skip_classes = false;
  for (const Scope* scope = &from; scope != nullptr; scope = scope->parent) {
    if (scope->kind == ScopeKind::kClass && skip_classes) continue;
    if (const auto given = scope->given.find(name); given != scope->given.end()) return given->second;
    if (scope->kind == ScopeKind::kFunction) {
      skip_classes = true;
      position = kEnd;
    }
    if (const auto* candidates = scope->find(name)) {
      if (const Value* found = resolve(*candidates, *scope, position)) return found;
      // Bound only further down: in a class body the outer scopes come first, as Python has it.
      if (scope->kind == ScopeKind::kModule)
        if (const Value* found = resolve(*candidates, *scope, kEnd)) return found;
    }
    if (const Value* found = star_import(*scope, name)) return found;
    if (scope->kind == ScopeKind::kModule) {
      if (name == "__name__") return string(scope->module->name);
      if (name == "__file__") return unknown("the path of a file", scope);
    }
  }
  if (std::find(std::begin(kBuiltins), std::end(kBuiltins), name) != std::end(kBuiltins))
    return external("builtins." + std::string(name));
  return unknown("nothing here is called " + std::string(name), &from);
}

const Value* Evaluator::star_import(const Scope& scope, std::string_view name) {
  if (scope.module == nullptr) return nullptr;
  for (auto at = scope.star_imports.rbegin(); at != scope.star_imports.rend(); ++at) {
    const Node& statement = **at;
    const Module* module = graph_.find(statement.text, *scope.module);
    if (module == nullptr) {
      // What an opaque package exports by * is not read; its own names are known where they are used.
      const std::string package = ModuleGraph::absolute_name(statement.text, *scope.module);
      if (is_star_export(package, name)) return external(package + "." + std::string(name));
      continue;
    }
    if (module == scope.module || module->tree == nullptr) continue;
    if (const Value* all = final_value(module->scope, "__all__"); all != nullptr && all->is_sequence()) {
      const bool listed =
          std::any_of(all->items.begin(), all->items.end(), [&](const Value* item) { return item->text == name; });
      if (!listed) continue;
      return member(*module, name);
    }
    if (name.starts_with('_')) continue;
    if (depth_ > 150) return nullptr;
    ++depth_;
    const Value* found = final_value(module->scope, name);
    if (found == nullptr) found = star_import(module->scope, name);
    --depth_;
    if (found != nullptr) return found;
  }
  return nullptr;
}

const Value* Evaluator::member(const Module& module, std::string_view name) {
  if (const Value* found = final_value(module.scope, name)) {
    // `from . import models` in a package's own __init__ binds the submodule itself.
    return found;
  }
  if (const Value* found = star_import(module.scope, name)) return found;
  if (const Module* inner = graph_.submodule(module, name)) {
    Value& value = make(ValueKind::kModule);
    value.module = inner;
    return &value;
  }
  if (name == "__name__") return string(module.name);
  if (module.scope.find("__getattr__") != nullptr)
    return unknown("module " + module.name + " makes " + std::string(name) + " at run time");
  return unknown("module " + module.name + " has no " + std::string(name));
}

const Value* Evaluator::import_value(const Binding& binding, const Scope& scope) {
  const auto as_module = [&](const Module* module) {
    Value& value = make(ValueKind::kModule, &scope, binding.node);
    value.module = module;
    return &value;
  };
  const std::string_view dotted = binding.node->text;
  if (binding.kind == BindingKind::kImport) {
    const bool aliased = binding.node->child(0) != nullptr;
    const std::string_view wanted = aliased ? dotted : dotted.substr(0, dotted.find('.'));
    if (const Module* module = graph_.find(wanted, *scope.module)) return as_module(module);
    return external(std::string(wanted));
  }
  const std::string_view from = binding.statement->text;
  const Module* module = graph_.find(from, *scope.module);
  if (module == nullptr) {
    const std::string package = ModuleGraph::absolute_name(from, *scope.module);
    return external(package.empty() ? std::string(dotted) : package + "." + std::string(dotted));
  }
  if (module == scope.module) {
    // `from . import x` in the package's own __init__: the submodule, for the name is just being bound.
    if (const Module* inner = graph_.submodule(*module, dotted)) return as_module(inner);
  }
  return member(*module, dotted);
}

const Value* Evaluator::previous_value(const Binding& binding, const Scope& scope) {
  const auto* candidates = scope.find(binding.name);
  if (candidates->size() > kMaxChanges)
    return unknown("'" + std::string(binding.name) + "' is changed too often to follow", &scope, binding.node);
  std::vector<const Binding*> earlier;
  for (const Binding* each : *candidates) {
    if (each == &binding) break;
    earlier.push_back(each);
  }
  if (const Value* found = earlier.empty() ? nullptr : resolve(earlier, scope, kEnd)) return found;
  if (const Value* found = star_import(scope, binding.name)) return found;
  return scope.parent ? lookup(binding.name, *scope.parent, binding.position)
                      : unknown("nothing here is called " + std::string(binding.name), &scope, binding.node);
}

// The object of `name` after `name.append(x)` or `name[key] = x`.
const Value* Evaluator::mutated(const Binding& binding, const Scope& scope) {
  const Value* before = previous_value(binding, scope);
  if (!before->is_sequence() && !before->is(ValueKind::kDict)) return before;
  const Node& node = *binding.node;
  const bool in_loop = binding.branch >= 0 && scope.branches[static_cast<std::size_t>(binding.branch)].unknowable;
  const auto changed = [&] {
    return unknown("'" + std::string(binding.name) + "' is changed at run time", &scope, &node);
  };
  if (in_loop) return changed();
  if (node.kind == NodeKind::kSubscript) {
    if (!before->is(ValueKind::kDict) || binding.statement->kind != NodeKind::kAssign) return changed();
    std::vector<const Value*> items = before->items;
    items.push_back(evaluate(node.child(1), scope));
    items.push_back(evaluate(binding.statement->children().back(), scope));
    return sequence(ValueKind::kDict, std::move(items));
  }
  const std::string_view method = node.child(0)->text;
  const auto arguments = arguments_of(node, 1, scope);
  if (arguments.size() != 1 || !arguments[0].name.empty()) return changed();
  std::vector<const Value*> items = before->items;
  const Value* added = arguments[0].value;
  if (method == "append" || method == "add") {
    items.push_back(added);
  } else if ((method == "extend" || method == "update") && (added->is_sequence() || added->is(ValueKind::kDict))) {
    items.insert(items.end(), added->items.begin(), added->items.end());
  } else {
    return changed();
  }
  return sequence(before->kind, std::move(items));
}

const Value* Evaluator::binding_value(const Binding& binding, const Scope& scope) {
  if (binding.value != nullptr) return binding.value;
  if (binding.evaluating)
    return unknown("'" + std::string(binding.name) + "' is defined by itself", &scope, binding.node);
  if (depth_ > 180) {
    ++cuts_;
    return unknown("nested too deep to follow", &scope, binding.node);
  }
  binding.evaluating = true;
  ++depth_;
  const int late = late_;
  late_ = 0;
  const Value* result = nullptr;
  switch (binding.kind) {
    case BindingKind::kImport:
    case BindingKind::kImportFrom: result = import_value(binding, scope); break;
    case BindingKind::kClass: result = class_value(class_info(*binding.node, scope)); break;
    case BindingKind::kFunction: {
      Value& function = make(ValueKind::kFunction, &scope, binding.node);
      function.klass = scope.owner;
      result = &function;
      break;
    }
    case BindingKind::kAssign:
      result = evaluate(binding.node, scope);
      for (const std::uint32_t index : binding.path) {
        if (!result->is_sequence() || index >= result->items.size()) {
          result = unknown("a part of " + describe(result), &scope, binding.node);
          break;
        }
        result = result->items[index];
      }
      break;
    case BindingKind::kAnnotated:
      result = binding.node
                   ? evaluate(binding.node, scope)
                   : unknown("'" + std::string(binding.name) + "' is declared but not set", &scope, binding.statement);
      break;
    case BindingKind::kTypeAlias: result = evaluate(binding.node, scope, true); break;
    case BindingKind::kAugmented:
      result = operation(binding.statement->text, previous_value(binding, scope), evaluate(binding.node, scope), scope,
                         *binding.statement);
      break;
    case BindingKind::kMutated: result = mutated(binding, scope); break;
    case BindingKind::kUnknown:
      result = unknown("'" + std::string(binding.name) + "' is set in a loop or with statement", &scope, binding.node);
      break;
  }
  late_ = late;
  --depth_;
  binding.evaluating = false;
  // What was cut off by depth is not remembered: asked from elsewhere it may be known.
  binding.value = result;
  return result;
}

const Node* Evaluator::parse_expression(const std::string& text) {
  const auto [entry, added] = parsed_texts_.try_emplace(text, nullptr);
  if (!added) return entry->second;
  std::unique_ptr<SyntaxTree> tree = parse_python(Document("", "(" + text + "\n)"));
  const Node& root = tree->root();
  if (tree->errors().empty() && root.children().size() == 1 && root.child(0)->kind == NodeKind::kExpression)
    entry->second = root.child(0)->child(0);
  texts_.push_back(std::move(tree));
  return entry->second;
}

const Value* Evaluator::class_of_text(std::string_view source, std::string_view name) {
  std::unique_ptr<Module>& module = written_[source];
  if (module == nullptr) {
    module = std::make_unique<Module>();
    module->tree = parse_python(Document("", std::string(source)));
    module->scope.module = module.get();
    collect_bindings(module->tree->root(), module->scope);
  }
  return member(*module, name);
}

const Value* Evaluator::evaluate_text(const std::string& text, const Scope& scope) {
  const Node* node = parse_expression(text);
  return node ? evaluate(node, scope, true) : unknown("'" + text + "' is no expression", &scope);
}

}  // namespace si::python
