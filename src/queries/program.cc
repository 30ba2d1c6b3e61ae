// Expressions: what a name, an attribute or a call can be where it stands.
#include "queries/program.h"

#include <algorithm>

#include "queries/literal_text.h"
#include "queries/program_run.h"
#include "support/strings.h"

namespace si {

using python::Module;
using python::Node;
using python::NodeKind;

namespace {

constexpr std::size_t kMaxVariants = 32;
constexpr int kMaxDepth = 60;
constexpr int kMaxSteps = 100'000;  // of one function that is run for its calls
constexpr int kMaxSpecific = 2;     // calls within calls that are run with their own arguments

constexpr std::string_view kSafeCalls[] = {"builtins.int", "builtins.float", "builtins.len", "builtins.bool",
                                           "builtins.id",  "builtins.round", "uuid.uuid4",   "uuid.UUID"};

bool is_one_of(std::string_view name, const auto& list) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

bool join_conditions(const Conditions& a, const Conditions& b, Conditions& out) {
  out.clear();
  auto x = a.begin();
  auto y = b.begin();
  while (x != a.end() || y != b.end()) {
    if (y == b.end() || (x != a.end() && x->first < y->first)) {
      out.push_back(*x++);
    } else if (x == a.end() || y->first < x->first) {
      out.push_back(*y++);
    } else {
      if (x->second != y->second) return false;
      out.push_back(*x++);
      ++y;
    }
  }
  return true;
}

Program::Program(python::ModuleGraph& graph) : graph_(graph) {}

const Thing* Program::unknown(HoleOrigin origin) const {
  static const auto of = [](HoleOrigin which) {
    Thing thing;
    thing.origin = which;
    return thing;
  };
  static const Thing kPlain = of(HoleOrigin::kUnknown), kArgument = of(HoleOrigin::kArgument),
                     kRequest = of(HoleOrigin::kRequest), kSafe = of(HoleOrigin::kSafe);
  switch (origin) {
    case HoleOrigin::kArgument: return &kArgument;
    case HoleOrigin::kRequest: return &kRequest;
    case HoleOrigin::kSafe: return &kSafe;
    default: return &kPlain;
  }
}

Thing& Program::make(ThingKind kind) {
  Thing& thing = things_.emplace_back();
  thing.kind = kind;
  return thing;
}

const Thing* Program::external(std::string name) {
  if (name.size() > 200) return unknown();
  Thing& thing = make(ThingKind::kExternal);
  thing.name = std::move(name);
  return &thing;
}

Variants Program::combine(const std::vector<Variants>& parts, const Join& join) {
  std::vector<std::pair<Conditions, std::vector<const Thing*>>> ways{{{}, {}}};
  for (const Variants& part : parts) {
    std::vector<std::pair<Conditions, std::vector<const Thing*>>> longer;
    for (const auto& [conditions, things] : ways)
      for (const Variant& variant : part) {
        Conditions both;
        if (!join_conditions(conditions, variant.conditions, both)) continue;
        longer.emplace_back(std::move(both), things);
        longer.back().second.push_back(variant.thing);
      }
    if (longer.size() > kMaxVariants || longer.empty()) return one(unknown());
    ways = std::move(longer);
  }
  Variants out;
  for (auto& [conditions, things] : ways) out.push_back({std::move(conditions), join(things)});
  return out;
}

// ---- names --------------------------------------------------------------------------------------------------------

const Frame& Program::top_of(const Module& module) {
  if (const auto found = tops_.find(&module); found != tops_.end()) return *found->second;
  Frame& frame = frames_.emplace_back();
  frame.module = &module;
  tops_[&module] = &frame;
  if (module.tree == nullptr || depth_ > kMaxDepth) return frame;
  ++silent_;
  ++depth_;
  ProgramRun(*this, frame).block(module.tree->root());
  --depth_;
  --silent_;
  return frame;
}

Variants Program::lookup(std::string_view name, const Frame& from) {
  const auto take = [&](const Variants& bound) {
    Variants out;
    for (const Variant& variant : bound) {
      Conditions both;
      if (!join_conditions(variant.conditions, from.path, both)) continue;
      if (variant.thing->kind != ThingKind::kImported) {
        out.push_back(variant);
        continue;
      }
      for (const Variant& followed : follow(*variant.thing)) out.push_back({variant.conditions, followed.thing});
    }
    return out.empty() ? one(unknown()) : out;
  };
  for (const Frame* frame = &from; frame != nullptr; frame = frame->parent)
    if (const auto found = frame->names.find(name); found != frame->names.end()) return take(found->second);
  if (from.module == nullptr) return one(unknown());
  const bool is_top = from.parent == nullptr && from.function == nullptr && from.owner == nullptr;
  if (!is_top || tops_[from.module] == nullptr) {
    const Frame& top = top_of(*from.module);
    if (const auto found = top.names.find(name); found != top.names.end()) {
      Variants plain;
      for (const Variant& variant : found->second) {
        if (variant.thing->kind == ThingKind::kImported) {
          for (const Variant& followed : follow(*variant.thing)) plain.push_back(followed);
        } else {
          plain.push_back(variant);
        }
      }
      return plain;
    }
  }
  return module_member(*from.module, name);
}

Variants Program::follow(const Thing& imported) {
  const Node& alias = *imported.node;
  const Module& module = *imported.module;
  if (depth_ > kMaxDepth) return one(unknown());
  const auto as_module = [&](const Module* found) {
    Thing& thing = make(ThingKind::kModule);
    thing.module = found;
    return one(&thing);
  };
  if (imported.owner->kind == NodeKind::kImport) {
    const std::string_view wanted = alias.child(0) != nullptr ? alias.text : alias.text.substr(0, alias.text.find('.'));
    if (const Module* found = graph_.find(wanted, module)) return as_module(found);
    return one(external(std::string(wanted)));
  }
  const std::string_view from = imported.owner->text;
  const Module* found = graph_.find(from, module);
  if (found == nullptr)
    return one(external(python::ModuleGraph::absolute_name(from, module) + "." + std::string(alias.text)));
  if (found == &module) {
    if (const Module* inner = graph_.submodule(module, alias.text)) return as_module(inner);
    return one(unknown());
  }
  ++depth_;
  Variants result = module_member(*found, alias.text);
  --depth_;
  return result;
}

Variants Program::module_member(const Module& module, std::string_view name) {
  if (const auto top = tops_.find(&module); top == tops_.end()) top_of(module);
  const Frame& frame = *tops_[&module];
  if (const auto found = frame.names.find(name); found != frame.names.end()) {
    Variants out;
    for (const Variant& variant : found->second) {
      if (variant.thing->kind == ThingKind::kImported) {
        ++depth_;
        for (const Variant& followed : follow(*variant.thing)) out.push_back(followed);
        --depth_;
      } else {
        out.push_back(variant);
      }
    }
    return out;
  }
  for (auto at = module.scope.star_imports.rbegin(); at != module.scope.star_imports.rend(); ++at) {
    const Module* starred = graph_.find((*at)->text, module);
    if (starred == nullptr) {
      const std::string package = python::ModuleGraph::absolute_name((*at)->text, module);
      if (package == "sqlalchemy" && name == "text") return one(external("sqlalchemy.text"));
      continue;
    }
    if (starred == &module || depth_ > kMaxDepth || starred->tree == nullptr) continue;
    if (starred->scope.find(name) == nullptr && starred->scope.star_imports.empty()) continue;
    ++depth_;
    Variants found = module_member(*starred, name);
    --depth_;
    if (found.size() != 1 || found[0].thing->kind != ThingKind::kUnknown) return found;
  }
  if (const Module* inner = graph_.submodule(module, name)) {
    Thing& thing = make(ThingKind::kModule);
    thing.module = inner;
    return one(&thing);
  }
  static constexpr std::string_view kBuiltins[] = {"str",   "int",   "float", "len",  "bool", "open",
                                                   "dict",  "list",  "tuple", "repr", "id",   "sorted",
                                                   "range", "round", "set",   "map",  "zip"};
  if (is_one_of(name, kBuiltins)) return one(external("builtins." + std::string(name)));
  return one(unknown());
}

Variants Program::class_member(const Module& module, const Node& klass, std::string_view name, int depth) {
  const auto [entry, added] = classes_.try_emplace(&klass, nullptr);
  if (added) {
    Frame& frame = frames_.emplace_back();
    frame.module = &module;
    frame.owner = &klass;
    entry->second = &frame;
    ++silent_;
    ++depth_;
    if (klass.child(1) != nullptr && depth_ < kMaxDepth) ProgramRun(*this, frame).block(*klass.child(1));
    --depth_;
    --silent_;
  }
  const Frame* frame = classes_[&klass];
  if (const auto found = frame->names.find(name); found != frame->names.end()) return found->second;
  const Node* bases = klass.child(0);
  if (bases == nullptr || depth > 8) return {};
  for (std::size_t i = 1; i < bases->children.size(); ++i) {
    const Node* base = bases->children[i];
    if (base == nullptr || (base->kind != NodeKind::kName && base->kind != NodeKind::kAttribute)) continue;
    for (const Variant& variant : evaluate(base, top_of(module))) {
      const Thing& thing = *variant.thing;
      if (thing.kind != ThingKind::kClass || thing.node == &klass) continue;
      if (Variants found = class_member(*thing.module, *thing.node, name, depth + 1); !found.empty()) return found;
    }
  }
  return {};
}

// What the only assignment to `self.name` in a class gives.
Variants Program::self_member(const Thing& instance, std::string_view name) {
  const auto key = std::make_pair(instance.node, std::string(name));
  if (const auto known = members_.find(key); known != members_.end()) return known->second;
  members_[key] = one(unknown());  // of an attribute that is set from itself
  Variants found = find_self_member(instance, name);
  return members_[key] = std::move(found);
}

Variants Program::find_self_member(const Thing& instance, std::string_view name) {
  const Node* value = nullptr;
  const Node* method = nullptr;
  int count = 0;
  const auto search = [&](const auto& self, const Node& node, const Node* inside) -> void {
    if (node.kind == NodeKind::kAssign || node.kind == NodeKind::kAnnotated || node.kind == NodeKind::kAugmented)
      for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
        const Node* target = node.children[i];
        if (target == nullptr || target->kind != NodeKind::kAttribute || target->text != name) continue;
        if (target->child(0) == nullptr || target->child(0)->text != "self") continue;
        ++count;
        value = node.kind == NodeKind::kAugmented ? nullptr : node.children.back();
        method = inside;
      }
    if (node.kind > NodeKind::kModule || node.kind == NodeKind::kBlock)
      for (const Node* child : node.children)
        if (child != nullptr) self(self, *child, node.kind == NodeKind::kFunction ? &node : inside);
  };
  const Node* body = instance.node->child(1);
  if (body != nullptr) search(search, *body, nullptr);
  if (count == 0 && depth_ < kMaxDepth) {
    // What a base class sets.
    const Node* bases = instance.node->child(0);
    for (std::size_t i = 1; bases != nullptr && i < bases->children.size(); ++i) {
      const Node* base = bases->children[i];
      if (base == nullptr || (base->kind != NodeKind::kName && base->kind != NodeKind::kAttribute)) continue;
      const Thing& thing = *evaluate(base, top_of(*instance.module))[0].thing;
      if (thing.kind != ThingKind::kClass || thing.node == instance.node) continue;
      Thing as_base = instance;
      as_base.module = thing.module;
      as_base.node = thing.node;
      ++depth_;
      Variants found = self_member(as_base, name);
      --depth_;
      if (found.size() != 1 || found[0].thing->kind != ThingKind::kUnknown) return found;
    }
  }
  if (count != 1 || value == nullptr || method == nullptr || depth_ > kMaxDepth) return one(unknown());
  Thing function;
  function.kind = ThingKind::kFunction;
  function.module = instance.module;
  function.node = method;
  function.owner = instance.node;
  ++depth_;
  ++silent_;
  Variants out = evaluate(value, function_frame(function));
  --silent_;
  --depth_;
  return out;
}

Variants Program::attributes(const Variants& objects, const Node& node) {
  Variants out;
  for (const Variant& object : objects)
    for (Variant& found : attribute(*object.thing, node)) {
      Conditions both;
      if (join_conditions(object.conditions, found.conditions, both)) out.push_back({std::move(both), found.thing});
    }
  if (out.empty() || out.size() > kMaxVariants) return one(unknown());
  return out;
}

Variants Program::attribute(const Thing& object, const Node& node) {
  switch (object.kind) {
    case ThingKind::kModule: return module_member(*object.module, node.text);
    case ThingKind::kExternal: {
      if (object.name == "flask.request" || object.name == "bottle.request" || object.name == "quart.request")
        return one(unknown(HoleOrigin::kRequest));
      return one(external(object.name + "." + std::string(node.text)));
    }
    case ThingKind::kClass: {
      Variants found = class_member(*object.module, *object.node, node.text, 0);
      return found.empty() ? one(unknown()) : found;
    }
    case ThingKind::kInstance: {
      Variants found = class_member(*object.module, *object.node, node.text, 0);
      return found.empty() ? self_member(object, node.text) : found;
    }
    case ThingKind::kUnknown: return one(unknown(object.origin == HoleOrigin::kRequest ? object.origin : HoleOrigin{}));
    default: return one(unknown());
  }
}

std::string Program::describe(const Node* node, const Frame& frame) {
  if (node == nullptr) return "?";
  if (node->kind == NodeKind::kCall) {
    const Variants values = evaluate(node, frame);
    if (values[0].thing->kind == ThingKind::kExternal) return values[0].thing->name;
    if (values[0].thing->kind == ThingKind::kInstance)
      return values[0].thing->module->name + "." + std::string(values[0].thing->node->text) + "()";
    return describe(node->child(0), frame) + "()";
  }
  if (node->kind == NodeKind::kName || node->kind == NodeKind::kAttribute) {
    const Variants values = evaluate(node, frame);
    const Thing& thing = *values[0].thing;
    switch (thing.kind) {
      case ThingKind::kExternal: return thing.name;
      case ThingKind::kModule: return thing.module->name;
      case ThingKind::kInstance: return thing.module->name + "." + std::string(thing.node->text) + "()";
      case ThingKind::kFunction:
        return thing.module->name + "." + (thing.owner ? std::string(thing.owner->text) + "." : "") +
               std::string(thing.node->text);
      case ThingKind::kClass: return thing.module->name + "." + std::string(thing.node->text);
      default: break;
    }
    if (node->kind == NodeKind::kAttribute) return describe(node->child(0), frame) + "." + std::string(node->text);
    return "?" + std::string(node->text);
  }
  if (node->kind == NodeKind::kSubscript) return describe(node->child(0), frame) + "[]";
  return "?";
}

// ---- expressions --------------------------------------------------------------------------------------------------

const Node* Program::argument(const Node& call, std::size_t position, std::string_view name) {
  std::size_t at = 0;
  for (std::size_t i = 1; i < call.children.size(); ++i) {
    const Node* child = call.children[i];
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kKeyword) {
      if (!name.empty() && child->text == name) return child->child(0);
    } else if (child->kind == NodeKind::kStar || child->kind == NodeKind::kDoubleStar) {
      if (child->kind == NodeKind::kStar) at += 1000;
    } else if (at++ == position) {
      return child;
    }
  }
  return nullptr;
}

