// Ways through a function: the arms of an `if`, loops, what fails.
#include <algorithm>

#include "queries/program_run.h"

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
  for (const Node* each : block.children())
    if (each != nullptr && (each->kind == NodeKind::kReturn || each->kind == NodeKind::kRaise)) return true;
  return false;
}

}  // namespace

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
    for (std::size_t i = 0; i + 1 < node.children().size(); ++i) {
      const auto forget = [&](const auto& self, const Node* target) -> void {
        if (target == nullptr) return;
        if (target->kind == NodeKind::kName) grow(target->text, false);
        if (target->kind == NodeKind::kSubscript && target->child(0) != nullptr) self(self, target->child(0));
        if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList)
          for (const Node* each : target->children()) self(self, each);
      };
      forget(forget, node.children()[i]);
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
  for (const Node* child : node.children())
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
  for (std::size_t i = 1; i < node.children().size(); ++i) {
    if (node.children()[i] == nullptr) continue;
    frame_ = before;
    loosen(*node.child(0));
    block(*node.children()[i]);
    if (!frame_.alive) continue;
    if (!after.alive) {
      after = frame_;
      continue;
    }
    const std::uint32_t key = program_.condition(*node.children()[i], frame_);
    merge(after, frame_, {{key, false}}, {{key, true}});
  }
  after.path = before.path;
  after.turn = turn;
  frame_ = std::move(after);
}

}  // namespace si
