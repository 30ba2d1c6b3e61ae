// Calls: functions of the project are run when their bodies are simple enough, everything else is kept as a call.
//
// A body runs statement by statement. At an `if` whose test is not known both ways are followed to the end, and the
// results make a kChoice; a way that raises counts for nothing. Loops and anything else that only running tells make
// the names they bind unknown.
#include <algorithm>
#include <utility>

#include "sources/python/evaluator.h"

namespace si::python {

namespace {

// Whether code of this text may make tables or classes.
bool may_declare(std::string_view text) {
  for (const std::string_view word : {"Table(", "type(", "class "})
    if (text.find(word) != std::string_view::npos) return true;
  return false;
}

}  // namespace

// One run of a function's body.
class FunctionRun {
 public:
  FunctionRun(Evaluator& evaluator, Scope& frame) : e_(evaluator), frame_(frame) {}

  // The value returned; null: it raises.
  const Value* run(std::vector<const Node*> pending, int depth = 0) {
    // `pending` is a stack: the next statement last.
    while (!pending.empty()) {
      const Node* node = pending.back();
      pending.pop_back();
      if (node == nullptr) continue;
      switch (node->kind) {
        case NodeKind::kReturn: {
          const Value* value = node->child(0) ? e_.evaluate(node->child(0), frame_) : e_.none();
          note(value);
          return value;
        }
        case NodeKind::kRaise: return nullptr;
        case NodeKind::kIf: {
          const auto test = e_.truth(e_.evaluate(node->child(0), frame_));
          if (test) {
            push(pending, *test ? node->child(1) : node->child(2));
            break;
          }
          if (depth > 6) return e_.unknown("too many conditions", &frame_, node);
          return both(*node, std::move(pending), depth);
        }
        case NodeKind::kTry:
        case NodeKind::kWith: push(pending, node->child(0)); break;
        case NodeKind::kFor:
        case NodeKind::kWhile:
        case NodeKind::kMatch:
          if (!loop(*node)) {
            try_once(*node);
            forget(*node);
            if (returns(*node)) return e_.unknown("a loop that returns", &frame_, node);
          }
          break;
        default: simple(*node); break;
      }
    }
    return e_.none();
  }

  static void push(std::vector<const Node*>& pending, const Node* block) {
    if (block == nullptr) return;
    if (block->kind == NodeKind::kIf) {
      pending.push_back(block);
      return;
    }
    for (std::size_t i = block->children().size(); i-- > 0;) pending.push_back(block->children()[i]);
  }

 private:
  const Value* both(const Node& node, std::vector<const Node*> pending, int depth) {
    const auto before = frame_.given;
    std::vector<const Node*> first = pending;
    push(first, node.child(1));
    const std::size_t start = e_.effects_.size();
    Evaluator::Instance state_before, state_first;
    if (e_.building_ != nullptr) state_before = e_.building_->state;
    ++e_.uncertain_;
    const Value* taken = run(std::move(first), depth + 1);
    const std::size_t middle = e_.effects_.size();
    frame_.given = before;
    if (e_.building_ != nullptr) state_first = std::exchange(e_.building_->state, std::move(state_before));
    push(pending, node.child(2));
    const Value* not_taken = run(std::move(pending), depth + 1);
    --e_.uncertain_;
    if (e_.building_ != nullptr && taken != nullptr)
      e_.building_->state = not_taken == nullptr ? state_first : e_.merged(state_first, e_.building_->state);
    // A way that raises does nothing, and what the other one does is as certain as this run.
    const auto at = [&](std::size_t i) { return e_.effects_.begin() + static_cast<std::ptrdiff_t>(i); };
    if (taken == nullptr) {
      e_.effects_.erase(at(start), at(middle));
    } else if (not_taken == nullptr) {
      e_.effects_.erase(at(middle), e_.effects_.end());
    }
    if ((taken == nullptr || not_taken == nullptr) && e_.uncertain_ == 0)
      for (auto effect = at(start); effect != e_.effects_.end(); ++effect) effect->certain = true;
    if (taken == nullptr) return not_taken;
    if (not_taken == nullptr) return taken;
    return e_.merge({taken, not_taken}, "it depends on a condition that only running tells");
  }

