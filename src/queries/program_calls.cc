// Calls: of the project's own functions, run with what the call gives, and of what is outside.
#include "queries/program.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "queries/program_run.h"

namespace si {

using python::Node;
using python::NodeKind;

namespace {

constexpr std::string_view kSafeCalls[] = {"builtins.int", "builtins.float", "builtins.len", "builtins.bool",
                                           "builtins.id",  "builtins.round", "uuid.uuid4",   "uuid.UUID"};

bool is_one_of(std::string_view name, const auto& list) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

Variants Program::evaluate_call(const Node& node, const Frame& frame) {
  const Node* callee = node.child(0);
  if (callee == nullptr) return one(unknown());
  Variants callees;
  if (callee->kind == NodeKind::kAttribute) {
    const Variants objects = evaluate(callee->child(0), frame);
    const bool textual = std::any_of(objects.begin(), objects.end(), [](const Variant& variant) {
      return variant.thing->kind == ThingKind::kText || variant.thing->kind == ThingKind::kStatement;
    });
    if (textual) return call_text_method(objects, node, frame);
    const bool contained = std::any_of(objects.begin(), objects.end(), [](const Variant& variant) {
      return variant.thing->kind == ThingKind::kDict || variant.thing->kind == ThingKind::kList;
    });
    if (contained) return call_container_method(objects, node, frame);
    callees = attributes(objects, *callee);
  } else {
    callees = evaluate(callee, frame);
  }
  constexpr std::size_t kMaxCallees = 8;
  if (callees.size() > 1 && callees.size() <= kMaxCallees &&
      std::all_of(callees.begin(), callees.end(),
                  [](const Variant& variant) { return variant.thing->kind == ThingKind::kFunction; })) {
    Variants out;
    for (const Variant& variant : callees)
      for (const Variant& result : call_function(*variant.thing, node, frame)) out.push_back(result);
    return widen(std::move(out));
  }
  if (callees.size() != 1) return one(unknown());
  const Thing& thing = *callees[0].thing;
  switch (thing.kind) {
    case ThingKind::kExternal: return call_external(thing.name, node, frame);
    case ThingKind::kFunction: return call_function(thing, node, frame);
    case ThingKind::kClass: {
      Thing& instance = make(ThingKind::kInstance);
      instance.module = thing.module;
      instance.node = thing.node;
      return one(&instance);
    }
    case ThingKind::kUnknown:
      return one(unknown(thing.origin == HoleOrigin::kRequest ? HoleOrigin::kRequest : HoleOrigin::kUnknown));
    default: return one(unknown());
  }
}

Frame& Program::function_frame(const Thing& function) {
  Frame& frame = frames_.emplace_back();
  frame.module = function.module;
  frame.parent = function.frame;
  frame.owner = function.owner;
  frame.function = function.node;
  const Node* parameters = function.node->child(0);
  if (parameters == nullptr) return frame;
  bool first = true;
  for (const Node* parameter : parameters->children()) {
    std::string_view name = parameter->text;
    while (name.starts_with('*')) name.remove_prefix(1);
    const Thing* value = unknown(HoleOrigin::kArgument);
    if (first && function.owner != nullptr && (name == "self" || name == "cls")) {
      Thing& self = make(name == "self" ? ThingKind::kInstance : ThingKind::kClass);
      self.module = function.module;
      self.node = function.owner;
      value = &self;
    } else if (const Node* annotation = parameter->child(1);
               annotation != nullptr &&
               (annotation->kind == NodeKind::kName || annotation->kind == NodeKind::kAttribute)) {
      const std::string_view type = annotation->text;
      if (annotation->kind == NodeKind::kName &&
          (type == "int" || type == "float" || type == "bool" || type == "UUID" || type == "Decimal" ||
           type == "datetime" || type == "date")) {
        value = unknown(HoleOrigin::kSafe);
      } else if (type != "str" && type != "Any") {
        const Thing& annotated = *evaluate(annotation, top_of(*function.module))[0].thing;
        if (annotated.kind == ThingKind::kExternal) value = external(annotated.name + "()");
        if (annotated.kind == ThingKind::kClass) {
          Thing& instance = make(ThingKind::kInstance);
          instance.module = annotated.module;
          instance.node = annotated.node;
          value = &instance;
        }
      }
    }
    if (parameter->text.starts_with('*')) value = unknown();
    first = false;
    frame.names.set(name, one(value));
  }
  return frame;
}

Variants Program::run_function(const Thing& function, Frame& frame) {
  ++silent_;
  ++depth_;
  Variants out;
  if (function.node->kind == NodeKind::kLambda) {
    out = evaluate(function.node->child(1), frame);
  } else {
    ProgramRun run(*this, frame);
    run.block(*function.node->child(1));
    out = std::move(run.returned);
    if (!run.yielded.empty()) {
      Thing& list = make(ThingKind::kList);
      for (const Variant& variant : run.yielded) list.items.push_back(variant.thing);
      list.open = true;
      out = one(&list);
    }
  }
  --depth_;
  --silent_;
  if (out.empty()) return one(unknown());
  return widen(std::move(out));
}

// Of a function whose arguments are not known.
const Variants& Program::plain_results(const Thing& function) {
  if (const auto known = results_.find(function.node); known != results_.end()) return known->second;
  results_[function.node] = one(unknown());  // of a recursion
  Variants results = run_function(function, function_frame(function));
  return results_[function.node] = std::move(results);
}

// list.copy(), dict.get(k, d), dict.values(), dict.items().
Variants Program::call_container_method(const Variants& objects, const Node& call, const Frame& frame) {
  const std::string_view method = call.child(0)->text;
  if (method == "copy") return objects;
  if (method == "get" || method == "pop") {
    const Node* otherwise = argument(call, 1);
    if (argument(call, 0) == nullptr) return one(unknown());
    return evaluate_subscript(call, objects, evaluate(argument(call, 0), frame),
                              otherwise != nullptr ? evaluate(otherwise, frame) : one(unknown()));
  }
  if (method != "values" && method != "items" && method != "keys") return one(unknown());
  return combine({objects}, [&](const std::vector<const Thing*>& v) -> const Thing* {
    if (v[0]->kind != ThingKind::kDict) return unknown();
    Thing& list = make(ThingKind::kList);
    list.open = v[0]->open;
    for (std::size_t i = 0; i + 1 < v[0]->items.size(); i += 2) {
      if (method != "items") {
        list.items.push_back(v[0]->items[method == "keys" ? i : i + 1]);
        continue;
      }
      Thing& pair = make(ThingKind::kList);
      pair.items = {v[0]->items[i], v[0]->items[i + 1]};
      list.items.push_back(&pair);
    }
    return &list;
  });
}

Variants Program::call_function(const Thing& function, const Node& call, const Frame& frame) {
  if (depth_ > kMaxDepth / 2 || function.node->child(1) == nullptr) return one(unknown());
  const auto without_origin = [&](const Variants& results) {
    // Seen from the caller, an argument of the callee is nothing that came from outside.
    Variants out;
    for (const Variant& variant : results) {
      if (variant.thing->kind == ThingKind::kUnknown) {
        out.push_back({{}, unknown()});
        continue;
      }
      if (variant.thing->kind != ThingKind::kText || count_holes(variant.thing->text) == 0) {
        out.push_back({{}, variant.thing});
        continue;
      }
      Thing& copy = make(ThingKind::kText);
      copy.text = variant.thing->text;
      for (TextPiece& piece : copy.text)
        if (piece.hole && piece.origin != HoleOrigin::kSafe) piece.origin = HoleOrigin::kUnknown;
      out.push_back({{}, &copy});
    }
    return out;
  };
  const Variants plain = plain_results(function);
  const bool has_argument = std::any_of(plain.begin(), plain.end(), [](const Variant& variant) {
    const Thing& thing = *variant.thing;
    if (thing.kind == ThingKind::kUnknown) return thing.origin == HoleOrigin::kArgument;
    return std::any_of(thing.text.begin(), thing.text.end(),
                       [](const TextPiece& piece) { return piece.hole && piece.origin == HoleOrigin::kArgument; });
  });
  if (specific_ >= kMaxSpecific || (!has_argument && call.children().size() < 2)) return without_origin(plain);
  // With what this call gives, as far as it is known.
  BuiltText texts;
  bool hands_text = has_argument;
  const bool may_specialise = is_wanted && tracing_.empty() && extra_steps_ < kMaxExtraSteps;
  for (std::size_t i = 1; i < call.children().size() && !hands_text && may_specialise; ++i) {
    const Node* given = call.children()[i];
    if (given != nullptr && given->kind == NodeKind::kKeyword) given = given->child(0);
    hands_text = given != nullptr && worth_tracing(*given, frame, texts);
  }
  if (!hands_text) return without_origin(plain);
  Frame& inner = function_frame(function);
  if (!bind_arguments(function, call, frame, inner)) return without_origin(plain);
  const int begun = steps_;
  ++specific_;
  const Variants results = run_function(function, inner);
  --specific_;
  if (!has_argument) extra_steps_ += std::max(1, steps_ - begun);
  return without_origin(results);
}

bool Program::bind_arguments(const Thing& function, const Node& call, const Frame& frame, Frame& inner) {
  bool any = false;
  std::size_t position = 0;
  const Node* parameters = function.node->child(0);
  if (parameters == nullptr) return false;
  for (std::size_t i = 0; i < parameters->children().size(); ++i) {
    const Node* parameter = parameters->children()[i];
    const std::string_view name = parameter->text;
    if (name.starts_with('*')) break;
    if (i == 0 && function.owner != nullptr && (name == "self" || name == "cls")) continue;
    const Node* given = argument(call, position++, name);
    Variants value;
    if (given != nullptr) {
      value = evaluate(given, frame);
    } else if (parameter->child(0) != nullptr) {
      value = evaluate(parameter->child(0), top_of(*function.module));
    }
    if (std::all_of(value.begin(), value.end(),
                    [](const Variant& variant) { return variant.thing->kind == ThingKind::kUnknown; }))
      continue;
    any = true;
    inner.names.set(name, std::move(value));
  }
  return any;
}

bool Program::worth_tracing(const Node& argument, const Frame& frame, BuiltText& texts) {
  const auto of = [&](const Thing& thing, const auto& self) -> bool {
    switch (thing.kind) {
      case ThingKind::kText:
      case ThingKind::kStatement:
        if (!is_wanted(thing.text)) return false;
        append(texts, thing.text);
        return true;
      case ThingKind::kList:
      case ThingKind::kDict:
        return std::any_of(thing.items.begin(), thing.items.end(),
                           [&](const Thing* item) { return item->kind != ThingKind::kList && self(*item, self); });
      case ThingKind::kFunction: return thing.node->kind == NodeKind::kLambda || thing.frame != nullptr;
      default: return false;
    }
  };
  switch (argument.kind) {
    case NodeKind::kName:
      for (const Frame* at = &frame; at != nullptr; at = at->parent)
        if (const Variants* found = at->names.find(argument.text))
          return std::any_of(found->begin(), found->end(),
                             [&](const Variant& variant) { return of(*variant.thing, of); });
      break;
    case NodeKind::kString:
      if (argument.text.size() < 8) return false;
      break;
    case NodeKind::kBinary:
      if (argument.text != "+" && argument.text != "%") return false;
      break;
    case NodeKind::kFormatted:
    case NodeKind::kLambda:
    case NodeKind::kList: break;
    case NodeKind::kCall:
      if (argument.child(0) == nullptr || (argument.child(0)->text != "format" && argument.child(0)->text != "join" &&
                                           argument.child(0)->text != "dedent" && argument.child(0)->text != "text"))
        return false;
      break;
    default: return false;
  }
  const Variants values = evaluate(&argument, frame);
  return std::any_of(values.begin(), values.end(), [&](const Variant& variant) { return of(*variant.thing, of); });
}

// A text that goes through functions is seen at the call that it came by; a function that is handed on, where it is
// called.
void Program::trace(const Node& call, const Frame& frame) {
  constexpr std::size_t kMaxTraceDepth = 4;
  constexpr int kMaxTraceSteps = 10'000;
  if (!is_wanted || tracing_.size() >= kMaxTraceDepth || extra_steps_ >= kMaxExtraSteps || depth_ > kMaxDepth / 2)
    return;
  if (const Node* callee = call.child(0);
      callee != nullptr && callee->kind == NodeKind::kName && frame.module != nullptr)
    if (const Variants* found = top_of(*frame.module).names.find(callee->text);
        found != nullptr && (*found)[0].thing->kind == ThingKind::kImported &&
        (*found)[0].thing->owner->text.starts_with("sqlalchemy"))
      return;
  bool worth = false;
  BuiltText texts;
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* given = call.children()[i];
    if (given != nullptr && given->kind == NodeKind::kKeyword) given = given->child(0);
    if (given != nullptr) worth = worth_tracing(*given, frame, texts) || worth;
  }
  if (!worth || std::find(tracing_.begin(), tracing_.end(), &call) != tracing_.end()) return;
  const Variants callees = evaluate(call.child(0), frame);
  if (callees.size() != 1 || callees[0].thing->kind != ThingKind::kFunction) return;
  const Thing& function = *callees[0].thing;
  if (!may_reach_sink(*function.node)) return;
  const Node* body = function.node->child(1);
  if (body == nullptr) return;
  Frame& inner = function_frame(function);
  if (!bind_arguments(function, call, frame, inner)) return;
  ++depth_;
  const bool outermost = traced_ == nullptr && !texts.empty();
  if (outermost) {
    traced_module_ = frame.module;
    traced_ = &call;
    traced_texts_ = std::move(texts);
  }
  const int begun = std::max(steps_, kMaxSteps - kMaxTraceSteps);
  const int steps = std::exchange(steps_, begun);
  tracing_.push_back(&call);
  ProgramRun run(*this, inner);
  if (function.node->kind == NodeKind::kLambda) {
    run.report_calls(body);
  } else {
    run.block(*body);
  }
  tracing_.pop_back();
  extra_steps_ += std::max(1, steps_ - begun);
  steps_ = steps;
  if (outermost) traced_ = nullptr;
  --depth_;
}

namespace {

// The words before an opening bracket in text that is not parsed; those behind `def` apart.
void words_called(std::string_view text, std::set<std::string_view>& called, std::set<std::string_view>& defined) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
  };
  for (std::size_t open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
    std::size_t end = open;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
    std::size_t begin = end;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    if (begin == end) continue;
    const std::string_view word = text.substr(begin, end - begin);
    (text.substr(0, begin).ends_with("def ") ? defined : called).insert(word);
  }
}