Variants Program::evaluate(const Node* node, const Frame& frame) {
  if (node == nullptr || depth_ > kMaxDepth || steps_ > kMaxSteps) return one(unknown());
  ++depth_;
  ++steps_;
  Variants out = evaluate_node(*node, frame);
  --depth_;
  if (out.empty()) return one(unknown());
  return out;
}

Variants Program::evaluate_node(const Node& node, const Frame& frame) {
  switch (node.kind) {
    case NodeKind::kString: return one(literal(node, frame));
    case NodeKind::kFormatted: {
      std::vector<Variants> parts;
      std::vector<const Node*> nodes;
      for (const Node* child : node.children)
        if (child != nullptr && child->kind == NodeKind::kInterpolation) {
          parts.push_back(evaluate(child->child(0), frame));
          nodes.push_back(child);
        }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& out = make(ThingKind::kText);
        out.text = read_literal(*frame.module->tree, node, [&](const Node& interpolation) {
          for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i] == &interpolation) {
              if (!interpolation.text.empty())  // !r, :>10 …
                return BuiltText{hole(interpolation, frame, values[i]->origin)};
              return pieces_of(*values[i], interpolation, frame);
            }
          return BuiltText{hole(interpolation, frame, HoleOrigin::kUnknown)};
        });
        return &out;
      });
    }
    case NodeKind::kInteger:
    case NodeKind::kFloat:
    case NodeKind::kTrue:
    case NodeKind::kFalse:
    case NodeKind::kNone: {
      Thing& thing = make(ThingKind::kConstant);
      thing.name = node.kind == NodeKind::kTrue    ? "True"
                   : node.kind == NodeKind::kFalse ? "False"
                   : node.kind == NodeKind::kNone  ? "None"
                                                   : std::string(node.text);
      return one(&thing);
    }
    case NodeKind::kName: return lookup(node.text, frame);
    case NodeKind::kAttribute: return attributes(evaluate(node.child(0), frame), node);
    case NodeKind::kTuple:
    case NodeKind::kList:
    case NodeKind::kSet: {
      std::vector<Variants> parts;
      if (node.children.size() > 200) return one(unknown());
      bool open = false;
      for (const Node* child : node.children) {
        if (child == nullptr) continue;
        if (child->kind == NodeKind::kStar) {
          open = true;
          continue;
        }
        parts.push_back(evaluate(child, frame));
      }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& list = make(ThingKind::kList);
        list.items = values;
        list.open = open;
        list.node = &node;
        return &list;
      });
    }
    case NodeKind::kDictionary: {
      std::vector<Variants> parts;
      if (node.children.size() > 100) return one(unknown());
      bool open = false;
      for (const Node* child : node.children) {
        if (child == nullptr || child->kind != NodeKind::kPair) {
          open = true;
          continue;
        }
        parts.push_back(evaluate(child->child(0), frame));
        parts.push_back(evaluate(child->child(1), frame));
      }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& dict = make(ThingKind::kDict);
        dict.items = values;
        dict.open = open;
        return &dict;
      });
    }
    case NodeKind::kBinary: {
      const Node *left = node.child(0), *right = node.child(1);
      if (left == nullptr || right == nullptr) return one(unknown());
      const std::vector<Variants> parts{evaluate(left, frame), evaluate(right, frame)};
      if (node.text == "+") return combine(parts, [&](const auto& v) { return concatenate(v, {left, right}, frame); });
      if (node.text == "%") return combine(parts, [&](const auto& v) { return percent(*v[0], *v[1], *right, frame); });
      if (node.text == "*")
        return combine(parts, [&](const auto& v) -> const Thing* {
          if (v[0]->kind != ThingKind::kList || v[1]->kind == ThingKind::kConstant) return unknown();
          Thing& list = make(ThingKind::kList);
          list.items = v[0]->items;
          list.sample = true;
          return &list;
        });
      return one(unknown());
    }
    case NodeKind::kConditional: {
      const Node* test = node.child(1);
      const std::uint32_t key = condition(*test, frame);
      Variants out;
      for (const bool arm : {true, false})
        for (Variant& variant : evaluate(node.child(arm ? 0 : 2), frame)) {
          Conditions both;
          if (join_conditions(variant.conditions, {{key, arm}}, both)) out.push_back({std::move(both), variant.thing});
        }
      return out;
    }
    case NodeKind::kBoolean: {
      Variants out = evaluate(node.child(0), frame);
      if (node.text == "or")
        for (Variant& variant : evaluate(node.child(1), frame)) out.push_back(std::move(variant));
      else
        out.push_back({{}, unknown()});
      return out.size() > kMaxVariants ? one(unknown()) : out;
    }
    case NodeKind::kWalrus: return evaluate(node.child(0), frame);
    case NodeKind::kSubscript: return evaluate_subscript(node, frame);
    case NodeKind::kComprehension: return evaluate_comprehension(node, frame);
    case NodeKind::kCall: return evaluate_call(node, frame);
    default: return one(unknown());
  }
}