  // A `for` over a known list becomes its body, once for each item.
  bool loop(const Node& node) {
    if (node.kind != NodeKind::kFor) return false;
    const Value* list = e_.evaluate(node.child(1), frame_);
    if (list->is(ValueKind::kClass))
      if (const auto members = e_.enum_members(*list->klass)) list = e_.sequence(ValueKind::kList, *members);
    if (!list->is_sequence() || list->items.size() > 200) return false;
    const Node* body = node.child(2);
    for (const Node* each : body->children()) {
      const NodeKind kind = each->kind;
      if (kind != NodeKind::kAssign && kind != NodeKind::kAnnotated && kind != NodeKind::kAugmented &&
          kind != NodeKind::kExpression)
        return false;
    }
    for (const Value* item : list->items) {
      assign(node.child(0), item);
      for (const Node* each : body->children()) simple(*each);
    }
    return true;
  }

  void simple(const Node& node) {
    switch (node.kind) {
      case NodeKind::kAssign: {
        const Value* value = e_.evaluate(node.children().back(), frame_);
        take_out(*node.children().back());
        for (std::size_t i = 0; i + 1 < node.children().size(); ++i) assign(node.children()[i], value);
        note(value);
        return;
      }
      case NodeKind::kAnnotated:
        if (node.child(2) != nullptr) assign(node.child(0), e_.evaluate(node.child(2), frame_));
        return;
      case NodeKind::kAugmented: {
        const Node* target = node.child(0);
        if (target != nullptr && target->kind == NodeKind::kAttribute && is_self(*target->child(0)))
          e_.set_attribute(target->text, e_.unknown("it is changed in an __init__", &frame_, &node), frame_);
        if (target == nullptr || target->kind != NodeKind::kName) return;
        const Value* before = e_.lookup(target->text, frame_, node.begin);
        frame_.given[target->text] = e_.operation(node.text, before, e_.evaluate(node.child(1), frame_), frame_, node);
        return;
      }
      case NodeKind::kExpression: {
        const Node* value = node.child(0);
        if (value == nullptr || value->kind != NodeKind::kCall) return;
        const Node* callee = value->child(0);
        if (callee == nullptr) return;
        if (callee->kind == NodeKind::kAttribute && callee->child(0)->kind == NodeKind::kName &&
            mutate(*value, *callee))
          return;
        if (e_.building_ != nullptr && construct(*value, *callee)) return;
        if (e_.follow_calls_ || does_something(*callee)) note(e_.evaluate(value, frame_));
        return;
      }
      case NodeKind::kClass: return define(node);
      case NodeKind::kFunction: {
        Value& function = e_.make(ValueKind::kFunction, &frame_, &node);
        frame_.given[node.text] = &function;
        return;
      }
      case NodeKind::kImport:
      case NodeKind::kImportFrom: {
        Scope& local = e_.frames_.emplace_back();
        local.module = frame_.module;
        local.parent = frame_.parent;
        Node block;
        block.kind = NodeKind::kBlock;
        const Node* statements[] = {&node};
        block.children() = statements;
        collect_bindings(block, local);
        for (const Binding& binding : local.bindings) frame_.given[binding.name] = e_.binding_value(binding, local);
        return;
      }
      default: return;
    }
  }

  // What a call does that stands alone in an __init__: it calls the next one, a method of its own, or sets an
  // attribute.
  bool construct(const Node& call, const Node& callee) {
    const bool own_method = callee.kind == NodeKind::kAttribute && is_self(*callee.child(0));
    if (callee.text == "__init__" || own_method) {
      e_.note_constructor(e_.evaluate(&call, frame_));
      return true;
    }
    if (callee.kind != NodeKind::kName || callee.text != "setattr") return false;
    const auto arguments = e_.arguments_of(call, 1, frame_);
    if (arguments.size() != 3 || arguments[0].value != e_.building_->instance) return false;
    if (arguments[1].value->is(ValueKind::kString)) {
      e_.set_attribute(arguments[1].value->text, arguments[2].value, Scope());
    } else {
      e_.building_->state.problem = "an attribute whose name only running tells is set";
    }
    return true;
  }

