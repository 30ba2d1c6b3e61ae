// Expressions: what a name, an attribute or a call can be where it stands.
#include "queries/program.h"

#include <algorithm>
#include <utility>

#include "queries/literal_text.h"
#include "queries/program_run.h"
#include "support/strings.h"

namespace si {

using python::Module;
using python::Node;
using python::NodeKind;

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
  const Variants unknown_part = one(unknown());
  for (const Variants& part : parts) {
    std::vector<std::pair<Conditions, std::vector<const Thing*>>> longer;
    const auto lengthen = [&](const Variants& by) {
      longer.clear();
      for (const auto& [conditions, things] : ways)
        for (const Variant& variant : by) {
          Conditions both;
          if (!join_conditions(conditions, variant.conditions, both)) continue;
          longer.emplace_back(std::move(both), things);
          longer.back().second.push_back(variant.thing);
          if (longer.size() > kMaxVariants) return;
        }
    };
    lengthen(part);
    if (longer.size() > kMaxVariants) lengthen(unknown_part);
    if (longer.empty()) return one(unknown());
    ways = std::move(longer);
  }
  Variants out;
  for (auto& [conditions, things] : ways) out.push_back({std::move(conditions), join(things)});
  return out;
}

namespace {

// Alike as far as a widened thing goes: texts to their end, tuples by their first item.
bool looks_alike(const Thing& a, const Thing& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.name != b.name) return false;
  if (a.kind == ThingKind::kList)
    return a.items.empty() == b.items.empty() && (a.items.empty() || looks_alike(*a.items[0], *b.items[0]));
  return (a.kind == ThingKind::kText || a.kind == ThingKind::kStatement) && same_text(a.text, b.text);
}

}  // namespace

// What a text begins with and a hole; of a tuple its first item so, and nothing of the others.
const Thing* Program::beginning(const Thing& thing) {
  if (thing.kind == ThingKind::kList && !thing.items.empty() && !thing.open) {
    Thing& list = make(ThingKind::kList);
    list.items.assign(thing.items.size(), unknown());
    list.items[0] = beginning(*thing.items[0]);
    return &list;
  }
  if ((thing.kind != ThingKind::kText && thing.kind != ThingKind::kStatement) || thing.text.empty()) return &thing;
  Thing& text = make(thing.kind);
  text.name = thing.name;
  text.text = {thing.text[0]};
  if (thing.text.size() == 1 || thing.text[0].hole) return &text;
  TextPiece rest;
  rest.hole = true;
  rest.document = thing.text[0].document;
  rest.begin = rest.end = thing.text[0].end;
  text.text.push_back(std::move(rest));
  return &text;
}

Variants Program::widen(Variants variants) {
  if (variants.size() <= kMaxVariants) return variants;
  Variants out;
  bool other = false;
  const auto add = [&](const Thing* thing) {
    if (std::none_of(out.begin(), out.end(), [&](const Variant& known) { return looks_alike(*known.thing, *thing); }))
      out.push_back({{}, thing});
    return out.size() < kMaxVariants;
  };
  for (const Variant& variant : variants) {
    const Thing& thing = *variant.thing;
    if (thing.kind == ThingKind::kList) {
      for (const Thing* item : thing.items) {
        Thing& list = make(ThingKind::kList);
        list.items = {beginning(*item)};
        list.open = true;
        if (!add(&list)) return one(unknown());
      }
    } else if ((thing.kind == ThingKind::kText || thing.kind == ThingKind::kStatement) && !thing.text.empty()) {
      if (!add(beginning(thing))) return one(unknown());
    } else {
      other = true;
    }
  }
  if (other || out.empty()) out.push_back({{}, unknown()});
  return out;
}

