// What stands in one module: every attribute, call and string that certainly speaks of a model.
#include "queries/orm_walk.h"

#include <algorithm>

#include "sources/sqlalchemy/identity.h"

namespace si {

using python::Node;
using python::NodeKind;
using python::Scope;
using python::Value;
using python::ValueKind;
using Kind = OrmShape::Kind;

namespace {

// The value of a call's argument of that position, not counting keywords.
const Node* positional(const Node& call, std::size_t at) {
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* child = call.children()[i];
    if (child->kind == NodeKind::kKeyword || child->kind == NodeKind::kDoubleStar) continue;
    if (child->kind == NodeKind::kStar) return nullptr;
    if (at-- == 0) return child;
  }
  return nullptr;
}

const Node* keyword(const Node& call, std::string_view name) {
  for (std::size_t i = 1; i < call.children().size(); ++i)
    if (call.children()[i]->kind == NodeKind::kKeyword && call.children()[i]->text == name)
      return call.children()[i]->child(0);
  return nullptr;
}

// A test of a constant, such as AIRFLOW_V_3_0_PLUS, or of a version.
bool asks_for_version(std::string_view test) {
  std::size_t letters = 0;  // of the word in capitals that is being read
  bool constant = false;
  for (const char c : test) {
    if ((c >= 'A' && c <= 'Z') || c == '_' || (letters > 0 && c >= '0' && c <= '9')) {
      ++letters;
    } else {
      constant = constant || (letters > 3 && !(c >= 'a' && c <= 'z'));
      letters = 0;
    }
  }
  return constant || letters > 3 || test.find("version") != std::string_view::npos;
}

}  // namespace

Location OrmWalk::place(const Node& node, std::size_t name_bytes) const {
  const auto& tree = *module_->tree;
  // The name alone: the end of `Class.name`, the beginning of `name=value`.
  std::uint32_t begin = node.begin, end = node.end;
  if (node.kind == NodeKind::kAttribute) begin = end - static_cast<std::uint32_t>(name_bytes);
  if (node.kind == NodeKind::kKeyword) end = begin + static_cast<std::uint32_t>(name_bytes);
  if (node.kind == NodeKind::kString && end - begin == name_bytes + 2) ++begin, --end;  // without its quotes
  return {module_->file, tree.document().span(begin, end)};
}

OrmReference& OrmWalk::note(OrmReferenceKind kind, std::size_t index, std::string_view name, const char* context,
                            const Node& at) {
  OrmReference& reference = out_.references.emplace_back();
  reference.kind = kind;
  reference.index = index;
  reference.name = name;
  reference.context = context;
  reference.guarded = guards_ > 0 || guarded_.contains(name);
  reference.location = place(at, name.size());
  return reference;
}

// What a reference is set to or compared with.
void OrmWalk::give_literal(OrmReference& reference, const Node* value) const {
  if (value == nullptr || value->kind != NodeKind::kString) return;
  reference.literal = std::string(value->text);
  reference.literal_location = place(*value, value->text.size());
}

void OrmWalk::visit_children(const Node& node, const Scope& scope) {
  for (const Node* child : node.children())
    if (child != nullptr) visit(*child, scope);
}

void OrmWalk::visit_target(const Node& target, const Scope& scope, const Node* value) {
  if (target.kind == NodeKind::kTuple || target.kind == NodeKind::kList) {
    for (const Node* child : target.children()) visit_target(*child, scope);
    return;
  }
  if (target.kind != NodeKind::kAttribute) return visit(target, scope);
  out_.stored_names.emplace(target.text);
  const OrmShape object = infer(target.child(0), scope);
  if (object.is(Kind::kInstance) && object.index != OrmShape::kNobody)
    give_literal(note(OrmReferenceKind::kAssignment, object.index, target.text, "", target), value);
  visit(*target.child(0), scope);
}