  bool is_self(const Node& node) const {
    if (e_.building_ == nullptr || node.kind != NodeKind::kName) return false;
    const auto found = frame_.given.find(node.text);
    return found != frame_.given.end() && found->second == e_.building_->instance;
  }

  // Whether a call that stands alone makes or changes a table, itself or in the body of the function it names.
  bool does_something(const Node& callee) {
    static constexpr std::string_view kDoing[] = {"append_constraint", "append_column",  "Table", "Index",
                                                  "UniqueConstraint",  "CheckConstraint"};
    const auto is_doing = [](std::string_view name) {
      return std::find(std::begin(kDoing), std::end(kDoing), name) != std::end(kDoing);
    };
    if (is_doing(callee.text)) return true;
    if (callee.kind != NodeKind::kName) return false;
    const Value* function = e_.evaluate(&callee, frame_);
    if (!function->is(ValueKind::kFunction)) return false;
    const auto in_body = [&](const Node& node, const auto& again) -> bool {
      if (node.kind == NodeKind::kCall && node.child(0) != nullptr && is_doing(node.child(0)->text)) return true;
      return std::any_of(node.children().begin(), node.children().end(),
                         [&](const Node* child) { return child != nullptr && again(*child, again); });
    };
    return in_body(*function->node, in_body);
  }

  void note(const Value* value) {
    if (value->is(ValueKind::kCall)) e_.note(value);
  }

  // The body of a class sees the names as they are now.
  void define(const Node& node) {
    Scope& seen = e_.frames_.emplace_back();
    seen.kind = ScopeKind::kFunction;
    seen.parent = frame_.parent;
    seen.module = frame_.module;
    seen.owner = frame_.owner;
    seen.given = frame_.given;
    const Value* klass = e_.class_value(e_.class_info(node, seen));
    seen.given[node.text] = klass;
    frame_.given[node.text] = klass;
    e_.note(klass);
  }

  // A body that runs nobody knows how often: what it makes is told as uncertain.
  void try_once(const Node& node) {
    if (frame_.module == nullptr || frame_.module->tree == nullptr) return;
    const std::string_view text = frame_.module->tree->document().content();
    if (node.end > text.size() || !may_declare(text.substr(node.begin, node.end - node.begin))) return;
    const Node* body = node.kind == NodeKind::kFor     ? node.child(2)
                       : node.kind == NodeKind::kWhile ? node.child(1)
                                                       : nullptr;
    if (body == nullptr) return;
    const auto before = frame_.given;
    forget(node);
    ++e_.uncertain_;
    std::vector<const Node*> pending;
    push(pending, body);
    run(std::move(pending), 6);
    --e_.uncertain_;
    frame_.given = before;
  }

  // list.append(x) and the like on a local list; false: it is none.
  bool mutate(const Node& call, const Node& callee) {
    const std::string_view name = callee.child(0)->text;
    const auto found = frame_.given.find(name);
    if (found == frame_.given.end()) return false;
    const Value* before = found->second;
    if (!before->is_sequence() && !before->is(ValueKind::kDict)) return false;
    const auto arguments = e_.arguments_of(call, 1, frame_);
    std::vector<const Value*> items = before->items;
    const bool one = arguments.size() == 1 && arguments[0].name.empty();
    if (one && (callee.text == "append" || callee.text == "add")) {
      items.push_back(arguments[0].value);
    } else if (one && (callee.text == "extend" || callee.text == "update") &&
               (arguments[0].value->is_sequence() || arguments[0].value->is(ValueKind::kDict))) {
      items.insert(items.end(), arguments[0].value->items.begin(), arguments[0].value->items.end());
    } else if (before->is(ValueKind::kDict) && callee.text == "setdefault" && arguments.size() == 2) {
      for (std::size_t i = 0; i + 1 < items.size(); i += 2)
        if (same_value(items[i], arguments[0].value)) return true;
      items.push_back(arguments[0].value);
      items.push_back(arguments[1].value);
    } else if (before->is(ValueKind::kDict) && callee.text == "update" && !arguments.empty() && names_all(arguments)) {
      for (const Argument& argument : arguments) put(items, e_.string(std::string(argument.name)), argument.value);
    } else if (before->is(ValueKind::kDict) && callee.text == "pop" && !arguments.empty()) {
      erase(items, arguments[0].value);
    } else if (callee.text != "copy" && callee.text != "index" && callee.text != "get" && callee.text != "items") {
      frame_.given[name] = e_.unknown("'" + std::string(name) + "' is changed at run time", &frame_, &call);
      return true;
    }
    frame_.given[name] = e_.sequence(before->kind, std::move(items));
    return true;
  }