// The last words of what a function calls, parameters of its own among them; of one that nothing has looked into yet
// more than these, so that it need not be parsed.
void called_names(const Node& node, std::set<std::string_view>& out) {
  if (node.deferred != nullptr) {
    std::set<std::string_view> defined;
    words_called(node.deferred->text(), out, defined);
    return;
  }
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr && !node.child(0)->text.empty())
    out.insert(node.child(0)->text);
  for (const Node* child : node.children())
    if (child != nullptr) called_names(*child, out);
}

}  // namespace

// By the names of what it calls, and of what functions of those names call, over the modules that are loaded.
bool Program::may_reach_sink(const Node& function) {
  if (called_modules_ != graph_.modules().size()) {
    const auto visit = [&](const auto& self, const Node& node) -> void {
      if (node.deferred != nullptr) {  // with the functions in it
        std::set<std::string_view> called, defined;
        words_called(node.deferred->text(), called, defined);
        for (const std::string_view name : defined) called_by_[name].insert(called.begin(), called.end());
        return;
      }
      if (node.kind == NodeKind::kFunction) called_names(node, called_by_[node.text]);
      if (node.kind >= NodeKind::kModule)
        for (const Node* child : node.children())
          if (child != nullptr) self(self, *child);
    };
    for (; called_modules_ < graph_.modules().size(); ++called_modules_)
      if (const python::Module* module = graph_.modules()[called_modules_]; module->tree != nullptr)
        visit(visit, module->tree->root());
    for (bool grown = true; grown;) {
      grown = false;
      for (const auto& [name, called] : called_by_) {
        if (reaching_.contains(name)) continue;
        const bool reaches = std::any_of(called.begin(), called.end(), [&](std::string_view each) {
          return is_sink(each) || reaching_.contains(each);
        });
        if (reaches) grown = reaching_.insert(name).second || grown;
      }
    }
  }
  std::set<std::string_view> called;
  called_names(function, called);
  const Node* parameters = function.child(0);
  return std::any_of(called.begin(), called.end(), [&](std::string_view name) {
    if (is_sink(name) || reaching_.contains(name)) return true;
    return parameters != nullptr && std::any_of(parameters->children().begin(), parameters->children().end(),
                                                [&](const Node* each) { return each->text == name; });
  });
}

