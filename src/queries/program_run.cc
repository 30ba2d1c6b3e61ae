#include "queries/program_run.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace si {

using python::Node;
using python::NodeKind;

namespace {

constexpr std::size_t kMaxTurns = 200, kMaxInnerTurns = 16;

// `not x` as x with the arms exchanged.
const Node* without_not(const Node* test, bool& negated) {
  negated = false;
  while (test != nullptr && test->kind == NodeKind::kUnary && test->text == "not" && test->child(0) != nullptr) {
    negated = !negated;
    test = test->child(0);
  }
  return test;
}

bool ends_here(const Node& block) {
  for (const Node* each : block.children)
    if (each != nullptr && (each->kind == NodeKind::kReturn || each->kind == NodeKind::kRaise)) return true;
  return false;
}

}  // namespace

void ProgramRun::block(const Node& statements) {
  if (statements.kind == NodeKind::kIf) return statement(statements);
  const Node* before = nullptr;
  for (const Node* each : statements.children) {
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
  const Node* call = statement->children.empty() ? nullptr : statement->children.back();
  if (!is_method_call(call, {"execute"})) return nullptr;
  const Node* speaks = statement->kind == NodeKind::kExpression ? call->child(0)->child(0)
                       : statement->kind == NodeKind::kAssign && statement->children.size() == 2 ? statement->child(0)
                                                                                                 : nullptr;
  return speaks != nullptr && speaks->kind == NodeKind::kName && speaks->text == name ? call : nullptr;
}

}  // namespace

// `a, b = cursor.fetchone()` and `for a, b in cursor.fetchall()`, right behind or around what executes.
void ProgramRun::report_row(const Node* before, const Node& node) {
  if (program_.silent_ > 0 || !program_.on_row || frame_.module == nullptr) return;
  const bool is_for = node.kind == NodeKind::kFor;
  if (!is_for && (node.kind != NodeKind::kAssign || node.children.size() != 2)) return;
  const Node *names = node.child(0), *value = node.child(1);
  if (names == nullptr || names->kind != NodeKind::kTuple || names->children.size() < 2) return;
  for (const Node* name : names->children)
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
    for (const Node* child : node->children) {
      if (child == nullptr) continue;
      if (child->kind == NodeKind::kForClause) run.bind(child->child(0), program_.one(program_.unknown()));
      if (child->kind == NodeKind::kParameters)
        for (const Node* parameter : child->children)
          inner.names.set(parameter->text, program_.one(program_.unknown()));
    }
    for (const Node* child : node->children) run.report_calls(child);
    return;
  }
  for (const Node* child : node->children) report_calls(child);
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
      for (std::size_t i = 0; i < target->children.size(); ++i) {
        Variants part;
        for (const Variant& variant : value) {
          const Thing& whole = *variant.thing;
          const bool fits =
              whole.kind == ThingKind::kList && !whole.open && whole.items.size() == target->children.size();
          part.push_back({variant.conditions, fits ? whole.items[i] : program_.unknown()});
        }
        bind(target->children[i], part);
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
  const Node* value_node = node.children.back();
  report_calls(value_node);
  const Variants value = program_.evaluate(value_node, frame_);
  for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
    report_calls(node.children[i]);
    bind(node.children[i], value);
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
  if (frame_.module == nullptr || frame_.module->tree == nullptr || node.children.size() != 1) return;
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
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Node* item = node.children[i];
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
      for (const Node* arm : node.children) {
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
      for (const Node* child : node.children) report_calls(child);
      frame_.alive = false;
      return;
    case NodeKind::kFunction:
    case NodeKind::kClass: return define(node);
    case NodeKind::kImport:
    case NodeKind::kImportFrom: return import(node);
    case NodeKind::kOther:
    case NodeKind::kDelete:
      for (const Node* child : node.children) report_calls(child);
      if (node.kind == NodeKind::kOther) yield(node);
      return;
    default: return;
  }
}