  static bool names_all(const std::vector<Argument>& arguments) {
    return std::none_of(arguments.begin(), arguments.end(),
                        [](const Argument& a) { return a.name.empty() || a.name.starts_with('*'); });
  }

  // The items of a dictionary stand in pairs, each key once.
  static void put(std::vector<const Value*>& items, const Value* key, const Value* value) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
      if (same_value(items[i], key)) {
        items[i + 1] = value;
        return;
      }
    items.push_back(key);
    items.push_back(value);
  }
  static void erase(std::vector<const Value*>& items, const Value* key) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
      if (same_value(items[i], key)) {
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i), items.begin() + static_cast<std::ptrdiff_t>(i) + 2);
        return;
      }
  }

  // `x = d.pop("k")`: the dictionary is without it from here on.
  void take_out(const Node& node) {
    const Node* callee = node.kind == NodeKind::kCall ? node.child(0) : nullptr;
    if (callee != nullptr && callee->kind == NodeKind::kAttribute && callee->text == "pop" &&
        callee->child(0)->kind == NodeKind::kName)
      mutate(node, *callee);
  }

  void assign(const Node* target, const Value* value) {
    if (target == nullptr) return;
    if (target->kind == NodeKind::kName) {
      frame_.given[target->text] = value;
    } else if (target->kind == NodeKind::kAttribute) {
      if (is_self(*target->child(0))) e_.set_attribute(target->text, value, frame_);
      if (target->text == "metadata" || target->text == "schema" || target->text == "naming_convention")
        e_.assignments_.push_back({e_.evaluate(target->child(0), frame_), target->text, value, e_.uncertain_ == 0});
      set_on_class(*target, value);
    } else if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList) {
      for (std::size_t i = 0; i < target->children().size(); ++i)
        assign(target->children()[i], value->is_sequence() && value->items.size() == target->children().size()
                                          ? value->items[i]
                                          : e_.unknown("a part of " + describe(value), &frame_, target));
    } else if (target->kind == NodeKind::kSubscript && target->child(0)->kind == NodeKind::kName) {
      const auto found = frame_.given.find(target->child(0)->text);
      if (found == frame_.given.end()) return;
      if (!found->second->is(ValueKind::kDict)) {
        found->second = e_.unknown("'" + std::string(found->first) + "' is changed at run time", &frame_, target);
        return;
      }
      std::vector<const Value*> items = found->second->items;
      put(items, e_.evaluate(target->child(1), frame_), value);
      found->second = e_.sequence(ValueKind::kDict, std::move(items));
    }
  }

  // cls.Label = type(…)
  void set_on_class(const Node& target, const Value* value) {
    if (target.child(0) == nullptr || target.child(0)->kind != NodeKind::kName) return;
    const Value* owner = e_.evaluate(target.child(0), frame_);
    if (owner->is(ValueKind::kClass) && value->is(ValueKind::kClass))
      owner->klass->late[std::string(target.text)] = value;
  }

  // Names that a loop binds or changes are no longer known.
  void forget(const Node& node) {
    if (node.kind == NodeKind::kAssign || node.kind == NodeKind::kAnnotated || node.kind == NodeKind::kAugmented ||
        node.kind == NodeKind::kFor) {
      if (const Node* target = node.child(0)) {
        const Node* name = target->kind == NodeKind::kSubscript ? target->child(0) : target;
        assign(name, e_.unknown("it is set in a loop", &frame_, &node));
      }
    }
    if (node.kind == NodeKind::kCall && node.child(0) && node.child(0)->kind == NodeKind::kAttribute)
      if (const Node* object = node.child(0)->child(0); object && object->kind == NodeKind::kName)
        if (const auto found = frame_.given.find(object->text);
            found != frame_.given.end() && (found->second->is_sequence() || found->second->is(ValueKind::kDict)))
          found->second = e_.unknown("it is changed in a loop", &frame_, &node);
    for (const Node* child : node.children())
      if (child != nullptr) forget(*child);
  }

  static bool returns(const Node& node) {
    if (node.kind == NodeKind::kReturn) return true;
    if (node.kind == NodeKind::kFunction || node.kind == NodeKind::kClass || node.kind == NodeKind::kLambda)
      return false;
    return std::any_of(node.children().begin(), node.children().end(),
                       [](const Node* child) { return child != nullptr && returns(*child); });
  }

  Evaluator& e_;
  Scope& frame_;
};

