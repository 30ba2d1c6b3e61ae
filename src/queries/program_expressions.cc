// What an expression is worth, kind by kind.
#include "queries/program.h"

#include <algorithm>

#include "queries/literal_text.h"
#include "queries/program_run.h"

namespace si {

using python::Node;
using python::NodeKind;

const Node* Program::argument(const Node& call, std::size_t position, std::string_view name) {
  std::size_t at = 0;
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* child = call.children()[i];
    if (child == nullptr) continue;
    if (child->kind == NodeKind::kKeyword) {
      if (!name.empty() && child->text == name) return child->child(0);
    } else if (child->kind == NodeKind::kStar || child->kind == NodeKind::kDoubleStar) {
      if (child->kind == NodeKind::kStar) at += 1000;
    } else if (at++ == position) {
      return child;
    }
  }
  return nullptr;
}

Variants Program::evaluate(const Node* node, const Frame& frame) {
  if (node == nullptr || depth_ > kMaxDepth || steps_ > kMaxSteps) return one(unknown());
  ++depth_;
  ++steps_;
  Variants out = evaluate_node(*node, frame);
  --depth_;
  if (out.empty()) return one(unknown());
  return out;
}

Variants Program::evaluate_node(const Node& node, const Frame& frame) {
  switch (node.kind) {
    case NodeKind::kString: return one(literal(node, frame));
    case NodeKind::kFormatted: {
      std::vector<Variants> parts;
      std::vector<const Node*> nodes;
      for (const Node* child : node.children())
        if (child != nullptr && child->kind == NodeKind::kInterpolation) {
          parts.push_back(evaluate(child->child(0), frame));
          nodes.push_back(child);
        }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& out = make(ThingKind::kText);
        out.text = read_literal(*frame.module->tree, node, [&](const Node& interpolation) {
          for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i] == &interpolation) {
              if (!interpolation.text.empty())  // !r, :>10 …
                return BuiltText{hole(interpolation, frame, values[i]->origin)};
              return pieces_of(*values[i], interpolation, frame);
            }
          return BuiltText{hole(interpolation, frame, HoleOrigin::kUnknown)};
        });
        return &out;
      });
    }
    case NodeKind::kInteger:
    case NodeKind::kFloat:
    case NodeKind::kTrue:
    case NodeKind::kFalse:
    case NodeKind::kNone: {
      Thing& thing = make(ThingKind::kConstant);
      thing.name = node.kind == NodeKind::kTrue    ? "True"
                   : node.kind == NodeKind::kFalse ? "False"
                   : node.kind == NodeKind::kNone  ? "None"
                                                   : std::string(node.text);
      return one(&thing);
    }
    case NodeKind::kName: return lookup(node.text, frame);
    case NodeKind::kAttribute: return attributes(evaluate(node.child(0), frame), node);
    case NodeKind::kTuple:
    case NodeKind::kList:
    case NodeKind::kSet: {
      std::vector<Variants> parts;
      if (node.children().size() > 200) return one(unknown());
      bool open = false;
      for (const Node* child : node.children()) {
        if (child == nullptr) continue;
        if (child->kind == NodeKind::kStar) {
          open = true;
          continue;
        }
        parts.push_back(evaluate(child, frame));
      }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& list = make(ThingKind::kList);
        list.items = values;
        list.open = open;
        list.node = &node;
        return &list;
      });
    }
    case NodeKind::kDictionary: {
      std::vector<Variants> parts;
      if (node.children().size() > 100) return one(unknown());
      bool open = false;
      for (const Node* child : node.children()) {
        if (child == nullptr || child->kind != NodeKind::kPair) {
          open = true;
          continue;
        }
        parts.push_back(evaluate(child->child(0), frame));
        parts.push_back(evaluate(child->child(1), frame));
      }
      return combine(parts, [&](const std::vector<const Thing*>& values) -> const Thing* {
        Thing& dict = make(ThingKind::kDict);
        dict.items = values;
        dict.open = open;
        return &dict;
      });
    }
    case NodeKind::kBinary: {
      const Node *left = node.child(0), *right = node.child(1);
      if (left == nullptr || right == nullptr) return one(unknown());
      const std::vector<Variants> parts{evaluate(left, frame), evaluate(right, frame)};
      if (node.text == "+") return combine(parts, [&](const auto& v) { return concatenate(v, {left, right}, frame); });
      if (node.text == "%") return combine(parts, [&](const auto& v) { return percent(*v[0], *v[1], *right, frame); });
      if (node.text == "*")
        return combine(parts, [&](const auto& v) -> const Thing* {
          if (v[0]->kind != ThingKind::kList || v[1]->kind == ThingKind::kConstant) return unknown();
          Thing& list = make(ThingKind::kList);
          list.items = v[0]->items;
          list.sample = true;
          return &list;
        });
      return one(unknown());
    }
    case NodeKind::kConditional: {
      const Node* test = node.child(1);
      const std::uint32_t key = condition(*test, frame);
      Variants out;
      for (const bool arm : {true, false}) {
        const Frame* within = &frame;
        if (test->kind == NodeKind::kName && frame.names.find(test->text) != nullptr) {
          Frame& inner = inner_frame(frame);
          inner.names = frame.names;
          refine(inner, *test, arm);
          within = &inner;
        }
        for (Variant& variant : evaluate(node.child(arm ? 0 : 2), *within)) {
          Conditions both;
          if (join_conditions(variant.conditions, {{key, arm}}, both)) out.push_back({std::move(both), variant.thing});
        }
      }
      return widen(std::move(out));
    }
    case NodeKind::kBoolean: {
      Variants out = evaluate(node.child(0), frame);
      if (node.text == "or")
        for (Variant& variant : evaluate(node.child(1), frame)) out.push_back(std::move(variant));
      else
        out.push_back({{}, unknown()});
      return widen(std::move(out));
    }
    case NodeKind::kLambda: {
      Thing& function = make(ThingKind::kFunction);
      function.module = frame.module;
      function.node = &node;
      function.frame = &frame;
      return one(&function);
    }
    case NodeKind::kWalrus: return evaluate(node.child(0), frame);
    case NodeKind::kSubscript: {
      const Variants objects = evaluate(node.child(0), frame);
      if (node.child(1) != nullptr && node.child(1)->kind == NodeKind::kSlice) return cut_text(objects, node, frame);
      return evaluate_subscript(node, objects, evaluate(node.child(1), frame), one(unknown()));
    }
    case NodeKind::kComprehension: return evaluate_comprehension(node, frame);
    case NodeKind::kCall: return evaluate_call(node, frame);
    default: return one(unknown());
  }
}

