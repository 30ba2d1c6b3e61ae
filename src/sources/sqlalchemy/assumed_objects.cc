#include "sources/sqlalchemy/assumed_objects.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"

namespace si::sqlalchemy {

using python::Argument;
using python::ClassInfo;
using python::describe;
using python::Module;
using python::Node;
using python::NodeKind;
using python::Value;
using python::ValueKind;

namespace {

bool is_flask_object(python::Evaluator& evaluator, const Value* value) {
  if (!value->is(ValueKind::kCall)) return false;
  if (known_name(value->base) == "flask_sqlalchemy.SQLAlchemy") return true;
  if (!value->base->is(ValueKind::kClass)) return false;
  const auto& order = evaluator.mro(*value->base->klass);
  return std::any_of(order.begin(), order.end(),
                     [](const Value* base) { return known_name(base) == "flask_sqlalchemy.SQLAlchemy"; });
}

// Something of which nothing is known: of a package that is not there, or what getattr() and the like give.
bool is_opaque(const Value* value) {
  switch (value->kind) {
    case ValueKind::kUnknown: return true;
    case ValueKind::kExternal: return known_name(value).empty();
    case ValueKind::kCall:
    case ValueKind::kAttribute: return value->base->is(ValueKind::kSuper) ? false : is_opaque(value->base);
    default: return false;
  }
}

// `a.b.c` as written; empty: it is something else.
std::string dotted(const Node* node) {
  if (node == nullptr) return {};
  if (node->kind == NodeKind::kName) return std::string(node->text);
  if (node->kind != NodeKind::kAttribute) return {};
  const std::string object = dotted(node->child(0));
  return object.empty() ? object : object + "." + std::string(node->text);
}

// Whether a class body has `attribute = x.Column(…)`, for the x as it is written.
bool makes_columns(const ClassInfo& klass, const std::string& object) {
  const Node* body = klass.node->child(1);
  return body != nullptr && std::any_of(body->children().begin(), body->children().end(), [&](const Node* statement) {
           if (statement == nullptr || statement->kind != NodeKind::kAssign) return false;
           const Node* call = statement->children().back();
           const Node* callee = call != nullptr && call->kind == NodeKind::kCall ? call->child(0) : nullptr;
           return callee != nullptr && callee->kind == NodeKind::kAttribute && callee->text == "Column" &&
                  dotted(callee->child(0)) == object;
         });
}

}  // namespace

const Value* AssumedObjects::made(const Value* instance, const std::string& reason) {
  Value& object =
      evaluator_.make(ValueKind::kCall, instance ? instance->scope : nullptr, instance ? instance->node : nullptr);
  object.base = instance != nullptr ? instance->base : evaluator_.external("flask_sqlalchemy.SQLAlchemy");
  object.arguments.push_back({"metadata", evaluator_.unknown(reason), nullptr});
  return &object;
}

void AssumedObjects::assume(const std::vector<const Module*>& modules) {
  for (const Module* module : modules) {
    for (const ClassInfo* klass : evaluator_.classes(*module)) {
      const Node* bases = klass->node->child(0);
      for (std::size_t i = 1; bases != nullptr && i < bases->children().size(); ++i) {
        const Node* base = bases->children()[i];
        if (base == nullptr || base->kind != NodeKind::kAttribute || base->text != "Model") continue;
        const std::string name = dotted(base->child(0));
        if (name.empty() || !makes_columns(*klass, name)) continue;
        const Value* object = evaluator_.evaluate(base->child(0), *klass->outer);
        if (object->is(ValueKind::kExternal) && known_name(object).empty())
          evaluator_.assume(object->text, made(nullptr, object->text + " was not found"));
      }
    }
  }
}

const Value* AssumedObjects::choose(const Value& choice) {
  const Value* instance = nullptr;
  for (const Value* each : choice.items) {
    if (is_opaque(each)) continue;
    if (instance != nullptr || !is_flask_object(evaluator_, each)) return nullptr;
    instance = each;
  }
  if (instance == nullptr) return nullptr;
  const auto [entry, added] = chosen_.try_emplace(instance, nullptr);
  if (added) entry->second = made(instance, describe(instance) + " or another object: " + choice.text);
  return entry->second;
}

}  // namespace si::sqlalchemy