std::vector<Argument> Evaluator::arguments_of(const Node& node, std::size_t from, const Scope& scope) {
  std::vector<Argument> out;
  for (std::size_t i = from; i < node.children().size(); ++i) {
    const Node* child = node.children()[i];
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kKeyword) {
      out.push_back({child->text, evaluate(child->child(0), scope), child});
    } else if (child->kind == NodeKind::kStar) {
      const Value* list = evaluate(child->child(0), scope);
      if (list->is(ValueKind::kClass))
        if (const auto members = enum_members(*list->klass)) list = sequence(ValueKind::kList, *members);
      // The order of a set is nobody's to tell.
      if (list->is_sequence() && (!list->is(ValueKind::kSet) || list->items.size() < 2)) {
        for (const Value* item : list->items) out.push_back({"", item, child});
      } else if (list->is(ValueKind::kDict)) {
        for (std::size_t k = 0; k + 1 < list->items.size(); k += 2) out.push_back({"", list->items[k], child});
      } else {
        out.push_back({"*", list, child});
      }
    } else if (child->kind == NodeKind::kDoubleStar) {
      const Value* dict = evaluate(child->child(0), scope);
      const bool known = dict->is(ValueKind::kDict);
      for (std::size_t k = 0; known && k + 1 < dict->items.size(); k += 2) {
        if (dict->items[k]->is(ValueKind::kString)) {
          out.push_back({dict->items[k]->text, dict->items[k + 1], child});
        } else {
          out.push_back({"**", dict->items[k], child});
        }
      }
      if (!known) out.push_back({"**", dict, child});
    } else {
      out.push_back({"", evaluate(child, scope), child});
    }
  }
  return out;
}

const Value* Evaluator::evaluate_call(const Node& node, const Scope& scope) {
  const Value* callee = evaluate(node.child(0), scope);
  if (callee->is(ValueKind::kExternal) && callee->text == "builtins.super") {
    // super(): the rest of the order after the class whose method this is.
    Value& value = make(ValueKind::kSuper, &scope, &node);
    const Scope* frame = &scope;
    while (frame != nullptr && frame->given.find("self") == frame->given.end() &&
           frame->given.find("cls") == frame->given.end())
      frame = frame->parent;
    value.klass = scope.owner;
    if (frame != nullptr) {
      const auto self = frame->given.find("self");
      value.base = self != frame->given.end() ? self->second : frame->given.find("cls")->second;
    }
    return &value;
  }
  if (scope.kind == ScopeKind::kFunction) return call(callee, arguments_of(node, 1, scope), &scope, &node);
  const CallerScope caller(*this, &scope, &node);
  return call(callee, arguments_of(node, 1, scope), &scope, &node);
}

