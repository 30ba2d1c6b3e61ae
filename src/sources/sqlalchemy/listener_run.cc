#include "sources/sqlalchemy/listener_run.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::NodeKind;

namespace {

constexpr int kMaxConditions = 7;  // of which only running tells the way

bool is_constraint_list(const Node* node) {
  return node != nullptr && (node->text == "indexes" || node->text == "constraints");
}

// Index(…), table.append_constraint(…), table.indexes.add(…)
bool makes_constraint(const Node& call) {
  const Node* callee = call.child(0);
  if (callee == nullptr) return false;
  if (callee->text == "Index" || callee->text.ends_with("Constraint") || callee->text == "append_constraint")
    return true;
  return callee->kind == NodeKind::kAttribute && is_constraint_list(callee->child(0));
}

// column.index = True, table.indexes = …
bool sets_constraint(const Node& target) {
  return target.kind == NodeKind::kAttribute &&
         (target.text == "index" || target.text == "unique" || is_constraint_list(&target));
}

// SQL that makes or drops an index or constraint. CREATE CONSTRAINT TRIGGER is none.
bool changes_constraints(std::string_view sql) {
  const std::string text = to_lower_ascii(sql);
  const auto has = [&](std::string_view word) { return text.find(word) != std::string::npos; };
  if (has(" index ") && (has("create") || has("drop") || has("alter"))) return true;
  return has("alter table") && (has(" add ") || has(" drop ") || has(" constraint "));
}

void push(std::vector<const Node*>& pending, const Node* block) {
  if (block == nullptr) return;
  if (block->kind == NodeKind::kIf) {
    pending.push_back(block);
    return;
  }
  for (std::size_t i = block->children().size(); i-- > 0;) pending.push_back(block->children()[i]);
}

}  // namespace

const Value* named_object(Evaluator& evaluator, const std::optional<std::string>& name) {
  return evaluator.external(std::string(python::kNamedObject) + name.value_or(""));
}

void ListenerRun::run(const Value* function, const std::vector<Argument>& arguments) {
  const Node* parameters = function->node->child(0);
  const Node* body = function->node->child(1);
  if (body == nullptr || !followed_.insert(function->node).second) return;
  Scope* const outer = frame_;
  const std::string_view outer_first = first_;
  frame_ = context_.evaluator.bind(function, arguments, function->klass);
  first_ = parameters != nullptr && parameters->child(0) != nullptr ? parameters->child(0)->text : std::string_view();
  if (frame_ == nullptr) {
    inspect(*body);
    effect_.name = Name::unresolved("how it is called is not known");
  } else {
    Nodes pending;
    if (body->kind == NodeKind::kBlock)
      push(pending, body);
    else
      inspect(*body);
    effect_.name = follow(std::move(pending), effect_.name, 0);
  }
  frame_ = outer;
  first_ = outer_first;
}

void ListenerRun::bind_first(const Name& name) {
  if (first_.empty() || !frame_->given.contains(first_)) return;
  Evaluator& e = context_.evaluator;
  frame_->given[first_] = name.known() ? named_object(e, *name) : e.unknown(name.reason());
}

ListenerRun::Name ListenerRun::follow(Nodes pending, Name name, int depth) {
  while (!pending.empty()) {
    const Node* node = pending.back();
    pending.pop_back();
    if (node == nullptr) continue;
    switch (node->kind) {
      case NodeKind::kReturn:
      case NodeKind::kRaise: inspect(*node); return name;
      case NodeKind::kIf: {
        inspect(*node->child(0));
        const auto test = context_.evaluator.truth(context_.evaluator.evaluate(node->child(0), *frame_));
        if (!test) return both(*node, pending, name, depth);
        push(pending, *test ? node->child(1) : node->child(2));
        break;
      }
      case NodeKind::kTry:
      case NodeKind::kWith:
        for (std::size_t i = 1; i < node->children().size(); ++i)
          if (node->children()[i] != nullptr) inspect(*node->children()[i]);
        push(pending, node->child(0));
        break;
      case NodeKind::kAssign: assign(*node, name); break;
      default:
        inspect(*node);
        if (!name.known() || !sets_name(*node)) break;
        name = Name::unresolved("it is set in a loop");
        bind_first(name);
    }
  }
  return name;
}