void ProgramRun::merge(Frame& into, const Frame& other, const Conditions& mine, const Conditions& theirs) {
  // What it costs is counted, so that traces end.
  program_.steps_ += static_cast<int>(into.names.size() / 4);
  into.names.merge(other.names, [&](const Variants* a, const Variants* b) {
    Variants both;
    const auto add = [&](const Variants& from, const Conditions& arm) {
      for (const Variant& variant : from) {
        Conditions joined;
        if (join_conditions(variant.conditions, arm, joined)) both.push_back({std::move(joined), variant.thing});
      }
    };
    if (a != nullptr) add(*a, mine);
    if (b != nullptr) add(*b, theirs);
    return both.empty() ? program_.one(program_.unknown()) : program_.widen(std::move(both));
  });
}

void ProgramRun::branch(const Node& node) {
  report_calls(node.child(0));
  bool negated = false;
  const Node* test = without_not(node.child(0), negated);
  if (test == nullptr) return;
  if (test->kind == NodeKind::kWalrus) bind_name(test->text, program_.evaluate(test->child(0), frame_));
  const std::uint32_t key = program_.condition(*test, frame_);
  const auto run = [&](const Node* arm, bool taken) {
    Conditions path;
    if (!join_conditions(frame_.path, {{key, taken}}, path)) {
      frame_.alive = false;
      return;
    }
    frame_.path = std::move(path);
    program_.refine(frame_, *test, taken);
    if (arm != nullptr) block(*arm);
  };
  const Frame before = frame_;
  run(node.child(1), !negated);
  Frame first = std::move(frame_);
  frame_ = before;
  run(node.child(2), negated);
  if (!first.alive && !frame_.alive) return;
  if (!first.alive) return;
  if (!frame_.alive) {
    frame_ = std::move(first);
    return;
  }
  merge(first, frame_, {{key, !negated}}, {{key, negated}});
  first.path = before.path;
  frame_ = std::move(first);
}

void ProgramRun::loosen(const Node& node) {
  const auto grow = [&](std::string_view name, bool grows) {
    const Variants* found = frame_.names.find(name);
    if (found == nullptr) return;
    Variants loose;
    for (const Variant& variant : *found) {
      const Thing& thing = *variant.thing;
      if (grows && thing.kind == ThingKind::kText) {
        Thing& longer = program_.make(ThingKind::kText);
        longer.text = thing.text;
        if (longer.text.empty() || !longer.text.back().hole) longer.text.push_back(Program::hole(node, frame_, {}));
        loose.push_back({variant.conditions, &longer});
      } else if (grows && thing.kind == ThingKind::kList) {
        Thing& longer = program_.make(ThingKind::kList);
        longer.items = thing.items;
        longer.open = true;
        longer.sample = thing.sample;
        loose.push_back({variant.conditions, &longer});
      } else {
        loose = program_.one(program_.unknown());
        break;
      }
    }
    bind_name(name, std::move(loose));
  };
  if (node.kind == NodeKind::kFunction || node.kind == NodeKind::kClass || node.kind == NodeKind::kLambda) return;
  if (node.kind == NodeKind::kAugmented && node.child(0) != nullptr && node.child(0)->kind == NodeKind::kName)
    grow(node.child(0)->text, node.text == "+");
  if (node.kind == NodeKind::kAssign || node.kind == NodeKind::kAnnotated)
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      const auto forget = [&](const auto& self, const Node* target) -> void {
        if (target == nullptr) return;
        if (target->kind == NodeKind::kName) grow(target->text, false);
        if (target->kind == NodeKind::kSubscript && target->child(0) != nullptr) self(self, target->child(0));
        if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList)
          for (const Node* each : target->children) self(self, each);
      };
      forget(forget, node.children[i]);
      if (node.kind == NodeKind::kAnnotated) break;
    }
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr && node.child(0)->kind == NodeKind::kAttribute &&
      node.child(0)->child(0) != nullptr && node.child(0)->child(0)->kind == NodeKind::kName) {
    const std::string_view method = node.child(0)->text;
    if (method == "append" || method == "extend" || method == "add") grow(node.child(0)->child(0)->text, true);
    if (method == "insert" || method == "pop" || method == "clear" || method == "update" || method == "remove") {
      const Variants* found = frame_.names.find(node.child(0)->child(0)->text);
      if (found != nullptr && !found->empty() &&
          ((*found)[0].thing->kind == ThingKind::kList || (*found)[0].thing->kind == ThingKind::kDict))
        grow(node.child(0)->child(0)->text, false);
    }
  }
  for (const Node* child : node.children)
    if (child != nullptr) loosen(*child);
}