Variants Program::evaluate_subscript(const Node& node, const Frame& frame) {
  const Variants objects = evaluate(node.child(0), frame);
  const Variants keys = evaluate(node.child(1), frame);
  return combine({objects, keys}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    const Thing &object = *v[0], &key = *v[1];
    if (object.kind == ThingKind::kUnknown && object.origin == HoleOrigin::kRequest) return &object;
    if (object.kind == ThingKind::kDict && key.kind == ThingKind::kText && count_holes(key.text) == 0) {
      const std::string wanted = plain_text(key.text);
      for (std::size_t i = object.items.size(); i >= 2; i -= 2)
        if (object.items[i - 2]->kind == ThingKind::kText && plain_text(object.items[i - 2]->text) == wanted)
          return object.items[i - 1];
    }
    if (object.kind == ThingKind::kList && !object.open && key.kind == ThingKind::kConstant && key.name.size() < 6 &&
        !key.name.empty() &&
        std::all_of(key.name.begin(), key.name.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      const auto index = static_cast<std::size_t>(std::stoi(key.name));
      if (index < object.items.size()) return object.items[index];
    }
    return unknown();
  });
}

// One turn of it, with what it loops over unknown.
Variants Program::evaluate_comprehension(const Node& node, const Frame& frame) {
  if (node.text == "dict" || node.child(0) == nullptr) return one(unknown());
  Frame& inner = inner_frame(frame);
  for (std::size_t i = 1; i < node.children.size(); ++i)
    if (node.children[i] != nullptr && node.children[i]->kind == NodeKind::kForClause)
      ProgramRun(*this, inner).bind(node.children[i]->child(0), one(unknown()));
  return combine({evaluate(node.child(0), inner)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    Thing& list = make(ThingKind::kList);
    list.items = v;
    list.sample = true;
    return &list;
  });
}

