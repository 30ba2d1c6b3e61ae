// Attributes that a class gets after its statement: `Class.name = …`, setattr(Class, "name", …), at the top of a module
// and in functions.
//
// A function may be given its class as an argument (`def add_slug(cls): cls.slug = …`). Which class that is, only
// running tells, so the names it sets may belong to any.
#include <algorithm>

#include "sources/sqlalchemy/collect_attributes.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/unparsed_functions.h"

namespace si::sqlalchemy {

using python::NodeKind;

namespace {

void add_names(const Node* target, std::vector<std::string_view>& names) {
  if (target == nullptr) return;
  if (target->kind == NodeKind::kName) names.push_back(target->text);
  if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList || target->kind == NodeKind::kStar)
    for (const Node* child : target->children()) add_names(child, names);
}

// Every name that a function binds for itself.
void add_locals(const Node& node, std::vector<std::string_view>& names) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    switch (child->kind) {
      case NodeKind::kAssign:
        for (std::size_t i = 0; i + 1 < child->children().size(); ++i) add_names(child->children()[i], names);
        break;
      case NodeKind::kAnnotated:
      case NodeKind::kAugmented:
      case NodeKind::kFor: add_names(child->child(0), names); break;
      case NodeKind::kClass:
      case NodeKind::kFunction:
      case NodeKind::kWalrus: names.push_back(child->text); break;
      case NodeKind::kImport:
      case NodeKind::kImportFrom:
        for (const Node* alias : child->children())
          names.push_back(alias->child(0) ? alias->child(0)->text : alias->text.substr(0, alias->text.find('.')));
        break;
      default: break;
    }
    if (child->kind != NodeKind::kFunction && child->kind != NodeKind::kClass && child->kind != NodeKind::kLambda)
      add_locals(*child, names);
  }
}

// The first name of `a.b.c`; null: it is no chain of names.
const Node* first_name(const Node* node) {
  while (node != nullptr && node->kind == NodeKind::kAttribute) node = node->child(0);
  return node != nullptr && node->kind == NodeKind::kName ? node : nullptr;
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether a statement of a module stands under a condition, so that it may never run.
bool is_conditional(const Node& statement, const Scope& scope) {
  if (scope.kind != python::ScopeKind::kModule || scope.module == nullptr || scope.module->tree == nullptr)
    return false;
  const auto& statements = scope.module->tree->root().children();
  return std::none_of(statements.begin(), statements.end(), [&](const Node* each) {
    return each == &statement ||
           (each != nullptr && each->kind == NodeKind::kExpression && each->child(0) == &statement);
  });
}

}  // namespace

void AttributeCollector::open_class(const Value* klass, const std::string& why) {
  if (klass->is(ValueKind::kClass)) {
    opened_.try_emplace(klass->klass, why);
  } else if (klass->is(ValueKind::kCall) || klass->is(ValueKind::kAttribute)) {
    opened_roots_.emplace_back(klass, why);
  }
}

void AttributeCollector::add_late(const Node& target, const Scope& scope, const Node& statement, bool certain) {
  const Value* owner = context_.evaluator.evaluate(target.child(0), scope, true);
  if (owner->is(ValueKind::kAttribute) && !owner->items.empty()) owner = owner->items[0];
  Late late{nullptr,
            nullptr,
            std::string(target.text),
            nullptr,
            &scope,
            &statement,
            certain && !is_conditional(statement, scope)};
  if (owner->is(ValueKind::kClass)) {
    late.klass = owner->klass;
  } else if (owner->is(ValueKind::kCall) || owner->is(ValueKind::kAttribute)) {
    late.root = owner;
  } else {
    return;
  }
  late.value = context_.evaluator.evaluate(statement.children().back(), scope, !certain);
  late_.push_back(std::move(late));
}

void AttributeCollector::add_setattr(const Node& call, const Scope& scope, bool certain) {
  const Node* object = call.child(1);
  const Node* name = call.child(2);
  if (object == nullptr || name == nullptr) return;
  const Value* owner = context_.evaluator.evaluate(object, scope, true);
  if (!owner->is(ValueKind::kClass)) return;
  const Value* given = context_.evaluator.evaluate(name, scope, true);
  if (!given->is(ValueKind::kString)) return open_class(owner, "setattr() gives it attributes");
  const Value* value = call.child(3) ? context_.evaluator.evaluate(call.child(3), scope, true) : nullptr;
  late_.push_back({owner->klass, nullptr, given->text, value, &scope, &call, certain});
}

