#include "queries/program_run.h"

#include <algorithm>
#include <initializer_list>

namespace si {

using python::Node;
using python::NodeKind;

void ProgramRun::block(const Node& statements) {
  if (statements.kind == NodeKind::kIf) return statement(statements);
  const Node* before = nullptr;
  for (const Node* each : statements.children()) {
    if (each == nullptr) continue;
    if (!frame_.alive) return;
    statement(*each);
    report_row(before, *each);
    before = each;
  }
}

namespace {

bool is_method_call(const Node* node, std::initializer_list<std::string_view> names) {
  return node != nullptr && node->kind == NodeKind::kCall && node->child(0) != nullptr &&
         node->child(0)->kind == NodeKind::kAttribute && node->child(0)->child(0) != nullptr &&
         std::find(names.begin(), names.end(), node->child(0)->text) != names.end();
}

// `cursor.execute(…)`, `result = connection.execute(…)`: the call, where it speaks of the name; else null.
const Node* executes(const Node* statement, std::string_view name) {
  if (statement == nullptr) return nullptr;
  const Node* call = statement->children().empty() ? nullptr : statement->children().back();
  if (!is_method_call(call, {"execute"})) return nullptr;
  const Node* speaks = statement->kind == NodeKind::kExpression ? call->child(0)->child(0)
                       : statement->kind == NodeKind::kAssign && statement->children().size() == 2 ? statement->child(0)
                                                                                                   : nullptr;
  return speaks != nullptr && speaks->kind == NodeKind::kName && speaks->text == name ? call : nullptr;
}

}  // namespace

// `a, b = cursor.fetchone()` and `for a, b in cursor.fetchall()`, right behind or around what executes.
void ProgramRun::report_row(const Node* before, const Node& node) {
  if (program_.silent_ > 0 || !program_.on_row || frame_.module == nullptr) return;
  const bool is_for = node.kind == NodeKind::kFor;
  if (!is_for && (node.kind != NodeKind::kAssign || node.children().size() != 2)) return;
  const Node *names = node.child(0), *value = node.child(1);
  if (names == nullptr || names->kind != NodeKind::kTuple || names->children().size() < 2) return;
  for (const Node* name : names->children())
    if (name == nullptr || name->kind != NodeKind::kName) return;
  const bool fetches = is_for ? is_method_call(value, {"fetchall", "all"}) : is_method_call(value, {"fetchone", "one"});
  if (!fetches && !is_for) return;
  const Node* from = fetches ? value->child(0)->child(0) : value;
  if (from == nullptr) return;
  const Node* call = from->kind == NodeKind::kName ? executes(before, from->text) : from;
  if (is_method_call(call, {"execute"})) program_.on_row(*frame_.module, *call, *names);
}

void ProgramRun::report_calls(const Node* node) {
  if (node == nullptr || program_.silent_ > 0 || !program_.on_call) return;
  if (node->kind == NodeKind::kComprehension || node->kind == NodeKind::kLambda) {
    // Names that it binds are not those around it.
    Frame& inner = program_.inner_frame(frame_);
    ProgramRun run(program_, inner);
    for (const Node* child : node->children()) {
      if (child == nullptr) continue;
      if (child->kind == NodeKind::kForClause) run.bind(child->child(0), program_.one(program_.unknown()));
      if (child->kind == NodeKind::kParameters)
        for (const Node* parameter : child->children())
          inner.names.set(parameter->text, program_.one(program_.unknown()));
    }
    for (const Node* child : node->children()) run.report_calls(child);
    return;
  }
  for (const Node* child : node->children()) report_calls(child);
  if (node->kind != NodeKind::kCall) return;
  const Node* callee = node->child(0);
  if (callee == nullptr || (callee->kind != NodeKind::kAttribute && callee->kind != NodeKind::kName)) return;
  CallSite site;
  site.outer_module = program_.traced_module_;
  site.outer = program_.traced_;
  site.traced = !program_.tracing_.empty();
  site.module = frame_.module;
  site.call = node;
  site.frame = &frame_;
  site.method = callee->text;
  if (callee->kind == NodeKind::kName) {
    // `from sqlalchemy import text as sql`
    for (const Frame* frame = &frame_; frame != nullptr; frame = frame->parent)
      if (const Variants* found = frame->names.find(callee->text)) {
        const Thing* thing = found->empty() ? program_.unknown() : (*found)[0].thing;
        if (thing->kind == ThingKind::kImported) site.method = thing->node->text;
        // A bound method under a name of its own: `run = cursor.execute`
        if (thing->kind == ThingKind::kExternal)
          site.method = std::string_view(thing->name).substr(thing->name.rfind('.') + 1);
        program_.on_call(site);
        return program_.trace(*node, frame_);
      }
    const Frame& top = program_.top_of(*frame_.module);
    if (const Variants* found = top.names.find(callee->text);
        found != nullptr && (*found)[0].thing->kind == ThingKind::kImported)
      site.method = (*found)[0].thing->node->text;
  }
  program_.on_call(site);
  program_.trace(*node, frame_);
}

void ProgramRun::bind_name(std::string_view name, Variants value) {
  // What contradicts the way here is not possible.
  Variants possible;
  for (Variant& variant : value) {
    Conditions both;
    if (join_conditions(variant.conditions, frame_.path, both)) possible.push_back(std::move(variant));
  }
  if (possible.empty()) possible = program_.one(program_.unknown());
  frame_.names.rebind(name, program_.widen(std::move(possible)));
}

void ProgramRun::bind(const Node* target, const Variants& value) {
  if (target == nullptr) return;
  switch (target->kind) {
    case NodeKind::kName: return bind_name(target->text, value);
    case NodeKind::kStar: return bind(target->child(0), program_.one(program_.unknown()));
    case NodeKind::kTuple:
    case NodeKind::kList:
      for (std::size_t i = 0; i < target->children().size(); ++i) {
        Variants part;
        for (const Variant& variant : value) {
          const Thing& whole = *variant.thing;
          const bool fits =
              whole.kind == ThingKind::kList && !whole.open && whole.items.size() == target->children().size();
          part.push_back({variant.conditions, fits ? whole.items[i] : program_.unknown()});
        }
        bind(target->children()[i], part);
      }
      return;
    case NodeKind::kSubscript:
      // d[k] = v
      if (const Node* object = target->child(0); object != nullptr && object->kind == NodeKind::kName)
        if (const Variants* found = frame_.names.find(object->text)) {
          const Variants keys = program_.evaluate(target->child(1), frame_);
          Variants changed =
              program_.combine({*found, keys, value}, [&](const std::vector<const Thing*>& v) -> const Thing* {
                if (v[0]->kind != ThingKind::kDict) return program_.unknown();
                Thing& dict = program_.make(ThingKind::kDict);
                dict.items = v[0]->items;
                dict.items.push_back(v[1]);
                dict.items.push_back(v[2]);
                return &dict;
              });
          bind_name(object->text, std::move(changed));
        }
      return;
    default: return;
  }
}

void ProgramRun::assign(const Node& node) {
  const Node* value_node = node.children().back();
  report_calls(value_node);
  const Variants value = program_.evaluate(value_node, frame_);
  for (std::size_t i = 0; i + 1 < node.children().size(); ++i) {
    report_calls(node.children()[i]);
    bind(node.children()[i], value);
  }
}

void ProgramRun::augment(const Node& node) {
  const Node *target = node.child(0), *value = node.child(1);
  report_calls(value);
  if (target == nullptr || target->kind != NodeKind::kName || value == nullptr) return;
  const Variants before = program_.lookup(target->text, frame_);
  const Variants added = program_.evaluate(value, frame_);
  if (node.text == "+")
    return bind_name(target->text, program_.combine({before, added}, [&](const auto& v) {
      return program_.concatenate(v, {target, value}, frame_);
    }));
  if (node.text == "%")
    return bind_name(target->text, program_.combine({before, added}, [&](const auto& v) {
      return program_.percent(*v[0], *v[1], *value, frame_);
    }));
  bind_name(target->text, program_.one(program_.unknown()));
}

// list.append(x), list.extend(y), and what else changes an object in place.
void ProgramRun::mutate(const Node& call) {
  const Node* callee = call.child(0);
  if (callee == nullptr || callee->kind != NodeKind::kAttribute || callee->child(0) == nullptr ||
      callee->child(0)->kind != NodeKind::kName)
    return;
  const std::string_view name = callee->child(0)->text;
  const Variants* found = frame_.names.find(name);
  if (found == nullptr) return;
  const bool holds = std::any_of(found->begin(), found->end(), [](const Variant& variant) {
    return variant.thing->kind == ThingKind::kList || variant.thing->kind == ThingKind::kDict;
  });
  if (!holds) return;
  const Node* given = Program::argument(call, 0);
  const std::string_view method = callee->text;
  const bool one = method == "append" || method == "add", many = method == "extend";
  const Variants added = given != nullptr ? program_.evaluate(given, frame_) : program_.one(program_.unknown());
  if (method == "copy" || method == "index" || method == "count" || method == "keys" || method == "items" ||
      method == "values" || method == "get")
    return;
  Variants changed = program_.combine({*found, added}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    if (v[0]->kind != ThingKind::kList || !(one || many)) return program_.unknown();
    Thing& list = program_.make(ThingKind::kList);
    list.items = v[0]->items;
    list.open = v[0]->open;
    list.sample = v[0]->sample;
    if (one) {
      list.items.push_back(v[1]);
    } else if (v[1]->kind == ThingKind::kList) {
      list.items.insert(list.items.end(), v[1]->items.begin(), v[1]->items.end());
      list.open = list.open || v[1]->open;
      list.sample = list.sample || v[1]->sample;
    } else {
      list.open = true;
    }
    return &list;
  });
  bind_name(name, std::move(changed));
}