Frame& Program::inner_frame(const Frame& frame) {
  Frame& inner = frames_.emplace_back();
  inner.module = frame.module;
  inner.parent = &frame;
  inner.owner = frame.owner;
  inner.function = frame.function;
  inner.path = frame.path;
  return inner;
}

// ---- calls --------------------------------------------------------------------------------------------------------

Variants Program::evaluate_call(const Node& node, const Frame& frame) {
  const Node* callee = node.child(0);
  if (callee == nullptr) return one(unknown());
  Variants callees;
  if (callee->kind == NodeKind::kAttribute) {
    const Variants objects = evaluate(callee->child(0), frame);
    const bool textual = std::any_of(objects.begin(), objects.end(), [](const Variant& variant) {
      return variant.thing->kind == ThingKind::kText || variant.thing->kind == ThingKind::kStatement;
    });
    if (textual) return call_text_method(objects, node, frame);
    callees = attributes(objects, *callee);
  } else {
    callees = evaluate(callee, frame);
  }
  if (callees.size() != 1) return one(unknown());
  const Thing& thing = *callees[0].thing;
  switch (thing.kind) {
    case ThingKind::kExternal: return call_external(thing.name, node, frame);
    case ThingKind::kFunction: return call_function(thing, node, frame);
    case ThingKind::kClass: {
      Thing& instance = make(ThingKind::kInstance);
      instance.module = thing.module;
      instance.node = thing.node;
      return one(&instance);
    }
    case ThingKind::kUnknown:
      return one(unknown(thing.origin == HoleOrigin::kRequest ? HoleOrigin::kRequest : HoleOrigin::kUnknown));
    default: return one(unknown());
  }
}