void OrmWalk::visit(const Node& node, const Scope& scope) {
  if (depth_ > 300) return;
  ++depth_;
  switch (node.kind) {
    case NodeKind::kFunction:
    case NodeKind::kLambda: visit_function(node, scope); break;
    case NodeKind::kClass: visit_class(node, scope); break;
    case NodeKind::kComprehension: visit_comprehension(node, scope); break;
    case NodeKind::kAssign:
      for (std::size_t i = 0; i + 1 < node.children().size(); ++i)
        visit_target(*node.children()[i], scope, node.children().back());
      visit(*node.children().back(), scope);
      break;
    case NodeKind::kAnnotated:
      // A function's own variables are annotated for nobody: Python does not evaluate it.
      if (node.child(1) != nullptr && scope.kind != python::ScopeKind::kFunction)
        visit_annotation(*node.child(1), scope);
      if (node.child(2) != nullptr) {
        visit_target(*node.child(0), scope);
        visit(*node.child(2), scope);
      }
      break;
    case NodeKind::kAugmented:
      visit_target(*node.child(0), scope);
      if (node.child(1) != nullptr) visit(*node.child(1), scope);
      break;
    case NodeKind::kTry: {
      const bool guard = module_->tree->source(node).find("AttributeError") != std::string_view::npos;
      if (guard) ++guards_;
      visit_children(node, scope);
      if (guard) --guards_;
      break;
    }
    case NodeKind::kIf:
    case NodeKind::kConditional: {
      // Arms for one version or another of what the code runs with.
      const Node* test = node.kind == NodeKind::kIf ? node.child(0) : node.child(1);
      const bool guard = test != nullptr && asks_for_version(module_->tree->source(*test));
      if (guard) ++guards_;
      visit_children(node, scope);
      if (guard) --guards_;
      break;
    }
    case NodeKind::kDelete: break;
    case NodeKind::kAttribute: visit_attribute(node, scope); break;
    case NodeKind::kCompare: {
      const Node* left = node.child(0);
      visit_children(node, scope);
      if ((node.text != "==" && node.text != "!=") || left == nullptr || left->kind != NodeKind::kAttribute) break;
      if (node.child(1) == nullptr || node.child(1)->kind != NodeKind::kString || out_.references.empty()) break;
      OrmReference& last = out_.references.back();
      if (last.kind == OrmReferenceKind::kAttribute && last.name == left->text) give_literal(last, node.child(1));
      break;
    }
    case NodeKind::kCall: visit_call(node, scope); break;
    case NodeKind::kString: break;
    default: visit_children(node, scope); break;
  }
  --depth_;
}

// What stands in calls: Annotated[str, Depends(order_of(User.name))]. The rest are names of types.
void OrmWalk::visit_annotation(const Node& node, const Scope& scope) {
  if (node.kind == NodeKind::kCall) return visit(node, scope);
  if (depth_ > 300) return;
  ++depth_;
  for (const Node* child : node.children())
    if (child != nullptr) visit_annotation(*child, scope);
  --depth_;
}

void OrmWalk::visit_attribute(const Node& node, const Scope& scope) {
  out_.read_names.emplace(node.text);
  const Node* object = node.child(0);
  if (object == nullptr) return;
  visit(*object, scope);
  const OrmShape shape = infer(object, scope);
  if (shape.index == OrmShape::kNobody) return;
  if (shape.is(Kind::kClass)) {
    note(OrmReferenceKind::kAttribute, shape.index, node.text, "", node);
  } else if (shape.is(Kind::kInstance)) {
    note(OrmReferenceKind::kInstance, shape.index, node.text, "", node);
  } else if (shape.is(Kind::kColumns)) {
    note(OrmReferenceKind::kTableColumn, shape.index, node.text, "", node);
  }
}

// {"name": …} of values() and update().
void OrmWalk::visit_keys(const OrmShape& of, const Node& node, const char* context) {
  if (node.kind != NodeKind::kDictionary || of.index == OrmShape::kNobody) return;
  for (const Node* pair : node.children())
    if (pair->kind == NodeKind::kPair && pair->child(0) != nullptr && pair->child(0)->kind == NodeKind::kString)
      give_literal(note(OrmReferenceKind::kValues, of.index, pair->child(0)->text, context, *pair->child(0)),
                   pair->child(1));
}

// execute(insert(Class).values(…)), perhaps with on_conflict_do_… or returning(…): all that the row is given.
void OrmWalk::note_insert(const Node& statement, const Scope& scope) {
  const Node* call = &statement;
  const Node* values = nullptr;
  while (call->kind == NodeKind::kCall && call->child(0) != nullptr && call->child(0)->kind == NodeKind::kAttribute) {
    const Node& method = *call->child(0);
    if (method.text == "values") {
      if (values != nullptr) return;
      values = call;
    } else if (method.text != "returning" && method.text != "execution_options" &&
               !method.text.starts_with("on_conflict_do_")) {
      break;
    }
    call = method.child(0);
    if (call == nullptr) return;
  }
  if (values == nullptr || call->kind != NodeKind::kCall) return;
  const std::string name = called(call->child(0), scope);
  if (name != "insert" && name != "dialects.postgresql.insert") return;
  const OrmShape of = infer(positional(*call, 0), scope);
  if (!of.is(Kind::kClass) || of.alias || of.index == OrmShape::kNobody || call->children().size() != 2) return;
  OrmConstruction construction;
  construction.index = of.index;
  construction.statement = true;
  construction.location = {module_->file, module_->tree->span(*call)};
  const auto add_key = [&](const Node& key) {
    if (key.kind == NodeKind::kString || key.kind == NodeKind::kAttribute) {
      construction.keywords.emplace_back(key.text);
      return true;
    }
    return false;
  };
  for (std::size_t i = 1; i < values->children().size(); ++i) {
    const Node& given = *values->children()[i];
    if (given.kind == NodeKind::kKeyword) {
      construction.keywords.emplace_back(given.text);
    } else if (given.kind == NodeKind::kDictionary) {
      for (const Node* pair : given.children())
        if (pair->kind != NodeKind::kPair || pair->child(0) == nullptr || !add_key(*pair->child(0))) return;
    } else {
      return;
    }
  }
  if (!construction.keywords.empty()) out_.constructions.push_back(std::move(construction));
}