// Statements of functions, wherever they stand below `node`.
void AttributeCollector::find_late_in(const Node& node, const Scope& scope, const std::vector<std::string_view>& locals,
                                      bool certain, std::string_view self) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kFunction || child->kind == NodeKind::kLambda) {
      // The first parameter of a method is its own class or instance: that is read with the class.
      const bool method = in_class_body_ == &node;
      if (const Node* parameters = child->child(0); method && parameters && !parameters->children().empty())
        self = parameters->children()[0]->text;
      const Node* block = child->kind == NodeKind::kFunction ? child->child(1) : nullptr;
      if (block != nullptr && block->deferred != nullptr && scope.module != nullptr &&
          !may_set_attributes(scope.module->tree->source(*block), scope, self)) {
        if (method) self = {};
        continue;
      }
      std::vector<std::string_view> inner = locals;
      if (const Node* parameters = child->child(0))
        for (const Node* parameter : parameters->children())
          inner.push_back(
              parameter->text.substr(std::min(parameter->text.find_first_not_of('*'), parameter->text.size())));
      add_locals(*child, inner);
      const Node* outer = in_function_;
      in_function_ = child;
      find_late_in(*child, scope, inner, false, self);
      in_function_ = outer;
      if (method) self = {};
      continue;
    }
    if (child->kind == NodeKind::kClass) {
      const Node* outer = in_class_body_;
      in_class_body_ = child->child(1);
      find_late_in(*child, scope, locals, certain, {});
      in_class_body_ = outer;
      continue;
    }
    const bool in_function = !certain;
    if (in_function && child->kind == NodeKind::kAssign) {
      for (std::size_t i = 0; i + 1 < child->children().size(); ++i) {
        const Node* target = child->children()[i];
        const Node* first = target->kind == NodeKind::kAttribute ? first_name(target->child(0)) : nullptr;
        if (first == nullptr) continue;
        if (!contains(locals, first->text)) {
          add_late(*target, scope, *child, false);
        } else if (target->child(0)->text != self && names_a_class(target->child(0)->text)) {
          loose_names_.insert(std::string(target->text));
        }
      }
    }
    if (in_function && child->kind == NodeKind::kCall && child->child(0) && child->child(0)->text == "setattr" &&
        child->child(0)->kind == NodeKind::kName && child->children().size() == 4) {
      const Node* first = first_name(child->child(1));
      if (first != nullptr && !contains(locals, first->text)) {
        add_setattr(*child, scope, false);
      } else if (child->child(1)->text != self && names_a_class(child->child(1)->text)) {
        if (child->child(2)->kind == NodeKind::kString) {
          loose_names_.insert(std::string(child->child(2)->text));
        } else {
          note_setter();
        }
      }
    }
    find_late_in(*child, scope, locals, certain, self);
  }
}

// The function that is being looked through sets attributes of a class whose names only running tells.
void AttributeCollector::note_setter() {
  if (in_function_ == nullptr || in_function_->kind != NodeKind::kFunction) return;
  setters_.insert(in_function_->text);
  for (std::size_t i = 3; i < in_function_->children().size(); ++i) {
    const Node* decorator = in_function_->children()[i];
    if (decorator->kind == NodeKind::kCall) decorator = decorator->child(0);
    if (decorator != nullptr && decorator->text == "listens_for")
      all_open_ = std::string(in_function_->text) + "() sets attributes of classes as they are mapped";
  }
}

// Calls of such functions: with a class, it is open; with anything else, every class may be it.
void AttributeCollector::find_setter_calls(const Node& node, const Scope& scope) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kCall && child->child(0) != nullptr) {
      const bool listener = child->child(0)->text == "listen";
      const bool setter = setters_.contains(child->child(0)->text);
      for (std::size_t i = 1; (listener || setter) && i < child->children().size(); ++i) {
        const Node* argument = child->children()[i];
        if (listener && argument->kind == NodeKind::kName && setters_.contains(argument->text))
          all_open_ = std::string(argument->text) + "() sets attributes of classes as they are mapped";
        if (!setter || (argument->kind != NodeKind::kName && argument->kind != NodeKind::kAttribute)) continue;
        const Value* value = context_.evaluator.evaluate(argument, scope, true);
        const std::string why = std::string(child->child(0)->text) + "() sets attributes of it";
        if (value->is(ValueKind::kClass)) open_class(value, why);
      }
    }
    find_setter_calls(*child, scope);
  }
}

void AttributeCollector::find_late(const Module& module) {
  if (module.tree == nullptr) return;
  const auto from_scope = [&](const Scope& scope) {
    for (const Node* statement : scope.attribute_assignments) {
      if (statement->kind != NodeKind::kAssign) continue;
      for (std::size_t i = 0; i + 1 < statement->children().size(); ++i)
        if (statement->children()[i]->kind == NodeKind::kAttribute)
          add_late(*statement->children()[i], scope, *statement, true);
    }
    for (const auto* calls : {&scope.calls, &scope.loop_calls})
      for (const Node* call : *calls)
        if (call->child(0) && call->child(0)->text == "setattr" && call->child(0)->kind == NodeKind::kName)
          add_setattr(*call, scope, calls == &scope.calls);
  };
  from_scope(module.scope);
  find_late_in(module.tree->root(), module.scope, {}, true, {});
}

}  // namespace si::sqlalchemy