Frame& Program::function_frame(const Thing& function) {
  Frame& frame = frames_.emplace_back();
  frame.module = function.module;
  frame.parent = function.frame;
  frame.owner = function.owner;
  frame.function = function.node;
  const Node* parameters = function.node->child(0);
  if (parameters == nullptr) return frame;
  bool first = true;
  for (const Node* parameter : parameters->children) {
    std::string_view name = parameter->text;
    while (name.starts_with('*')) name.remove_prefix(1);
    const Thing* value = unknown(HoleOrigin::kArgument);
    if (first && function.owner != nullptr && (name == "self" || name == "cls")) {
      Thing& self = make(name == "self" ? ThingKind::kInstance : ThingKind::kClass);
      self.module = function.module;
      self.node = function.owner;
      value = &self;
    } else if (const Node* annotation = parameter->child(1);
               annotation != nullptr &&
               (annotation->kind == NodeKind::kName || annotation->kind == NodeKind::kAttribute)) {
      const std::string_view type = annotation->text;
      if (annotation->kind == NodeKind::kName &&
          (type == "int" || type == "float" || type == "bool" || type == "UUID" || type == "Decimal" ||
           type == "datetime" || type == "date")) {
        value = unknown(HoleOrigin::kSafe);
      } else if (type != "str" && type != "Any") {
        const Thing& annotated = *evaluate(annotation, top_of(*function.module))[0].thing;
        if (annotated.kind == ThingKind::kExternal) value = external(annotated.name + "()");
        if (annotated.kind == ThingKind::kClass) {
          Thing& instance = make(ThingKind::kInstance);
          instance.module = annotated.module;
          instance.node = annotated.node;
          value = &instance;
        }
      }
    }
    if (parameter->text.starts_with('*')) value = unknown();
    first = false;
    frame.names[name] = one(value);
  }
  return frame;
}