Variants Program::choice(const Variants& lists, const Node& node) {
  const std::string name = "choice " + std::to_string(reinterpret_cast<std::uintptr_t>(&node));
  const auto [entry, added] = conditions_.try_emplace(name, static_cast<std::uint32_t>(conditions_.size()));
  if (added) tests_.emplace_back();
  const std::uint32_t key = entry->second;
  Variants out;
  std::uint16_t arm = 0;
  for (const Variant& list : lists) {
    const auto add = [&](const Thing* item) {
      Conditions both;
      if (join_conditions(list.conditions, {{key, arm++}}, both)) out.push_back({std::move(both), item});
    };
    const Thing& thing = *list.thing;
    if (thing.kind == ThingKind::kList && thing.items.size() <= 1000)
      for (const Thing* item : thing.items) add(item);
    if (thing.kind != ThingKind::kList || thing.open || thing.items.empty()) add(unknown());
  }
  return widen(std::move(out));
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
  auto asked = std::exchange(asked_members_, {});  // what it asks is a search of its own
  ProgramRun(*this, frame).block(module.tree->root());
  asked_members_ = std::move(asked);
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
    if (const Variants* found = frame->names.find(name)) return take(*found);
  if (from.module == nullptr) return one(unknown());
  const bool is_top = from.parent == nullptr && from.function == nullptr && from.owner == nullptr;
  if (!is_top || tops_[from.module] == nullptr) {
    const Frame& top = top_of(*from.module);
    if (const Variants* found = top.names.find(name)) {
      Variants plain;
      for (const Variant& variant : *found) {
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

// Packages that import all of each other lead back to where the search began, by many ways: each module is asked once.
Variants Program::module_member(const Module& module, std::string_view name) {
  top_of(module);
  const bool outermost = asked_members_.empty();
  const auto [entry, added] = asked_members_.try_emplace({&module, name}, one(unknown()));
  if (!added) return entry->second;
  Variants found = find_module_member(module, name);
  if (outermost)
    asked_members_.clear();
  else
    entry->second = found;
  return found;
}

Variants Program::find_module_member(const Module& module, std::string_view name) {
  const Frame& frame = *tops_[&module];
  if (const Variants* found = frame.names.find(name)) {
    Variants out;
    for (const Variant& variant : *found) {
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
  static constexpr std::string_view kBuiltins[] = {"str",  "int",   "float", "len",      "bool",     "open",  "dict",
                                                   "list", "tuple", "repr",  "id",       "sorted",   "range", "round",
                                                   "set",  "map",   "zip",   "reversed", "enumerate"};
  if (std::find(std::begin(kBuiltins), std::end(kBuiltins), name) != std::end(kBuiltins))
    return one(external("builtins." + std::string(name)));
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
  if (const Variants* found = frame->names.find(name)) return *found;
  const Node* bases = klass.child(0);
  if (bases == nullptr || depth >= kNoBases) return {};
  for (std::size_t i = 1; i < bases->children().size(); ++i) {
    const Node* base = bases->children()[i];
    if (base == nullptr || (base->kind != NodeKind::kName && base->kind != NodeKind::kAttribute)) continue;
    for (const Variant& variant : evaluate(base, top_of(module))) {
      const Thing& thing = *variant.thing;
      if (thing.kind != ThingKind::kClass || thing.node == &klass) continue;
      if (Variants found = class_member(*thing.module, *thing.node, name, depth + 1); !found.empty()) return found;
    }
  }
  return {};
}

namespace {

// A method or value that a class only announces: None, "", a body of `raise NotImplementedError` or nothing.
bool is_announced(const Thing& thing) {
  if (thing.kind == ThingKind::kConstant) return thing.name == "None";
  if (thing.kind == ThingKind::kText) return thing.text.empty() || plain_text(thing.text).empty();
  if (thing.kind != ThingKind::kFunction || thing.node->kind != NodeKind::kFunction) return false;
  const Node* body = thing.node->child(1);
  if (body == nullptr) return true;
  return std::all_of(body->children().begin(), body->children().end(), [](const Node* each) {
    if (each == nullptr || each->kind == NodeKind::kRaise) return true;
    if (each->kind == NodeKind::kReturn) return each->child(0) == nullptr || each->child(0)->kind == NodeKind::kNone;
    const Node* inner = each->kind == NodeKind::kExpression ? each->child(0) : nullptr;
    return (inner != nullptr && (inner->kind == NodeKind::kString || inner->kind == NodeKind::kEllipsis)) ||
           (each->kind == NodeKind::kOther && each->children().empty());  // pass
  });
}

bool is_property(const Thing& thing) {
  if (thing.kind != ThingKind::kFunction || thing.owner == nullptr || thing.node->kind != NodeKind::kFunction)
    return false;
  for (std::size_t i = 3; i < thing.node->children().size(); ++i) {
    const Node* decorator = thing.node->children()[i];
    if (decorator != nullptr && (decorator->text == "property" || decorator->text == "cached_property")) return true;
  }
  return false;
}

}  // namespace

Variants Program::overridden_member(const Node& klass, std::string_view name, int depth) {
  constexpr int kMaxLevels = 4;
  if (depth > kMaxLevels || depth_ > kMaxDepth / 2) return {};
  for (; derived_modules_ < graph_.modules().size(); ++derived_modules_) {
    const Module* module = graph_.modules()[derived_modules_];
    if (module->tree == nullptr) continue;
    for (const Node* each : module->tree->root().children()) {
      if (each == nullptr || each->kind != NodeKind::kClass || each->child(0) == nullptr) continue;
      for (std::size_t i = 1; i < each->child(0)->children().size(); ++i)
        if (const Node* base = each->child(0)->children()[i];
            base != nullptr && (base->kind == NodeKind::kName || base->kind == NodeKind::kAttribute))
          derived_[base->text].emplace_back(module, each);
    }
  }
  const auto found = derived_.find(klass.text);
  if (found == derived_.end()) return {};
  const auto [known, added] = overrides_.try_emplace({&klass, std::string(name)});
  if (!added) return known->second;
  Variants out;
  const auto candidates = found->second;  // what is evaluated may load more modules
  for (const auto& candidate : candidates) {
    const Module* module = candidate.first;
    const Node* derived = candidate.second;
    if (derived == &klass || out.size() >= kMaxVariants) continue;
    const Node& bases = *derived->child(0);
    const bool is_derived = std::any_of(bases.children().begin() + 1, bases.children().end(), [&](const Node* base) {
      if (base == nullptr || base->text != klass.text) return false;
      const Thing& thing = *evaluate(base, top_of(*module))[0].thing;
      return thing.kind == ThingKind::kClass && thing.node == &klass;
    });
    if (!is_derived) continue;
    for (Variant& variant : class_member(*module, *derived, name, kNoBases)) out.push_back({{}, variant.thing});
    for (Variant& variant : overridden_member(*derived, name, depth + 1)) out.push_back({{}, variant.thing});
  }
  std::erase_if(out, [](const Variant& variant) { return is_announced(*variant.thing); });
  return overrides_[{&klass, std::string(name)}] = std::move(out);
}

Variants Program::instance_member(const Thing& instance, std::string_view name) {
  ++depth_;
  Variants found = class_member(*instance.module, *instance.node, name, 0);
  const bool announced =
      std::all_of(found.begin(), found.end(), [](const Variant& variant) { return is_announced(*variant.thing); });
  if (announced) {
    Variants own = found.empty() ? self_member(instance, name) : found;
    const bool plain = own.size() == 1 && (own[0].thing->kind == ThingKind::kUnknown || is_announced(*own[0].thing));
    if (Variants made = plain ? overridden_member(*instance.node, name, 0) : Variants(); !made.empty())
      found = std::move(made);
    else
      found = std::move(own);
  } else if (std::all_of(found.begin(), found.end(),
                         [](const Variant& v) { return v.thing->kind == ThingKind::kText; })) {
    // A text of its own that derived classes replace.
    for (Variant& variant : overridden_member(*instance.node, name, 0)) found.push_back(std::move(variant));
  }
  if (found.size() == 1 && is_property(*found[0].thing) && depth_ < kMaxDepth / 2) {
    const Thing& property = *found[0].thing;
    found = plain_results(property);
  }
  --depth_;
  return widen(std::move(found));
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
      for (std::size_t i = 0; i + 1 < node.children().size(); ++i) {
        const Node* target = node.children()[i];
        if (target == nullptr || target->kind != NodeKind::kAttribute || target->text != name) continue;
        if (target->child(0) == nullptr || target->child(0)->text != "self") continue;
        ++count;
        value = node.kind == NodeKind::kAugmented ? nullptr : node.children().back();
        method = inside;
      }
    if (node.kind > NodeKind::kModule || node.kind == NodeKind::kBlock)
      for (const Node* child : node.children())
        if (child != nullptr) self(self, *child, node.kind == NodeKind::kFunction ? &node : inside);
  };
  const Node* body = instance.node->child(1);
  if (body != nullptr) search(search, *body, nullptr);
  if (count == 0 && depth_ < kMaxDepth) {
    // What a base class sets.
    const Node* bases = instance.node->child(0);
    for (std::size_t i = 1; bases != nullptr && i < bases->children().size(); ++i) {
      const Node* base = bases->children()[i];
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
  if (out.empty()) return one(unknown());
  return widen(std::move(out));
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
    case ThingKind::kInstance: return instance_member(object, node.text);
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

}  // namespace si