const Value* Evaluator::call(const Value* callee, std::vector<Argument> arguments, const Scope* scope,
                             const Node* node) {
  switch (callee->kind) {
    case ValueKind::kUnknown: return callee;
    case ValueKind::kChoice: {
      std::vector<const Value*> results;
      for (const Value* each : callee->items) results.push_back(call(each, arguments, scope, node));
      return merge(results, callee->text);
    }
    case ValueKind::kFunction: return call_function(callee, arguments, callee->klass);
    case ValueKind::kAttribute: {
      const Value* target = callee->items.empty() ? nullptr : callee->items[0];
      if (target != nullptr && target->is(ValueKind::kFunction)) {
        bool is_static = false, is_class = false;
        if (target->node->kind == NodeKind::kFunction)
          for (std::size_t i = 3; i < target->node->children().size(); ++i) {
            const std::string_view name = target->node->children()[i]->text;
            is_static = is_static || name == "staticmethod";
            is_class = is_class || name == "classmethod" || name == "declared_attr" || name == "directive";
          }
        const Value* object = callee->base;
        if (object->is(ValueKind::kSuper)) object = object->base;
        if (object != nullptr && !is_static && (is_class || !object->is(ValueKind::kClass))) {
          if (is_class && object->is(ValueKind::kCall) && object->base->is(ValueKind::kClass)) object = object->base;
          arguments.insert(arguments.begin(), Argument{"", object, nullptr});
        }
        return call_function(target, arguments, target->klass);
      }
      if (target != nullptr && target->is(ValueKind::kClass)) return call(target, std::move(arguments), scope, node);
      if (const Value* result = call_method(callee->base, callee->text, arguments)) return result;
      break;
    }
    case ValueKind::kClass:
      if (is_enum(*callee->klass) && arguments.size() == 1) {
        if (const auto members = enum_members(*callee->klass))
          for (const Value* each : *members)
            if (same_value(each->items[0], arguments[0].value)) return each;
        return unknown("no such member of " + callee->klass->name, scope, node);
      }
      if (const Value* external = constructs ? constructs(*callee->klass) : nullptr; external != nullptr) {
        Value& instance = make(ValueKind::kCall, scope, node);
        instance.base = callee;
        instance.arguments = arguments;
        Value& value = make(ValueKind::kCall, scope, node);
        value.base = external;
        if (auto passed = constructor_arguments(*callee->klass, &instance)) {
          value.arguments = std::move(*passed);
        } else {
          value.arguments = std::move(arguments);
          value.arguments.push_back(
              {"**", unknown("what " + callee->klass->name + "() makes of its arguments"), nullptr});
        }
        return &value;
      }
      break;
    case ValueKind::kCall:
      // functools.partial(f, a, k=b)(…)
      if (callee->base->is(ValueKind::kExternal) && callee->base->text == "functools.partial" &&
          !callee->arguments.empty()) {
        std::vector<Argument> all(callee->arguments.begin() + 1, callee->arguments.end());
        for (const Argument& argument : arguments) {
          const auto same = std::find_if(all.begin(), all.end(),
                                         [&](const Argument& a) { return !a.name.empty() && a.name == argument.name; });
          if (same != all.end()) {
            *same = argument;
          } else if (argument.name.empty()) {
            all.insert(std::find_if(all.begin(), all.end(), [](const Argument& a) { return !a.name.empty(); }),
                       argument);
          } else {
            all.push_back(argument);
          }
        }
        return call(callee->arguments[0].value, std::move(all), scope, node);
      }
      break;
    case ValueKind::kExternal:
      if (const Value* made = functional_enum(callee, arguments, scope)) return made;
      if (external_call)
        if (const Value* result = external_call(callee->text, arguments)) return result;
      if (const Value* result = call_builtin(callee, arguments, scope, node)) return result;
      break;
    default: break;
  }
  Value& value = make(ValueKind::kCall, scope, node);
  value.base = callee;
  value.arguments = std::move(arguments);
  return &value;
}

Scope* Evaluator::frame_with(const Scope& scope, std::string_view name, const Value* value) {
  Scope& frame = frames_.emplace_back();
  frame.kind = ScopeKind::kFunction;
  frame.parent = &scope;
  frame.module = scope.module;
  frame.owner = scope.owner;
  frame.given[name] = value;
  return &frame;
}