void OrmWalk::note_conflict(const Node& elements, std::size_t index, const Scope& scope) {
  OrmConflict conflict;
  conflict.index = index;
  conflict.location = {module_->file, module_->tree->span(elements)};
  for (const Node* element : elements.children()) {
    const bool of_class = element->kind == NodeKind::kAttribute && element->child(0) != nullptr &&
                          infer(element->child(0), scope) == OrmShape{Kind::kClass, index};
    if (element->kind != NodeKind::kString && !of_class) return;
    conflict.elements.emplace_back(element->text);
  }
  if (!conflict.elements.empty()) out_.conflicts.push_back(std::move(conflict));
}

// session.add(Class(…))
void OrmWalk::note_construction(const Node& call, std::size_t index) {
  OrmConstruction construction;
  construction.index = index;
  construction.location = {module_->file, module_->tree->span(*call.child(0))};
  for (std::size_t i = 1; i < call.children().size(); ++i) {
    const Node* child = call.children()[i];
    if (child->kind != NodeKind::kKeyword) return;
    construction.keywords.emplace_back(child->text);
  }
  out_.constructions.push_back(std::move(construction));
}

void OrmWalk::visit_call(const Node& node, const Scope& scope) {
  visit_children(node, scope);
  const Node* callee = node.child(0);
  if (callee == nullptr) return;
  const auto keywords = [&](OrmReferenceKind kind, std::size_t index, const char* context) {
    for (std::size_t i = 1; i < node.children().size(); ++i)
      if (node.children()[i]->kind == NodeKind::kKeyword)
        give_literal(note(kind, index, node.children()[i]->text, context, *node.children()[i]),
                     node.children()[i]->child(0));
  };
  if (callee->kind == NodeKind::kName && (callee->text == "getattr" || callee->text == "setattr")) {
    const Node* name = positional(node, 1);
    if (name == nullptr || name->kind != NodeKind::kString) return;
    (callee->text == "getattr" ? out_.read_names : out_.stored_names).emplace(name->text);
    const OrmShape shape = infer(positional(node, 0), scope);
    if (callee->text != "getattr" || shape.index == OrmShape::kNobody) return;
    if (!shape.is(Kind::kClass) && !shape.is(Kind::kInstance)) return;
    OrmReference& reference = note(OrmReferenceKind::kString, shape.index, name->text, "getattr", *name);
    reference.instance = shape.is(Kind::kInstance);
    reference.has_default = positional(node, 2) != nullptr;
    return;
  }
  if (callee->kind == NodeKind::kName || callee->kind == NodeKind::kAttribute) {
    const OrmShape made = callee->kind == NodeKind::kName ? infer(callee, scope) : outer_shape(*callee, scope);
    if (made.is(Kind::kClass) && !made.alias && made.index != OrmShape::kNobody)
      return keywords(OrmReferenceKind::kConstructor, made.index, "");
  }
  if (callee->kind != NodeKind::kAttribute) return;
  const std::string_view method = callee->text;
  const bool of_session = callee->child(0) != nullptr && callee->child(0)->text.ends_with("session");
  if (of_session && node.children().size() == 2 && (method == "add" || method == "add_all")) {
    const auto add = [&](const Node& object) {
      if (object.kind != NodeKind::kCall) return;
      const OrmShape made = infer(object.child(0), scope);
      if (made.is(Kind::kClass) && !made.alias && made.index != OrmShape::kNobody)
        note_construction(object, made.index);
    };
    const Node& given = *node.child(1);
    if (method == "add") add(given);
    if (method == "add_all" && given.kind == NodeKind::kList)
      for (const Node* object : given.children()) add(*object);
  }
  if ((method == "execute" || method == "scalar" || method == "scalars") && node.children().size() == 2)
    note_insert(*node.child(1), scope);
  static constexpr std::string_view kMethods[] = {"filter_by", "values", "update", "on_conflict_do_update",
                                                  "on_conflict_do_nothing"};
  if (std::find(std::begin(kMethods), std::end(kMethods), method) == std::end(kMethods)) return;
  const OrmShape object = infer(callee->child(0), scope);
  if (method == "filter_by" && (object.is(Kind::kQuery) || object.is(Kind::kStatement))) {
    if (object.head != OrmShape::kNobody) keywords(OrmReferenceKind::kFilterBy, object.head, "filter_by");
  } else if (method == "values" && object.is(Kind::kStatement)) {
    if (object.index == OrmShape::kNobody) return;
    keywords(OrmReferenceKind::kValues, object.index, "values");
    if (const Node* first = positional(node, 0)) visit_keys(object, *first, "values");
  } else if (method == "update" && object.is(Kind::kQuery) && !object.select) {
    OrmShape entity = object;
    entity.index = object.index != OrmShape::kNobody ? object.index : object.head;
    if (const Node* first = positional(node, 0)) visit_keys(entity, *first, "update");
  } else if (object.is(Kind::kStatement)) {
    if (const Node* set = keyword(node, "set_")) visit_keys(object, *set, "set_");
    const Node* elements = keyword(node, "index_elements");
    const bool listed = elements != nullptr && object.index != OrmShape::kNobody &&
                        (elements->kind == NodeKind::kList || elements->kind == NodeKind::kTuple);
    if (listed && keyword(node, "index_where") == nullptr) note_conflict(*elements, object.index, scope);
    if (listed)
      for (const Node* element : elements->children())
        if (element->kind == NodeKind::kString)
          note(OrmReferenceKind::kValues, object.index, element->text, "index_elements", *element);
  }
}