void ProgramRun::yield(const Node& node) {
  constexpr std::string_view kYield = "yield";
  if (frame_.module == nullptr || frame_.module->tree == nullptr || node.children().size() != 1) return;
  const std::string_view source = frame_.module->tree->source(node);
  if (!source.starts_with(kYield) || source.substr(kYield.size()).find_first_not_of(" \t") == 0) return;
  if (program_.silent_ == 0) return;  // what it gives is asked for by its callers only
  for (const Variant& variant : program_.evaluate(node.child(0), frame_)) {
    if (variant.thing->kind == ThingKind::kList && source.find(" from ") == kYield.size())
      for (const Thing* item : variant.thing->items) yielded.push_back({{}, item});
    else
      yielded.push_back({{}, variant.thing});
  }
}

void ProgramRun::statement(const Node& node) {
  switch (node.kind) {
    case NodeKind::kAssign: return assign(node);
    case NodeKind::kAnnotated:
      report_calls(node.child(2));
      if (node.child(2) != nullptr) bind(node.child(0), program_.evaluate(node.child(2), frame_));
      return;
    case NodeKind::kAugmented: return augment(node);
    case NodeKind::kExpression:
      report_calls(node.child(0));
      if (node.child(0) != nullptr && node.child(0)->kind == NodeKind::kCall) mutate(*node.child(0));
      if (node.child(0) != nullptr && node.child(0)->kind == NodeKind::kOther) yield(*node.child(0));
      if (node.child(0) != nullptr && node.child(0)->kind == NodeKind::kWalrus)
        bind_name(node.child(0)->text, program_.evaluate(node.child(0)->child(0), frame_));
      return;
    case NodeKind::kIf: return branch(node);
    case NodeKind::kFor:
    case NodeKind::kWhile: return loop(node);
    case NodeKind::kTry: return attempt(node);
    case NodeKind::kWith:
      for (std::size_t i = 1; i < node.children().size(); ++i) {
        const Node* item = node.children()[i];
        if (item == nullptr) continue;
        if (item->kind == NodeKind::kAssign) {
          assign(*item);
        } else {
          report_calls(item);
        }
      }
      return block(*node.child(0));
    case NodeKind::kMatch: {
      // One arm or none of them.
      const Frame before = frame_;
      Frame after = frame_;
      for (const Node* arm : node.children()) {
        frame_ = before;
        loosen(*arm);
        block(*arm);
        if (!frame_.alive) continue;
        const std::uint32_t key = program_.condition(*arm, frame_);
        merge(after, frame_, {{key, false}}, {{key, true}});
      }
      frame_ = std::move(after);
      return;
    }
    case NodeKind::kReturn: {
      report_calls(node.child(0));
      if (node.child(0) != nullptr) {
        for (Variant& variant : program_.evaluate(node.child(0), frame_)) {
          Conditions both;
          if (join_conditions(variant.conditions, frame_.path, both)) returned.push_back({both, variant.thing});
        }
      }
      frame_.alive = false;
      return;
    }
    case NodeKind::kRaise:
      for (const Node* child : node.children()) report_calls(child);
      frame_.alive = false;
      return;
    case NodeKind::kFunction:
    case NodeKind::kClass: return define(node);
    case NodeKind::kImport:
    case NodeKind::kImportFrom: return import(node);
    case NodeKind::kOther:
    case NodeKind::kDelete:
      for (const Node* child : node.children()) report_calls(child);
      if (node.kind == NodeKind::kOther) yield(node);
      return;
    default: return;
  }
}