bool Program::is_traced(const BuiltText& text) const {
  return std::any_of(text.begin(), text.end(), [&](const TextPiece& piece) {
    return !piece.hole && std::any_of(traced_texts_.begin(), traced_texts_.end(), [&](const TextPiece& by) {
      return !by.hole && by.document == piece.document && by.begin <= piece.begin && piece.end <= by.end;
    });
  });
}

Variants Program::call_external(const std::string& name, const Node& call, const Frame& frame) {
  if (name == "builtins.str" || name == "textwrap.dedent" || name == "inspect.cleandoc" || name == "typing.cast" ||
      name == "textwrap.indent") {
    // White space means nothing between the words of SQL.
    const Node* given = argument(call, name == "typing.cast" ? 1 : 0);
    return evaluate(given, frame);
  }
  // Lists as lists: in another order, each item stands for any number of them.
  const bool same_order = name == "builtins.list" || name == "builtins.tuple";
  if (same_order || name == "builtins.sorted" || name == "builtins.reversed" || name == "builtins.set" ||
      name == "builtins.enumerate") {
    const Node* given = argument(call, 0);
    if (given == nullptr) return one(external(name + "()"));
    return combine({evaluate(given, frame)}, [&](const std::vector<const Thing*>& v) -> const Thing* {
      if (v[0]->kind != ThingKind::kList) return unknown();
      if (same_order) return v[0];
      Thing& list = make(ThingKind::kList);
      list.items = v[0]->items;
      list.open = v[0]->open;
      list.sample = v[0]->sample || (name != "builtins.enumerate" && list.items.size() > 1);
      if (name == "builtins.enumerate")
        for (const Thing*& item : list.items) {
          Thing& pair = make(ThingKind::kList);
          pair.items = {unknown(HoleOrigin::kSafe), item};
          item = &pair;
        }
      return &list;
    });
  }
  if (is_one_of(name, kSafeCalls)) return one(unknown(HoleOrigin::kSafe));
  if (Variants made = call_sql_object(name, call, frame); !made.empty()) return made;
  return one(external(name + "()"));
}

}  // namespace si