void ProgramRun::loop(const Node& node) {
  const bool is_for = node.kind == NodeKind::kFor;
  const Node* head = is_for ? node.child(1) : node.child(0);
  const Node* body = is_for ? node.child(2) : node.child(1);
  report_calls(head);
  if (body == nullptr) return;
  Variants items = program_.one(program_.unknown());
  if (is_for) {
    const Variants list = program_.evaluate(head, frame_);
    items = program_.choice(list, node);
    if (list.size() == 1 && list[0].thing->kind == ThingKind::kList && !list[0].thing->open && !list[0].thing->sample &&
        list[0].thing->items.size() <= (frame_.turn == Frame::kNoTurn ? kMaxTurns : kMaxInnerTurns)) {
      // Over a list that is known, turn by turn.
      const std::size_t outer = frame_.turn;
      const bool sure = outer == Frame::kNoTurn || outer == frame_.path.size();
      for (const Thing* item : list[0].thing->items) {
        frame_.turn = sure ? frame_.path.size() : Frame::kNever;
        bind(node.child(0), program_.one(item));
        block(*body);
        if (!frame_.alive) break;
      }
      frame_.turn = outer;
      frame_.alive = frame_.alive || !ends_here(*body);
      return;
    }
  }
  const Frame before = frame_;
  loosen(*body);
  if (is_for) bind(node.child(0), items);
  block(*body);
  const std::uint32_t key = program_.condition(node, frame_);
  Frame after = before;
  if (frame_.alive) merge(after, frame_, {{key, false}}, {{key, true}});
  after.path = before.path;
  frame_ = std::move(after);
}