// @validates("name", …) of a mapped class.
void OrmWalk::note_validators(const Node& node, const Scope& body) {
  if (body.owner == nullptr) return;
  const ModelMeaning owner = models_.meaning(models_.evaluator().class_value(*body.owner));
  if (owner.kind != ModelMeaning::Kind::kClass) return;
  for (const Node* function : node.child(1)->children()) {
    if (function->kind != NodeKind::kFunction) continue;
    for (std::size_t i = 3; i < function->children().size(); ++i) {
      const Node& decorator = *function->children()[i];
      if (decorator.kind != NodeKind::kCall || called(decorator.child(0), body) != "validates") continue;
      for (std::size_t k = 1; k < decorator.children().size(); ++k)
        if (decorator.children()[k]->kind == NodeKind::kString)
          note(OrmReferenceKind::kString, owner.index, decorator.children()[k]->text, "validates",
               *decorator.children()[k]);
    }
  }
}

void OrmWalk::visit_class(const Node& node, const Scope& scope) {
  for (std::size_t i = 2; i < node.children().size(); ++i) visit(*node.children()[i], scope);
  if (node.child(0) != nullptr) visit_children(*node.child(0), scope);
  const auto known = class_scopes_.find(&node);
  if (node.child(1) == nullptr) return;
  if (known != class_scopes_.end()) note_validators(node, *known->second);
  if (known != class_scopes_.end()) return visit(*node.child(1), *known->second);
  Scope& body = scopes_.emplace_back();  // of a class in a function
  body.kind = python::ScopeKind::kClass;
  body.parent = &scope;
  body.module = module_;
  collect_bindings(*node.child(1), body);
  visit(*node.child(1), body);
}

void OrmWalk::walk(const python::Module& module) {
  module_ = &module;
  class_scopes_.clear();
  guarded_.clear();
  for (const python::ClassInfo* klass : models_.evaluator().classes(module)) class_scopes_[klass->node] = &klass->scope;
  const std::string_view text = module.tree->document().content();
  for (const char* event : {"before_insert", "before_flush", "before_save", "\"init\"", "'init'"})
    out_.fills_columns = out_.fills_columns || text.find(event) != std::string_view::npos;
  const auto find_guards = [&](const Node& node, const auto& self) -> void {
    if (node.kind == NodeKind::kCall && node.child(0) != nullptr && node.child(0)->text == "hasattr" &&
        node.child(2) != nullptr && node.child(2)->kind == NodeKind::kString)
      guarded_.insert(node.child(2)->text);
    for (const Node* child : node.children())
      if (child != nullptr) self(*child, self);
  };
  if (text.find("hasattr") != std::string_view::npos) find_guards(module.tree->root(), find_guards);
  visit(module.tree->root(), module.scope);
}

}  // namespace si