namespace {

// What a list or dict holds under a key; null: only running tells which, or there is none.
const Thing* item_of(const Thing& object, const Thing& key) {
  if (object.kind == ThingKind::kDict && key.kind == ThingKind::kText && count_holes(key.text) == 0) {
    const std::string wanted = plain_text(key.text);
    for (std::size_t i = object.items.size(); i >= 2; i -= 2)
      if (object.items[i - 2]->kind == ThingKind::kText && plain_text(object.items[i - 2]->text) == wanted)
        return object.items[i - 1];
  }
  if (object.kind == ThingKind::kDict && key.kind == ThingKind::kConstant)
    for (std::size_t i = object.items.size(); i >= 2; i -= 2)
      if (object.items[i - 2]->kind == ThingKind::kConstant && object.items[i - 2]->name == key.name)
        return object.items[i - 1];
  if (object.kind == ThingKind::kList && !object.open && key.kind == ThingKind::kConstant && key.name.size() < 6 &&
      !key.name.empty() && std::all_of(key.name.begin(), key.name.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const auto index = static_cast<std::size_t>(std::stoi(key.name));
    if (index < object.items.size()) return object.items[index];
  }
  return nullptr;
}

bool is_known_key(const Thing& key) {
  return (key.kind == ThingKind::kText && count_holes(key.text) == 0) || key.kind == ThingKind::kConstant;
}

}  // namespace

// d[k], d.get(k, otherwise). A key that only running tells gives any of the values.
Variants Program::evaluate_subscript(const Node& node, const Variants& objects, const Variants& keys,
                                     const Variants& otherwise) {
  Variants out;
  for (const Variant& object : objects) {
    const Thing& thing = *object.thing;
    const bool holds = thing.kind == ThingKind::kDict || thing.kind == ThingKind::kList;
    for (const Variant& key : keys) {
      Conditions both;
      if (!join_conditions(object.conditions, key.conditions, both)) continue;
      const auto add = [&](const Variants& found) {
        for (const Variant& variant : found) {
          Conditions all;
          if (join_conditions(both, variant.conditions, all)) out.push_back({std::move(all), variant.thing});
        }
      };
      if (const Thing* item = item_of(thing, *key.thing)) {
        add(one(item));
      } else if (thing.kind == ThingKind::kUnknown && thing.origin == HoleOrigin::kRequest) {
        add(one(&thing));
      } else if (!holds || is_known_key(*key.thing) || thing.items.empty()) {
        add(otherwise);
      } else {
        Thing& values = make(ThingKind::kList);
        for (std::size_t i = thing.kind == ThingKind::kDict ? 1 : 0; i < thing.items.size();
             i += thing.kind == ThingKind::kDict ? 2 : 1)
          values.items.push_back(thing.items[i]);
        values.open = thing.open;
        add(choice(one(&values), node));
        if (otherwise[0].thing->kind != ThingKind::kUnknown) add(otherwise);
      }
    }
  }
  return out.empty() ? one(unknown()) : widen(std::move(out));
}

// Over a list that is known, item by item; else one turn of it.
Variants Program::evaluate_comprehension(const Node& node, const Frame& frame) {
  if (node.text == "dict" || node.child(0) == nullptr) return one(unknown());
  constexpr std::size_t kMaxItems = 16;
  const Node* only = node.children().size() == 2 ? node.child(1) : nullptr;
  if (only != nullptr && only->kind == NodeKind::kForClause) {
    const Variants lists = evaluate(only->child(1), frame);
    const Thing& list = *lists[0].thing;
    if (lists.size() == 1 && list.kind == ThingKind::kList && !list.open && !list.sample &&
        list.items.size() <= kMaxItems) {
      std::vector<Variants> parts;
      for (const Thing* item : list.items) {
        Frame& inner = inner_frame(frame);
        ProgramRun(*this, inner).bind(only->child(0), one(item));
        parts.push_back(evaluate(node.child(0), inner));
      }
      return combine(parts, [&](const std::vector<const Thing*>& v) -> const Thing* {
        Thing& made = make(ThingKind::kList);
        made.items = v;
        return &made;
      });
    }
  }
  Frame& inner = inner_frame(frame);
  for (std::size_t i = 1; i < node.children().size(); ++i)
    if (node.children()[i] != nullptr && node.children()[i]->kind == NodeKind::kForClause)
      ProgramRun(*this, inner).bind(node.children()[i]->child(0), one(unknown()));
  return combine({evaluate(node.child(0), inner)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    Thing& list = make(ThingKind::kList);
    list.items = v;
    list.sample = true;
    return &list;
  });
}

Frame& Program::inner_frame(const Frame& frame) {
  Frame& inner = frames_.emplace_back();
  inner.module = frame.module;
  inner.parent = &frame;
  inner.owner = frame.owner;
  inner.function = frame.function;
  inner.path = frame.path;
  return inner;
}

}  // namespace si