void ProgramRun::define(const Node& node) {
  const bool is_class = node.kind == NodeKind::kClass;
  Thing& thing = program_.make(is_class ? ThingKind::kClass : ThingKind::kFunction);
  thing.module = frame_.module;
  thing.node = &node;
  thing.frame = frame_.function != nullptr ? &frame_ : nullptr;
  thing.owner = frame_.owner;
  if (frame_.function != nullptr) thing.owner = nullptr;  // a function in a method is no method
  bind_name(node.text, program_.one(&thing));
  for (std::size_t i = is_class ? 2 : 3; i < node.children().size(); ++i) report_calls(node.children()[i]);
  if (program_.silent_ > 0) return;
  if (!is_class) {
    functions.push_back(&thing);
    return;
  }
  Frame& body = program_.frames_.emplace_back();
  body.module = frame_.module;
  body.parent = frame_.function != nullptr ? &frame_ : nullptr;
  body.owner = &node;
  ProgramRun run(program_, body);
  if (node.child(1) != nullptr) run.block(*node.child(1));
  functions.insert(functions.end(), run.functions.begin(), run.functions.end());
}

void ProgramRun::import(const Node& node) {
  for (const Node* alias : node.children()) {
    if (alias == nullptr || alias->text == "*") continue;
    Thing& thing = program_.make(ThingKind::kImported);
    thing.module = frame_.module;
    thing.node = alias;
    thing.owner = &node;
    const std::string_view name = alias->child(0) != nullptr       ? alias->child(0)->text
                                  : node.kind == NodeKind::kImport ? alias->text.substr(0, alias->text.find('.'))
                                                                   : alias->text;
    bind_name(name, program_.one(&thing));
  }
}

void Program::run(const python::Module& module) {
  if (module.tree == nullptr) return;
  top_of(module);
  Frame& frame = frames_.emplace_back();
  frame.module = &module;
  steps_ = extra_steps_ = 0;
  ProgramRun top(*this, frame);
  top.block(module.tree->root());
  std::vector<const Thing*> pending = std::move(top.functions);
  while (!pending.empty()) {
    const Thing* function = pending.back();
    pending.pop_back();
    if (function->node->child(1) == nullptr) continue;
    steps_ = 0;
    Frame& inner = function_frame(*function);
    ProgramRun run(*this, inner);
    run.block(*function->node->child(1));
    pending.insert(pending.end(), run.functions.begin(), run.functions.end());
  }
}

}  // namespace si