void ProgramRun::attempt(const Node& node) {
  const std::size_t turn = frame_.turn;
  if (turn != Frame::kNoTurn) frame_.turn = Frame::kNever;  // what fails in it may be meant to
  const Frame before = frame_;
  if (node.child(0) != nullptr) block(*node.child(0));
  Frame after = frame_;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    if (node.children[i] == nullptr) continue;
    frame_ = before;
    loosen(*node.child(0));
    block(*node.children[i]);
    if (!frame_.alive) continue;
    if (!after.alive) {
      after = frame_;
      continue;
    }
    const std::uint32_t key = program_.condition(*node.children[i], frame_);
    merge(after, frame_, {{key, false}}, {{key, true}});
  }
  after.path = before.path;
  after.turn = turn;
  frame_ = std::move(after);
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
  for (std::size_t i = is_class ? 2 : 3; i < node.children.size(); ++i) report_calls(node.children[i]);
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
  for (const Node* alias : node.children) {
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

std::uint32_t Program::condition(const Node& test, const Frame& frame) {
  std::string key =
      std::to_string(reinterpret_cast<std::uintptr_t>(frame.function ? frame.function : frame.owner)) + ':';
  bool calls = test.kind > NodeKind::kModule;
  const auto visit = [&](const auto& self, const Node& node) -> void {
    if (node.kind == NodeKind::kCall || node.kind == NodeKind::kOther) calls = true;
    if (node.kind == NodeKind::kName) {
      const Bindings::Entry* found = frame.names.entry(node.text);
      key += std::string(node.text) + '@' + std::to_string(found == nullptr ? 0 : found->version) + ' ';
    }
    for (const Node* child : node.children)
      if (child != nullptr) self(self, *child);
  };
  if (!calls) visit(visit, test);
  if (calls) {
    key += '#' + std::to_string(reinterpret_cast<std::uintptr_t>(&test));
  } else if (frame.module->tree != nullptr) {
    key += frame.module->tree->source(test);
  }
  const auto [entry, added] = conditions_.try_emplace(std::move(key), static_cast<std::uint32_t>(conditions_.size()));
  if (added) {
    const bool expression = test.kind < NodeKind::kModule && frame.module->tree != nullptr;
    tests_.emplace_back(expression ? frame.module->tree->source(test) : "");
  }
  return entry->second;
}

namespace {

// Is it true, where a test asks? nullopt: only running tells.
std::optional<bool> truth(const Thing& thing) {
  switch (thing.kind) {
    case ThingKind::kText: {
      if (!plain_text(thing.text).empty()) return true;
      return count_holes(thing.text) > 0 ? std::nullopt : std::optional(false);
    }
    case ThingKind::kStatement:
    case ThingKind::kFunction:
    case ThingKind::kClass:
    case ThingKind::kModule: return true;
    case ThingKind::kConstant:
      return thing.name != "None" && thing.name != "False" && thing.name.find_first_not_of("0._") != std::string::npos;
    case ThingKind::kList:
    case ThingKind::kDict:
      if (!thing.items.empty() && !thing.sample) return true;
      return thing.open || thing.sample ? std::nullopt : std::optional(false);
    default: return std::nullopt;
  }
}

// `x is None`, `x == "a"`: nullopt where only running tells.
std::optional<bool> equals(const Thing& a, const Thing& b) {
  if (a.kind == ThingKind::kUnknown || b.kind == ThingKind::kUnknown) return std::nullopt;
  if (a.kind == ThingKind::kText && b.kind == ThingKind::kText && count_holes(a.text) + count_holes(b.text) == 0)
    return plain_text(a.text) == plain_text(b.text);
  if (a.kind == ThingKind::kConstant && b.kind == ThingKind::kConstant) {
    if (a.name == b.name) return true;
    return a.name == "None" || b.name == "None" ? std::optional(false) : std::nullopt;
  }
  const Thing &constant = a.kind == ThingKind::kConstant ? a : b, &other = &constant == &a ? b : a;
  if (constant.name == "None" && other.kind != ThingKind::kExternal && other.kind != ThingKind::kInstance) return false;
  return std::nullopt;
}

}  // namespace

void Program::refine(Frame& frame, const Node& test, bool taken) {
  if (test.kind == NodeKind::kUnary && test.text == "not" && test.child(0) != nullptr)
    return refine(frame, *test.child(0), !taken);
  if (test.kind == NodeKind::kBoolean && (test.text == "and") == taken) {
    for (const Node* child : test.children)
      if (child != nullptr) refine(frame, *child, taken);
    return;
  }
  const bool compares = test.kind == NodeKind::kCompare && test.child(0) != nullptr && test.child(1) != nullptr &&
                        (test.text == "is" || test.text == "is not" || test.text == "==" || test.text == "!=");
  const Node* name = compares ? test.child(0) : &test;
  if (name->kind != NodeKind::kName) return;
  const Variants* found = frame.names.find(name->text);
  if (found == nullptr) return;
  Variants with;
  if (compares) with = evaluate(test.child(1), frame);
  if (compares && with.size() != 1) return;
  const bool wanted = taken == (test.text != "is not" && test.text != "!=");
  Variants left;
  for (const Variant& variant : *found) {
    const std::optional<bool> known = compares ? equals(*variant.thing, *with[0].thing) : truth(*variant.thing);
    Conditions both;
    if ((!known || *known == wanted) && join_conditions(variant.conditions, frame.path, both)) left.push_back(variant);
  }
  if (left.empty() || left.size() == found->size()) return;
  // What all that is left rests on.
  std::vector<Condition> shared(left[0].conditions.begin(), left[0].conditions.end());
  for (const Variant& variant : left)
    std::erase_if(shared, [&](const auto& condition) {
      return std::find(variant.conditions.begin(), variant.conditions.end(), condition) == variant.conditions.end();
    });
  Conditions path;
  if (join_conditions(frame.path, Conditions(std::move(shared)), path)) frame.path = std::move(path);
  frame.names.set(name->text, std::move(left));
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
