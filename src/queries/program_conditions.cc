// Tests of `if` and the like: which are the same, and what a name can still be in an arm of one.
#include <algorithm>
#include <optional>

#include "queries/program.h"

namespace si {

using python::Node;
using python::NodeKind;

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
    for (const Node* child : node.children())
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
    for (const Node* child : test.children())
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

}  // namespace si