// At a condition that only running tells.
ListenerRun::Name ListenerRun::both(const Node& node, const Nodes& pending, const Name& name, int depth) {
  if (depth > kMaxConditions) {
    inspect(node);
    for (const Node* rest : pending)
      if (rest != nullptr) inspect(*rest);
    return Name::unresolved("too many conditions");
  }
  const auto before = frame_->given;
  Nodes first = pending, second = pending;
  push(first, node.child(1));
  push(second, node.child(2));
  const Name one = follow(std::move(first), name, depth + 1);
  frame_->given = before;
  const Name other = follow(std::move(second), name, depth + 1);
  if (one == other || !one.known()) return one;
  return other.known() ? Name::unresolved("it depends on a condition that only running tells") : other;
}

void ListenerRun::assign(const Node& statement, Name& name) {
  inspect(statement);
  const Value* value = context_.evaluator.evaluate(statement.children().back(), *frame_);
  for (std::size_t i = 0; i + 1 < statement.children().size(); ++i) {
    const Node& target = *statement.children()[i];
    if (target.kind == NodeKind::kName) frame_->given[target.text] = value;
    if (!sets_name(target)) continue;
    if (value->is(ValueKind::kString)) {
      name = std::optional<std::string>(value->text);
    } else {
      name = Name::unresolved(python::describe(value));
    }
    bind_first(name);
  }
}

// `const.name = …`, anywhere in a node.
bool ListenerRun::sets_name(const Node& node) const {
  if (node.kind == NodeKind::kAttribute)
    return node.text == "name" && node.child(0)->kind == NodeKind::kName && node.child(0)->text == first_;
  if (node.kind == NodeKind::kAssign) {
    for (std::size_t i = 0; i + 1 < node.children().size(); ++i)
      if (sets_name(*node.children()[i])) return true;
    return false;
  }
  if (node.kind == NodeKind::kCall)
    return node.child(0) != nullptr && node.child(0)->text == "setattr" && node.child(1) != nullptr &&
           node.child(1)->text == first_;
  return std::any_of(node.children().begin(), node.children().end(), [&](const Node* child) {
    return child != nullptr && child->kind != NodeKind::kAttribute && sets_name(*child);
  });
}

// `table.columns.state.type = …`, `table.c["state"].type.name = …`
void ListenerRun::note_retyped(const Node& target) {
  for (const Node* at = &target; at->kind == NodeKind::kAttribute && at->child(0) != nullptr; at = at->child(0)) {
    const Node& column = *at->child(0);
    const bool item =
        column.kind == NodeKind::kSubscript && column.child(1) != nullptr && column.child(1)->kind == NodeKind::kString;
    const Node* list = column.child(0);
    if (at->text != "type" || (!item && column.kind != NodeKind::kAttribute) || list == nullptr) continue;
    if (list->text == "c" || list->text == "columns")
      effect_.retyped.emplace(item ? column.child(1)->text : column.text);
  }
}

void ListenerRun::inspect(const Node& node) {
  if (node.kind == NodeKind::kString && changes_constraints(node.text)) effect_.constraints = true;
  if (node.kind == NodeKind::kAssign)
    for (std::size_t i = 0; i + 1 < node.children().size(); ++i) {
      note_retyped(*node.children()[i]);
      if (sets_constraint(*node.children()[i])) effect_.constraints = true;
    }
  if (node.kind == NodeKind::kCall) {
    if (makes_constraint(node)) effect_.constraints = true;
    follow_call(node);
  }
  for (const Node* child : node.children())
    if (child != nullptr) inspect(*child);
}

// A function of the project that the listener calls.
void ListenerRun::follow_call(const Node& call) {
  const Node* callee = call.child(0);
  if (frame_ == nullptr || callee == nullptr || callee->kind != NodeKind::kName || followed_.size() > 20) return;
  const Value* function = context_.evaluator.evaluate(callee, *frame_);
  if (!function->is(ValueKind::kFunction)) return;
  const Name name = effect_.name;
  effect_.name = Name();
  run(function, context_.evaluator.arguments_of(call, 1, *frame_));
  effect_.name = name;
}

}  // namespace si::sqlalchemy