Scope* Evaluator::bind(const Value* function, const std::vector<Argument>& arguments, const ClassInfo* owner) {
  const Node& node = *function->node;
  Scope& frame = frames_.emplace_back();
  frame.kind = ScopeKind::kFunction;
  frame.parent = function->scope;
  frame.module = function->scope ? function->scope->module : nullptr;
  frame.owner = owner;
  std::vector<const Value*> positional;
  for (const Argument& argument : arguments) {
    if (argument.name == "*" || argument.name == "**") return nullptr;
    if (argument.name.empty()) positional.push_back(argument.value);
  }
  std::vector<const Node*> parameters;
  if (const Node* list = node.child(0)) parameters.assign(list->children().begin(), list->children().end());
  bool keyword_only = false;
  std::size_t position = 0;
  std::vector<std::string_view> used;
  for (const Node* parameter : parameters) {
    const std::string_view name = parameter->text;
    if (name.starts_with("**")) continue;
    if (name.starts_with('*')) {
      std::vector<const Value*> extra;
      while (position < positional.size()) extra.push_back(positional[position++]);
      if (name.size() > 1) frame.given[name.substr(1)] = sequence(ValueKind::kTuple, std::move(extra));
      keyword_only = true;
      continue;
    }
    const Value* value = nullptr;
    if (!keyword_only && position < positional.size()) value = positional[position++];
    for (const Argument& argument : arguments)
      if (argument.name == name) value = argument.value;
    used.push_back(name);
    if (value == nullptr && parameter->child(0) != nullptr && function->scope != nullptr)
      value = evaluate(parameter->child(0), *function->scope, true);
    frame.given[name] = value ? value : unknown("the parameter " + std::string(name), function->scope, parameter);
  }
  std::vector<const Value*> named;
  for (const Argument& argument : arguments) {
    if (argument.name.empty() || std::find(used.begin(), used.end(), argument.name) != used.end()) continue;
    named.push_back(string(std::string(argument.name)));
    named.push_back(argument.value);
  }
  for (const Node* parameter : parameters)
    if (parameter->text.starts_with("**")) frame.given[parameter->text.substr(2)] = sequence(ValueKind::kDict, named);
  return &frame;
}

const Value* Evaluator::call_function(const Value* function, const std::vector<Argument>& arguments,
                                      const ClassInfo* owner) {
  const Node& node = *function->node;
  if (depth_ > 120) return unknown("calls nested too deep to follow", function->scope, &node);
  const bool top = budget_ == 0;
  if (top) budget_ = 50000;
  ++depth_;
  const Value* result = nullptr;
  if (Scope* frame = bind(function, arguments, owner); frame == nullptr) {
    result = unknown("a call with arguments that only running tells", function->scope, &node);
  } else if (node.kind == NodeKind::kLambda) {
    result = evaluate(node.child(1), *frame);
  } else {
    std::vector<const Node*> pending;
    FunctionRun::push(pending, node.child(1));
    result = FunctionRun(*this, *frame).run(std::move(pending));
    if (result == nullptr) result = unknown(std::string(node.text) + "() raises", function->scope, &node);
  }
  --depth_;
  if (top) budget_ = 0;
  return result;
}

std::optional<bool> Evaluator::runs(const Scope& scope, int branch) {
  bool handler = false;
  const auto taken = branch < 0 ? std::optional<bool>(true) : branch_taken(scope, branch, handler);
  return handler ? false : taken;
}

namespace {

bool has_call(const Node& node) {
  if (node.kind == NodeKind::kCall) return true;
  if (node.kind == NodeKind::kLambda) return false;
  return std::any_of(node.children().begin(), node.children().end(),
                     [](const Node* child) { return child != nullptr && has_call(*child); });
}

}  // namespace

// What the __init__ of the project's own class does.
void Evaluator::run_constructor(const Value& instance) {
  if (!instance.base->is(ValueKind::kClass)) return;
  const ClassInfo* owner = nullptr;
  const ClassInfo& klass = *instance.base->klass;
  const Value* init = class_member(klass, "__init__", &owner);
  if (init == nullptr || !init->is(ValueKind::kFunction)) return;
  const bool declares = std::any_of(mro(klass).begin(), mro(klass).end(), [](const Value* base) {
    if (!base->is(ValueKind::kClass) || base->klass->module == nullptr || base->klass->module->tree == nullptr)
      return false;
    const std::string_view text = base->klass->module->tree->document().content();
    const Node& node = *base->klass->node;
    return node.end <= text.size() && may_declare(text.substr(node.begin + 6, node.end - node.begin - 6));
  });
  if (!declares) return;
  std::vector<Argument> all{{"", &instance, nullptr}};
  all.insert(all.end(), instance.arguments.begin(), instance.arguments.end());
  const CallerScope caller(*this, instance.scope, instance.node);
  Construction construction{&instance, {}};
  Construction* outer = std::exchange(building_, &construction);
  call_function(init, all, owner);
  building_ = outer;
  instances_[&instance] = std::move(construction.state);
}

