// Instances of the project's own classes: their __init__ is run for what it sets on self and for what it hands on to a
// constructor outside of the project.
#include <algorithm>

#include "sources/python/evaluator.h"

namespace si::python {
namespace {

constexpr std::string_view kCondition = "it depends on a condition that only running tells";

// `self.__x` in a method of class _C is `_C__x`.
std::string mangled(std::string_view name, const Scope* scope) {
  if (!name.starts_with("__") || name.ends_with("__")) return std::string(name);
  while (scope != nullptr && scope->owner == nullptr) scope = scope->parent;
  if (scope == nullptr) return std::string(name);
  const std::string_view owner = scope->owner->name;
  const auto start = owner.find_first_not_of('_');
  return start == std::string_view::npos ? std::string(name)
                                         : "_" + std::string(owner.substr(start)) + std::string(name);
}

std::string_view last_part(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

}  // namespace

const Evaluator::Instance* Evaluator::state_of(const Value* instance) const {
  if (building_ != nullptr && building_->instance == instance) return &building_->state;
  const auto found = instances_.find(instance);
  return found == instances_.end() || !found->second.problem.empty() ? nullptr : &found->second;
}

// What the instance holds under a name where `scope` asks for it; null: its __init__ does not set it.
const Value* Evaluator::set_on(const Instance& state, std::string_view name, const Scope* scope) {
  const auto found = state.attributes.find(mangled(name == "impl_instance" ? "impl" : name, scope));
  if (found == state.attributes.end()) return nullptr;
  // A TypeDecorator's constructor sets the impl itself.
  return found->first == "impl" && found->second.before_constructor ? nullptr : found->second.value;
}

void Evaluator::set_attribute(std::string_view name, const Value* value, const Scope& scope) {
  building_->state.attributes[mangled(name, &scope)] = {value, false};
}

// A call in the __init__ of what is being made: super().__init__(…) and Base.__init__(self, …) leave the project.
void Evaluator::note_constructor(const Value* call) {
  if (!call->is(ValueKind::kCall)) return;
  Instance& state = building_->state;
  const Value* callee = call->base;
  const bool next = callee->is(ValueKind::kAttribute) && callee->text == "__init__" && callee->items.empty() &&
                    callee->base->is(ValueKind::kSuper) && callee->base->base == building_->instance;
  const bool named = callee->is(ValueKind::kExternal) && callee->text.ends_with(".__init__") &&
                     !call->arguments.empty() && call->arguments[0].value == building_->instance;
  if (!next && !named) return;
  for (auto& [name, attribute] : state.attributes) attribute.before_constructor = true;
  if (next) {
    state.constructors[""] = call;
    return;
  }
  Value& without_self = make(ValueKind::kCall, call->scope, call->node);
  without_self.base = callee;
  without_self.arguments.assign(call->arguments.begin() + 1, call->arguments.end());
  const std::string_view owner = std::string_view(callee->text).substr(0, callee->text.rfind('.'));
  state.constructors[std::string(last_part(owner))] = &without_self;
}

// What holds after a condition that only running tells: what both ways agree on.
Evaluator::Instance Evaluator::merged(const Instance& first, const Instance& second) {
  Instance out;
  out.problem = first.problem.empty() ? second.problem : first.problem;
  const Value* open = unknown(std::string(kCondition));
  for (const auto* side : {&first, &second}) {
    const Instance& other = side == &first ? second : first;
    for (const auto& [name, attribute] : side->attributes) {
      const auto same = other.attributes.find(name);
      const bool both =
          same != other.attributes.end() && same->second.before_constructor == attribute.before_constructor;
      out.attributes[name] = {both ? merge({attribute.value, same->second.value}, std::string(kCondition)) : open,
                              both && attribute.before_constructor};
    }
    for (const auto& [name, call] : side->constructors) {
      const auto same = other.constructors.find(name);
      out.constructors[name] =
          same == other.constructors.end() ? open : merge({call, same->second}, std::string(kCondition));
    }
  }
  return out;
}

const Evaluator::Instance& Evaluator::constructed(const ClassInfo& klass, const Value* instance) {
  if (const auto known = instances_.find(instance); known != instances_.end()) return known->second;
  Construction construction{instance, {}};
  const ClassInfo* owner = nullptr;
  const Value* init = class_member(klass, "__init__", &owner);
  if (init != nullptr && !init->is(ValueKind::kFunction)) {
    construction.state.problem = "its __init__ is not known";
  } else if (init != nullptr) {
    std::vector<Argument> all{{"", instance, nullptr}};
    all.insert(all.end(), instance->arguments.begin(), instance->arguments.end());
    const std::size_t before = effects_.size();
    Construction* outer = building_;
    building_ = &construction;
    const Value* result = call_function(init, all, owner);
    building_ = outer;
    effects_.resize(before);
    if (result->is(ValueKind::kUnknown) && construction.state.problem.empty())
      construction.state.problem = result->text;
  }
  return instances_[instance] = std::move(construction.state);
}

std::optional<std::vector<Argument>> Evaluator::constructor_arguments(const ClassInfo& klass, const Value* instance,
                                                                      const Value* base) {
  if (class_member(klass, "__init__") == nullptr) return instance->arguments;
  const Instance& state = constructed(klass, instance);
  if (!state.problem.empty()) return std::nullopt;
  const Value* call = nullptr;
  if (base != nullptr) {
    auto found = state.constructors.find(last_part(base->text));
    if (found == state.constructors.end()) found = state.constructors.find("");
    if (found != state.constructors.end()) call = found->second;
  } else if (state.constructors.size() > 1) {
    return std::nullopt;
  } else if (!state.constructors.empty()) {
    call = state.constructors.begin()->second;
  }
  if (call == nullptr) return std::vector<Argument>();
  if (!call->is(ValueKind::kCall)) return std::nullopt;
  std::vector<Argument> passed = call->arguments;
  for (Argument& argument : passed) {
    if (argument.name == "*" || argument.name == "**") return std::nullopt;
    // What stands in the call stands there; the rest stands in the class.
    const auto given = std::find_if(instance->arguments.begin(), instance->arguments.end(),
                                    [&](const Argument& each) { return each.value == argument.value; });
    argument.node = given != instance->arguments.end() ? given->node : nullptr;
  }
  return passed;
}

}  // namespace si::python
