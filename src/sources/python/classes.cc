// Classes: bases, method resolution order, members, enums.
#include <algorithm>

#include "sources/python/evaluator.h"
#include "support/strings.h"

namespace si::python {
namespace {

constexpr std::string_view kEnumBases[] = {"enum.Enum",
                                           "enum.IntEnum",
                                           "enum.StrEnum",
                                           "enum.Flag",
                                           "enum.IntFlag",
                                           "strenum.StrEnum",
                                           "backports.strenum.StrEnum",
                                           "enum.ReprEnum"};

bool is_enum_base(std::string_view name) {
  return std::find(std::begin(kEnumBases), std::end(kEnumBases), name) != std::end(kEnumBases);
}

}  // namespace

const Value* Evaluator::class_value(const ClassInfo& klass) {
  if (klass.value == nullptr) {
    Value& value = make(ValueKind::kClass, klass.outer, klass.node);
    value.klass = &klass;
    klass.value = &value;
  }
  return klass.value;
}

const ClassInfo& Evaluator::class_info(const Node& node, const Scope& outer) {
  const bool in_frame = outer.kind == ScopeKind::kFunction;
  if (!in_frame)
    if (const auto found = class_by_node_.find(&node); found != class_by_node_.end()) return *found->second;
  ClassInfo& klass = classes_.emplace_back();
  klass.name = node.text;
  klass.module = outer.module;
  klass.node = &node;
  klass.outer = &outer;
  klass.scope.kind = ScopeKind::kClass;
  klass.scope.parent = &outer;
  klass.scope.module = outer.module;
  klass.scope.owner = &klass;
  if (const Node* body = node.child(1)) collect_bindings(*body, klass.scope);
  if (!in_frame) class_by_node_.emplace(&node, &klass);
  return klass;
}

const std::vector<const Value*>& Evaluator::bases(const ClassInfo& klass) {
  if (klass.has_bases) return klass.bases;
  klass.has_bases = true;
  const Node* list = klass.node->child(0);
  if (list == nullptr) return klass.bases;
  for (const Argument& argument : arguments_of(*list, 1, *klass.outer)) {
    if (!argument.name.empty()) {
      klass.keywords.push_back(argument);
      continue;
    }
    const Value* base = argument.value;
    // `Generic[T]`, `BaseModel[int]`: the class itself.
    for (int i = 0; i < 4; ++i) {
      if (base->is(ValueKind::kSubscript)) base = base->base;
      // What a class holds: a class, or what a call made (Meta.Base = declarative_base()).
      if (base->is(ValueKind::kAttribute) && base->base->is(ValueKind::kClass) && !base->items.empty() &&
          base->items[0]->is(ValueKind::kCall))
        base = base->items[0];
      if (base->is(ValueKind::kAttribute) && !base->items.empty() && base->items[0]->is(ValueKind::kClass))
        base = base->items[0];
    }
    if (base->is(ValueKind::kExternal) && stands_for)
      if (const Value* known = stands_for(base->text)) base = known;
    klass.bases.push_back(base);
  }
  return klass.bases;
}

const std::vector<const Value*>& Evaluator::mro(const ClassInfo& klass) {
  if (klass.has_mro) return klass.mro;
  klass.has_mro = true;  // also the guard against a class that is its own base
  klass.mro = {class_value(klass)};
  if (depth_ > 150) return klass.mro;
  ++depth_;
  std::vector<std::vector<const Value*>> lists;
  const std::vector<const Value*> direct = bases(klass);
  for (const Value* base : direct) {
    if (base->is(ValueKind::kClass)) {
      lists.push_back(mro(*base->klass));
    } else {
      lists.push_back({base});
    }
  }
  lists.push_back(direct);
  --depth_;
  // C3: take the first head that stands in no other list's tail.
  const auto in_tail = [&](const Value* candidate) {
    return std::any_of(lists.begin(), lists.end(), [&](const auto& list) {
      return std::any_of(list.empty() ? list.end() : list.begin() + 1, list.end(),
                         [&](const Value* other) { return same_value(candidate, other); });
    });
  };
  for (;;) {
    const Value* next = nullptr;
    const Value* first = nullptr;
    for (const auto& list : lists) {
      if (list.empty()) continue;
      if (first == nullptr) first = list[0];
      if (!in_tail(list[0])) {
        next = list[0];
        break;
      }
    }
    if (first == nullptr) return klass.mro;
    if (next == nullptr) next = first;  // Python would refuse; go on with what there is
    klass.mro.push_back(next);
    for (auto& list : lists)
      list.erase(std::remove_if(list.begin(), list.end(), [&](const Value* v) { return same_value(v, next); }),
                 list.end());
  }
}

const Value* Evaluator::class_member(const ClassInfo& klass, std::string_view name, const ClassInfo** found_in) {
  for (const Value* base : mro(klass)) {
    if (!base->is(ValueKind::kClass)) continue;
    const auto late = base->klass->late.find(name);
    if (const Value* found = late != base->klass->late.end() ? late->second : final_value(base->klass->scope, name)) {
      if (found_in != nullptr) *found_in = base->klass;
      return found;
    }
  }
  return nullptr;
}

namespace {

// Whether some `x.name = …` stands in it.
bool assigns(const Node& node, std::string_view name) {
  if (node.kind == NodeKind::kAssign)
    for (std::size_t i = 0; i + 1 < node.children().size(); ++i)
      if (node.children()[i]->kind == NodeKind::kAttribute && node.children()[i]->text == name) return true;
  return std::any_of(node.children().begin(), node.children().end(),
                     [&](const Node* child) { return child != nullptr && assigns(*child, name); });
}

}  // namespace

// The metaclass of the project that gives the attribute to every class it makes; empty: none does.
std::string Evaluator::set_by_metaclass(const ClassInfo& klass, std::string_view name) {
  for (const Value* base : mro(klass)) {
    if (!base->is(ValueKind::kClass)) continue;
    for (const Argument& keyword : base->klass->keywords) {
      if (keyword.name != "metaclass" || !keyword.value->is(ValueKind::kClass)) continue;
      for (const std::string_view method : {"__init__", "__new__"}) {
        const Value* made = class_member(*keyword.value->klass, method);
        if (made != nullptr && made->is(ValueKind::kFunction) && assigns(*made->node, name))
          return keyword.value->klass->name;
      }
    }
  }
  return {};
}

bool Evaluator::is_subclass_of(const ClassInfo& klass, std::string_view external_name) {
  const auto& order = mro(klass);
  return std::any_of(order.begin(), order.end(),
                     [&](const Value* base) { return base->is(ValueKind::kExternal) && base->text == external_name; });
}

bool Evaluator::is_enum(const ClassInfo& klass) {
  const auto& order = mro(klass);
  return std::any_of(order.begin(), order.end(),
                     [](const Value* base) { return base->is(ValueKind::kExternal) && is_enum_base(base->text); });
}

// Enum("Name", "a b c"), Enum("Name", ["a", "b"]), Enum("Name", [("a", 1)]), Enum("Name", {"a": 1}).
const Value* Evaluator::functional_enum(const Value* base, const std::vector<Argument>& arguments, const Scope* scope) {
  if (!is_enum_base(base->text) || arguments.size() < 2 || !arguments[0].value->is(ValueKind::kString)) return nullptr;
  const Value* names = arguments[1].value;
  std::vector<std::pair<const Value*, const Value*>> pairs;
  if (names->is(ValueKind::kString)) {
    for (const std::string& name : split(replace_all(names->text, ",", " "), ' '))
      if (!name.empty()) pairs.emplace_back(string(name), integer(static_cast<std::int64_t>(pairs.size()) + 1));
  } else if (names->is(ValueKind::kDict)) {
    for (std::size_t i = 0; i + 1 < names->items.size(); i += 2)
      pairs.emplace_back(names->items[i], names->items[i + 1]);
  } else if (names->is_sequence()) {
    for (const Value* item : names->items) {
      const bool pair = item->is_sequence() && item->items.size() == 2;
      pairs.emplace_back(pair ? item->items[0] : item,
                         pair ? item->items[1] : integer(static_cast<std::int64_t>(pairs.size()) + 1));
    }
  } else {
    return nullptr;
  }
  ClassInfo& klass = classes_.emplace_back();
  klass.name = arguments[0].value->text;
  klass.module = scope ? scope->module : nullptr;
  klass.outer = scope;
  klass.has_bases = klass.has_mro = true;
  klass.bases = {base};
  klass.mro = {class_value(klass), base};
  for (const auto& [name, value] : pairs) {
    if (!name->is(ValueKind::kString)) return nullptr;
    Value& member = make(ValueKind::kEnumMember);
    member.klass = &klass;
    member.text = name->text;
    member.items = {value};
    klass.functional_members.push_back(&member);
  }
  return class_value(klass);
}

Node& Evaluator::make_node(NodeKind kind, const Node& place, std::string_view text,
                           std::initializer_list<const Node*> children) {
  Node& node = made_nodes_.emplace_back();
  node.kind = kind;
  node.begin = place.begin;
  node.end = place.end;
  node.text = text;
  node.children() = made_children_.emplace_back(children);
  return node;
}

// type("Name", (Base,), {"attribute": value}): a class as a class statement makes one. Null: only running tells.
const Value* Evaluator::made_class(const std::vector<Argument>& arguments, const Scope* scope, const Node* node) {
  if (arguments.size() != 3 || scope == nullptr || scope->module == nullptr || node == nullptr) return nullptr;
  const Value *name = arguments[0].value, *bases = arguments[1].value, *body = arguments[2].value;
  if (!name->is(ValueKind::kString) || !bases->is(ValueKind::kTuple) || !body->is(ValueKind::kDict)) return nullptr;
  for (std::size_t i = 0; i + 1 < body->items.size(); i += 2)
    if (!body->items[i]->is(ValueKind::kString)) return nullptr;
  ClassInfo& klass = classes_.emplace_back();
  klass.name = name->text;
  klass.module = scope->module;
  klass.node = &make_node(NodeKind::kClass, *node, name->text, {nullptr, nullptr});
  klass.outer = scope;
  klass.is_made = true;
  klass.has_bases = true;
  klass.bases = bases->items;
  klass.scope.kind = ScopeKind::kClass;
  klass.scope.parent = scope;
  klass.scope.module = scope->module;
  klass.scope.owner = &klass;
  for (std::size_t i = 0; i + 1 < body->items.size(); i += 2) {
    const std::string_view attribute = body->items[i]->text;
    const Value* value = body->items[i + 1];
    Binding& binding = klass.scope.bindings.emplace_back();
    binding.kind = BindingKind::kAssign;
    binding.name = attribute;
    binding.node = value->node != nullptr ? value->node : node;
    binding.statement =
        &make_node(NodeKind::kAssign, *node, "", {&make_node(NodeKind::kName, *node, attribute, {}), binding.node});
    binding.value = value;
    klass.scope.by_name[attribute].push_back(&binding);
  }
  const Value* made = class_value(klass);
  note(made);
  return made;
}

std::optional<std::vector<const Value*>> Evaluator::enum_members(const ClassInfo& klass) {
  if (!is_enum(klass)) return std::nullopt;
  if (!klass.functional_members.empty()) return klass.functional_members;
  const Value* ignored = final_value(klass.scope, "_ignore_");
  const bool lower = is_subclass_of(klass, "enum.StrEnum") || is_subclass_of(klass, "strenum.StrEnum") ||
                     is_subclass_of(klass, "backports.strenum.StrEnum");
  const bool own_new = class_member(klass, "__new__") != nullptr;
  const bool own_auto = class_member(klass, "_generate_next_value_") != nullptr;
  std::vector<const Value*> members;
  std::int64_t last = 0;
  for (const Binding& binding : klass.scope.bindings) {
    if (binding.kind != BindingKind::kAssign && !(binding.kind == BindingKind::kAnnotated && binding.node)) continue;
    if (binding.name.starts_with('_')) continue;
    if (ignored != nullptr && ignored->is(ValueKind::kString) && ignored->text.find(binding.name) != std::string::npos)
      continue;
    if (ignored != nullptr && std::any_of(ignored->items.begin(), ignored->items.end(),
                                          [&](const Value* item) { return item->text == binding.name; }))
      continue;
    bool handler = false;
    if (binding.branch >= 0 && branch_taken(klass.scope, binding.branch, handler) != true) return std::nullopt;
    const Value* value = binding_value(binding, klass.scope);
    if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kExternal) && value->base->text == "enum.auto") {
      if (own_auto) {
        const Value* maker = class_member(klass, "_generate_next_value_");
        std::vector<Argument> given{{"", string(std::string(binding.name)), nullptr},
                                    {"", integer(1), nullptr},
                                    {"", integer(static_cast<std::int64_t>(members.size())), nullptr},
                                    {"", sequence(ValueKind::kList, {}), nullptr}};
        value =
            maker->is(ValueKind::kFunction) ? call_function(maker, given, &klass) : unknown("a value made at run time");
      } else {
        value = lower ? string(to_lower_ascii(binding.name)) : integer(last + 1);
      }
    }
    if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kExternal) &&
        (value->base->text == "enum.nonmember" || value->base->text == "builtins.property"))
      continue;
    if (value->is(ValueKind::kFunction) && value->node && value->node->kind == NodeKind::kLambda) continue;
    if (value->is(ValueKind::kInt)) last = value->integer;
    // The same value twice: the second is another name of the first.
    const bool alias = std::any_of(members.begin(), members.end(), [&](const Value* other) {
      return value->is_constant() && same_value(other->items[0], value);
    });
    if (alias) continue;
    Value& member = make(ValueKind::kEnumMember, &klass.scope, binding.node);
    member.klass = &klass;
    member.text = binding.name;
    member.items = {own_new ? unknown("the enum makes its values in __new__") : value};
    members.push_back(&member);
  }
  return members;
}

void Evaluator::collect_classes(const Scope& scope, std::vector<const ClassInfo*>& out) {
  if (depth_ > 100) return;
  ++depth_;
  for (const Binding& binding : scope.bindings) {
    if (binding.kind != BindingKind::kClass) continue;
    bool handler = false;
    if (binding.branch >= 0 && branch_taken(scope, binding.branch, handler) == false) continue;
    const ClassInfo& klass = class_info(*binding.node, scope);
    out.push_back(&klass);
    collect_classes(klass.scope, out);
  }
  --depth_;
}

std::vector<const ClassInfo*> Evaluator::classes(const Module& module) {
  std::vector<const ClassInfo*> out;
  collect_classes(module.scope, out);
  return out;
}

}  // namespace si::python