Variants Program::run_function(const Thing& function, Frame& frame) {
  ++silent_;
  ++depth_;
  Variants out;
  if (function.node->kind == NodeKind::kLambda) {
    out = evaluate(function.node->child(1), frame);
  } else {
    ProgramRun run(*this, frame);
    run.block(*function.node->child(1));
    out = std::move(run.returned);
  }
  --depth_;
  --silent_;
  if (out.empty() || out.size() > kMaxVariants) return one(unknown());
  return out;
}

Variants Program::call_function(const Thing& function, const Node& call, const Frame& frame) {
  if (depth_ > kMaxDepth / 2 || function.node->child(1) == nullptr) return one(unknown());
  const auto without_origin = [&](const Variants& results) {
    // Seen from the caller, an argument of the callee is nothing that came from outside.
    Variants out;
    for (const Variant& variant : results) {
      if (variant.thing->kind == ThingKind::kUnknown) {
        out.push_back({{}, unknown()});
        continue;
      }
      if (variant.thing->kind != ThingKind::kText || count_holes(variant.thing->text) == 0) {
        out.push_back({{}, variant.thing});
        continue;
      }
      Thing& copy = make(ThingKind::kText);
      copy.text = variant.thing->text;
      for (TextPiece& piece : copy.text)
        if (piece.hole && piece.origin != HoleOrigin::kSafe) piece.origin = HoleOrigin::kUnknown;
      out.push_back({{}, &copy});
    }
    return out;
  };
  auto known = results_.find(function.node);
  if (known == results_.end()) {
    results_[function.node] = one(unknown());  // of a recursion
    Variants results = run_function(function, function_frame(function));
    known = results_.find(function.node);
    known->second = std::move(results);
  }
  const Variants plain = known->second;
  const bool has_argument = std::any_of(plain.begin(), plain.end(), [](const Variant& variant) {
    const Thing& thing = *variant.thing;
    if (thing.kind == ThingKind::kUnknown) return thing.origin == HoleOrigin::kArgument;
    return std::any_of(thing.text.begin(), thing.text.end(),
                       [](const TextPiece& piece) { return piece.hole && piece.origin == HoleOrigin::kArgument; });
  });
  if (!has_argument || specific_ >= kMaxSpecific) return without_origin(plain);
  // With what this call gives, as far as it is known.
  Frame& inner = function_frame(function);
  bool any = false;
  std::size_t position = 0;
  if (const Node* parameters = function.node->child(0))
    for (const Node* parameter : parameters->children) {
      const std::string_view name = parameter->text;
      if (name.starts_with('*')) break;
      if (position == 0 && function.owner != nullptr && (name == "self" || name == "cls")) continue;
      const Node* given = argument(call, position++, name);
      Variants value;
      if (given != nullptr) {
        value = evaluate(given, frame);
      } else if (parameter->child(0) != nullptr) {
        value = evaluate(parameter->child(0), top_of(*function.module));
      }
      if (value.size() != 1 || value[0].thing->kind == ThingKind::kUnknown) continue;
      any = true;
      inner.names[name] = one(value[0].thing);
    }
  if (!any) return without_origin(plain);
  ++specific_;
  const Variants results = run_function(function, inner);
  --specific_;
  return without_origin(results);
}

Variants Program::call_external(const std::string& name, const Node& call, const Frame& frame) {
  if (name == "builtins.str" || name == "textwrap.dedent" || name == "inspect.cleandoc" || name == "typing.cast" ||
      name == "textwrap.indent") {
    // White space means nothing between the words of SQL.
    const Node* given = argument(call, name == "typing.cast" ? 1 : 0);
    return evaluate(given, frame);
  }
  if (is_one_of(name, kSafeCalls)) return one(unknown(HoleOrigin::kSafe));
  if (Variants made = call_sql_object(name, call, frame); !made.empty()) return made;
  return one(external(name + "()"));
}

}  // namespace si