// Whether an argument calls a function or class of the project: models.append(make("a")).
bool Evaluator::calls_within(const Node& call, const Scope& scope) {
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* argument = call.children()[i];
    if (argument != nullptr && argument->kind == NodeKind::kKeyword) argument = argument->child(0);
    if (argument == nullptr || argument->kind != NodeKind::kCall || argument->child(0) == nullptr) continue;
    const Value* callee = evaluate(argument->child(0), scope);
    if (callee->is(ValueKind::kFunction) || callee->is(ValueKind::kClass) || calls_within(*argument, scope))
      return true;
  }
  return false;
}

// A loop at the top of a module that calls functions or classes of the project.
void Evaluator::run_loop(const Node& loop, const Scope& scope) {
  const Node* body = loop.child(2);
  if (body == nullptr) return;
  const bool calls = std::any_of(body->children().begin(), body->children().end(), [&](const Node* statement) {
    if (statement->kind != NodeKind::kExpression && statement->kind != NodeKind::kAssign) return false;
    const Node* call = statement->children().back();
    if (call == nullptr || call->kind != NodeKind::kCall || call->child(0) == nullptr) return false;
    const Value* callee = evaluate(call->child(0), scope);
    return callee->is(ValueKind::kFunction) || callee->is(ValueKind::kClass) || calls_within(*call, scope);
  });
  if (!calls) return;
  const CallerScope caller(*this, &scope, &loop);
  FunctionRun(*this, *frame_with(scope, "", none())).run({&loop});
}

// What a name of the module is bound to: what a constructor does, and what comprehensions call.
void Evaluator::run_binding(const Binding& binding, const Scope& scope) {
  if (binding.kind != BindingKind::kAssign || binding.node == nullptr || scope.in_loop(*binding.statement)) return;
  switch (binding.node->kind) {
    case NodeKind::kCall:
      if (const Value* value = binding_value(binding, scope); value->is(ValueKind::kCall)) run_constructor(*value);
      return;
    case NodeKind::kDictionary:
    case NodeKind::kList:
    case NodeKind::kTuple:
    case NodeKind::kSet:
    case NodeKind::kComprehension: {
      if (!has_call(*binding.node)) return;
      const CallerScope caller(*this, &scope, binding.node);
      binding_value(binding, scope);
      return;
    }
    default: return;
  }
}

void Evaluator::run_statements(const Module& module) {
  const Scope& scope = module.scope;
  const auto run = [&](int branch, const auto& what) {
    const auto taken = runs(scope, branch);
    if (taken == false) return;
    if (!taken) ++uncertain_;
    what();
    if (!taken) --uncertain_;
  };
  follow_calls_ = true;
  for (const Binding& binding : scope.bindings) run(binding.branch, [&] { run_binding(binding, scope); });
  for (std::size_t i = 0; i < scope.loops.size(); ++i)
    run(scope.loop_branches[i], [&] { run_loop(*scope.loops[i], scope); });
  for (std::size_t i = 0; i < scope.calls.size(); ++i) {
    const Node& node = *scope.calls[i];
    const Value* callee = evaluate(node.child(0), scope);
    const bool method =
        callee->is(ValueKind::kAttribute) && !callee->items.empty() && !callee->base->is(ValueKind::kCall);
    const bool function = callee->is(ValueKind::kFunction) || (method && callee->items[0]->is(ValueKind::kFunction));
    if (!function && !callee->is(ValueKind::kClass) && !calls_within(node, scope)) continue;
    run(scope.call_branches[i], [&] {
      const Value* value = evaluate(&node, scope);
      if (!value->is(ValueKind::kCall)) return;
      run_constructor(*value);
      for (const Argument& argument : value->arguments)
        if (argument.value->is(ValueKind::kCall) && argument.node != nullptr) run_constructor(*argument.value);
    });
  }
  follow_calls_ = false;
}

}  // namespace si::python
