// What an expression is as far as models go: a class, an object of it, a query that gives such objects.
//
// A name of a function has the shape that everything it is bound to agrees on. Names from outside of the function are
// asked of the evaluator, through imports.
#include <algorithm>

#include "queries/orm_walk.h"
#include "sources/sqlalchemy/identity.h"

namespace si {

using python::Node;
using python::NodeKind;
using python::Scope;
using python::Value;
using python::ValueKind;
using Kind = OrmShape::Kind;

namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const Node* first_argument(const Node& call) {
  for (std::size_t i = 1; i < call.children().size(); ++i)
    if (call.children()[i]->kind != NodeKind::kKeyword && call.children()[i]->kind != NodeKind::kDoubleStar)
      return call.children()[i];
  return nullptr;
}

std::size_t count_arguments(const Node& call) {
  return static_cast<std::size_t>(std::count_if(
      call.children().begin() + 1, call.children().end(),
      [](const Node* child) { return child->kind != NodeKind::kKeyword && child->kind != NodeKind::kDoubleStar; }));
}

const Node* first_name(const Node* node) {
  while (node != nullptr && node->kind == NodeKind::kAttribute) node = node->child(0);
  return node != nullptr && node->kind == NodeKind::kName ? node : nullptr;
}

}  // namespace

OrmWalk::Frame* OrmWalk::frame_of(std::string_view name) {
  for (auto at = frames_.rbegin(); at != frames_.rend(); ++at)
    if ((*at)->locals.contains(name)) return *at;
  return nullptr;
}

namespace {

bool is_sqlalchemy(std::string_view dotted) {
  const std::string_view top = dotted.substr(0, dotted.find('.'));
  return top.find("sqlalchemy") != std::string_view::npos || top == "sqlmodel";
}

// The name that an expression begins with: "a" of a.b, a.b(c).d and a[b].
const Node* root_name(const Node* node) {
  while (node != nullptr &&
         (node->kind == NodeKind::kAttribute || node->kind == NodeKind::kCall || node->kind == NodeKind::kSubscript))
    node = node->child(0);
  return node != nullptr && node->kind == NodeKind::kName ? node : nullptr;
}

// Its parts up to the first call or subscript.
std::vector<std::string> dotted_parts(const Node& node, const Node& root) {
  std::vector<std::string> parts;
  for (const Node* at = &node; at != &root; at = at->child(0)) {
    if (at->kind == NodeKind::kAttribute)
      parts.insert(parts.begin(), std::string(at->text));
    else
      parts.clear();
  }
  parts.insert(parts.begin(), std::string(root.text));
  return parts;
}

}  // namespace

bool OrmWalk::may_lead(const Node& node, const Scope& scope) {
  const Node* root = root_name(&node);
  if (root == nullptr) return false;
  std::vector<std::string> parts = dotted_parts(node, *root);
  for (const Scope* at = &scope; at != nullptr; at = at->parent) {
    if (at->kind == python::ScopeKind::kModule) return name_leads(*at->module, parts);
    const auto* bindings = at->find(root->text);
    if (bindings == nullptr) continue;
    parts.erase(parts.begin());
    return std::any_of(bindings->begin(), bindings->end(),
                       [&](const python::Binding* binding) { return binding_leads(*binding, *at->module, parts); });
  }
  return false;
}

bool OrmWalk::binding_leads(const python::Binding& binding, const python::Module& module,
                            const std::vector<std::string>& rest) {
  using python::BindingKind;
  const std::string_view dotted = binding.node != nullptr ? binding.node->text : std::string_view();
  switch (binding.kind) {
    case BindingKind::kClass: return true;
    case BindingKind::kImport: {
      const bool aliased = binding.node->child(0) != nullptr;
      const std::string_view wanted = aliased ? dotted : dotted.substr(0, dotted.find('.'));
      if (is_sqlalchemy(wanted)) return true;
      if (!packages_.contains(wanted.substr(0, wanted.find('.')))) return false;
      const python::Module* target = models_.graph().find(wanted, module);
      return target != nullptr && name_leads(*target, rest);
    }
    case BindingKind::kImportFrom: {
      const std::string_view from = binding.statement->text;
      if (is_sqlalchemy(from)) return true;
      if (!from.starts_with('.') && !packages_.contains(from.substr(0, from.find('.')))) return false;
      const python::Module* target = models_.graph().find(from, module);
      if (target == nullptr) return false;
      std::vector<std::string> parts{std::string(dotted)};
      parts.insert(parts.end(), rest.begin(), rest.end());
      return name_leads(*target, parts);
    }
    case BindingKind::kAssign:
    case BindingKind::kAnnotated:
      // What a condition decides would mean evaluating its test.
      if (binding.node == nullptr || binding.branch >= 0 || !binding.path.empty()) return false;
      return root_name(binding.node) != nullptr && may_lead(*binding.node, module.scope);
    default: return false;
  }
}

bool OrmWalk::name_leads(const python::Module& module, const std::vector<std::string>& parts) {
  if (parts.empty()) return false;
  std::string dotted;
  for (const std::string& part : parts) dotted.append(part).append(".");
  const auto [known, added] = leads_.try_emplace({&module, std::move(dotted)}, false);
  if (!added) return known->second;
  const std::vector<std::string> rest(parts.begin() + 1, parts.end());
  bool leads = false;
  if (const auto* bindings = module.scope.find(parts[0])) {
    leads = std::any_of(bindings->begin(), bindings->end(),
                        [&](const python::Binding* binding) { return binding_leads(*binding, module, rest); });
  } else if (const python::Module* inner = module.is_package ? models_.graph().submodule(module, parts[0]) : nullptr) {
    leads = name_leads(*inner, rest);
  } else {
    for (const Node* star : module.scope.star_imports) {
      const std::string_view from = star->text;
      const bool ours = from.starts_with('.') || packages_.contains(from.substr(0, from.find('.')));
      const python::Module* target = ours ? models_.graph().find(from, module) : nullptr;
      leads = leads || is_sqlalchemy(from) || (target != nullptr && target != &module && name_leads(*target, parts));
    }
  }
  return known->second = leads;
}

OrmShape OrmWalk::outer_shape(const Node& node, const Scope& scope) {
  const Node* first = first_name(&node);
  if (first == nullptr || frame_of(first->text) != nullptr || !may_lead(node, scope)) return {};
  const Value* value = models_.evaluator().evaluate(&node, scope, !frames_.empty());
  if (sqlalchemy::called_name(value) == "aliased" && !value->arguments.empty()) {
    const ModelMeaning of = models_.meaning(value->arguments[0].value);
    if (of.kind == ModelMeaning::Kind::kClass) return {Kind::kClass, of.index, OrmShape::kNobody, true, false};
    return {};
  }
  const ModelMeaning what = models_.meaning(value);
  switch (what.kind) {
    case ModelMeaning::Kind::kClass: return {Kind::kClass, what.index};
    case ModelMeaning::Kind::kInstance: return {Kind::kInstance, what.index};
    case ModelMeaning::Kind::kTable: return {Kind::kTable, what.index};
    case ModelMeaning::Kind::kColumns: return {Kind::kColumns, what.index};
    case ModelMeaning::Kind::kNothing: return {};
  }
  return {};
}

std::string OrmWalk::called(const Node* callee, const Scope& scope) {
  const Node* first = first_name(callee);
  if (first == nullptr || frame_of(first->text) != nullptr || !may_lead(*callee, scope)) return "";
  return sqlalchemy::known_name(models_.evaluator().evaluate(callee, scope, !frames_.empty()));
}

OrmShape OrmWalk::annotated_shape(const Node* annotation, const Scope& scope) {
  for (int i = 0; i < 6 && annotation != nullptr; ++i) {
    if (annotation->kind == NodeKind::kString) {
      annotation = models_.evaluator().parse_expression(std::string(annotation->text));
    } else if (annotation->kind == NodeKind::kSubscript && annotation->child(0) != nullptr &&
               annotation->child(0)->text == "Optional" && annotation->children().size() == 2) {
      annotation = annotation->child(1);
    } else if (annotation->kind == NodeKind::kBinary && annotation->text == "|") {
      const bool none = annotation->child(1) != nullptr && annotation->child(1)->kind == NodeKind::kNone;
      annotation = none ? annotation->child(0) : nullptr;
    } else {
      break;
    }
  }
  if (annotation == nullptr) return {};
  if (annotation->kind != NodeKind::kName && annotation->kind != NodeKind::kAttribute) return {};
  const OrmShape of = outer_shape(*annotation, scope);
  return of.is(Kind::kClass) && !of.alias ? OrmShape{Kind::kInstance, of.index} : OrmShape{};
}

OrmShape OrmWalk::local_shape(Frame& frame, std::string_view name, const Scope& scope) {
  if (const auto known = frame.shapes.find(name); known != frame.shapes.end()) return known->second;
  if (!frame.busy.insert(name).second) return {};
  OrmShape agreed{Kind::kNone};
  for (const Source& source : frame.locals.find(name)->second) {
    OrmShape shape;
    if (source.how == Source::How::kValue) shape = infer(source.node, scope);
    if (source.how == Source::How::kAnnotation) shape = annotated_shape(source.node, scope);
    if (source.how == Source::How::kItem) {
      const OrmShape of = infer(source.node, scope);
      const bool gives = of.is(Kind::kObjects) || (of.is(Kind::kQuery) && !of.select);
      if (gives && of.index != OrmShape::kNobody) shape = {Kind::kInstance, of.index};
    }
    if (shape.is(Kind::kNone)) continue;
    if (agreed.is(Kind::kNone)) agreed = shape;
    if (!(agreed == shape)) {
      // `query = query.filter(…)` keeps its entities; the head may differ after a join.
      const bool same = agreed.kind == shape.kind && agreed.index == shape.index && agreed.select == shape.select;
      agreed = same ? agreed : OrmShape{};
      agreed.head = OrmShape::kNobody;
    }
    if (agreed.is(Kind::kNothing)) break;
  }
  if (agreed.is(Kind::kNone)) agreed = {};
  frame.busy.erase(name);
  return frame.shapes[name] = agreed;
}

OrmShape OrmWalk::infer(const Node* node, const Scope& scope) {
  if (node == nullptr || depth_ > 250) return {};
  ++depth_;
  OrmShape shape;
  switch (node->kind) {
    case NodeKind::kNone: shape = {Kind::kNone}; break;
    case NodeKind::kName:
      if (Frame* frame = frame_of(node->text)) {
        shape = local_shape(*frame, node->text, *frame->scope);
      } else {
        shape = outer_shape(*node, scope);
      }
      break;
    case NodeKind::kAttribute: {
      shape = outer_shape(*node, scope);
      if (!shape.is(Kind::kNothing)) break;
      const OrmShape object = infer(node->child(0), scope);
      if (object.index == OrmShape::kNobody) break;
      if (object.is(Kind::kClass) && node->text == "query") {
        const ModelAttribute* query = models_.reading().classes[object.index].find("query");
        if (query != nullptr && query->kind == AttributeKind::kClassValue)
          shape = {Kind::kQuery, object.index, object.index};
      }
      if (object.is(Kind::kTable) && (node->text == "c" || node->text == "columns"))
        shape = {Kind::kColumns, object.index};
      break;
    }
    case NodeKind::kCall: shape = infer_call(*node, scope); break;
    case NodeKind::kWalrus: shape = infer(node->child(0), scope); break;
    case NodeKind::kBoolean:
      if (node->text == "or") {
        // `Class.query.first() or Class()`
        const OrmShape left = infer(node->child(0), scope), right = infer(node->child(1), scope);
        if (left == right) shape = left;
      }
      break;
    default: break;
  }
  --depth_;
  return shape;
}

// select(Class), query(Class.a, Class.b), query(Class).join(…)
OrmShape OrmWalk::infer_entities(const Node& call, const Scope& scope, bool select) {
  OrmShape shape{Kind::kQuery};
  shape.select = select;
  const Node* first = first_argument(call);
  if (first == nullptr || first->kind == NodeKind::kStar || first->kind == NodeKind::kList) return shape;
  const OrmShape entity = infer(first, scope);
  if (entity.is(Kind::kClass)) {
    shape.head = entity.index;
    if (count_arguments(call) == 1) shape.index = entity.index;
  } else if (first->kind == NodeKind::kAttribute) {
    const OrmShape owner = infer(first->child(0), scope);
    if (owner.is(Kind::kClass)) shape.head = owner.index;
  }
  return shape;
}

// filter_by() after join() is about what was joined last.
OrmShape OrmWalk::infer_join(const OrmShape& query, const Node& call, const Scope& scope) {
  OrmShape shape = query;
  shape.head = OrmShape::kNobody;
  const Node* first = first_argument(call);
  if (first == nullptr || count_arguments(call) > 2) return shape;
  const OrmShape target = infer(first, scope);
  if (target.is(Kind::kClass)) {
    shape.head = target.index;
  } else if (first->kind == NodeKind::kAttribute && count_arguments(call) == 1) {
    const OrmShape owner = infer(first->child(0), scope);
    if (!owner.is(Kind::kClass) || owner.index == OrmShape::kNobody) return shape;
    const ModelAttribute* attribute = models_.reading().classes[owner.index].find(first->text);
    const bool relationship = attribute != nullptr && (attribute->kind == AttributeKind::kRelationship ||
                                                       attribute->kind == AttributeKind::kBackref);
    if (relationship && attribute->target_class) shape.head = *attribute->target_class;
  }
  return shape;
}

OrmShape OrmWalk::infer_method(const Node& node, const Node& callee, const Scope& scope) {
  const std::string_view method = callee.text;
  const OrmShape object = infer(callee.child(0), scope);
  const OrmShape instance{Kind::kInstance, object.index};
  if (object.is(Kind::kNothing) || object.is(Kind::kClass)) {
    if (!object.is(Kind::kClass) && method == "query") return infer_entities(node, scope, false);
    if (!object.is(Kind::kClass) && one_of(method, {"get", "get_one", "get_or_404"}) && count_arguments(node) >= 2) {
      const OrmShape entity = infer(first_argument(node), scope);
      if (entity.is(Kind::kClass) && !entity.alias) return {Kind::kInstance, entity.index};
    }
    if (one_of(method, {"scalars", "scalar", "execute"}) && first_argument(node) != nullptr) {
      const OrmShape query = infer(first_argument(node), scope);
      if (!query.is(Kind::kQuery) || !query.select || query.index == OrmShape::kNobody) return {};
      return {method == "scalars" ? Kind::kObjects : method == "scalar" ? Kind::kInstance : Kind::kRows, query.index};
    }
    return {};
  }
  if (object.is(Kind::kQuery)) {
    if (one_of(method, {"join", "outerjoin"})) return infer_join(object, node, scope);
    if (one_of(method, {"filter",
                        "filter_by",
                        "where",
                        "order_by",
                        "group_by",
                        "having",
                        "limit",
                        "offset",
                        "distinct",
                        "options",
                        "with_for_update",
                        "execution_options",
                        "populate_existing",
                        "enable_eagerloads",
                        "yield_per",
                        "autoflush",
                        "params",
                        "correlate",
                        "slice",
                        "prefix_with"}))
      return object;
    if (one_of(method, {"select_from", "select_entity_from"})) {
      OrmShape changed = object;
      changed.head = OrmShape::kNobody;
      return changed;
    }
    if (object.select || object.index == OrmShape::kNobody) return {};
    if (one_of(method, {"first", "one", "one_or_none", "get", "get_or_404", "first_or_404", "one_or_404"}))
      return instance;
    if (method == "all") return {Kind::kObjects, object.index};
    return {};
  }
  if (object.is(Kind::kObjects)) {
    if (one_of(method, {"first", "one", "one_or_none"})) return instance;
    if (one_of(method, {"all", "unique", "yield_per"})) return object;
    return {};
  }
  if (object.is(Kind::kRows)) {
    if (method == "scalars") return {Kind::kObjects, object.index};
    if (method == "unique") return object;
    if (one_of(method, {"scalar", "scalar_one", "scalar_one_or_none"})) return instance;
    return {};
  }
  if (object.is(Kind::kStatement) && one_of(method, {"where", "values", "filter_by", "returning", "execution_options",
                                                     "on_conflict_do_update", "on_conflict_do_nothing"}))
    return object;
  return {};
}

OrmShape OrmWalk::infer_call(const Node& node, const Scope& scope) {
  const Node* callee = node.child(0);
  if (callee == nullptr) return {};
  if (callee->kind != NodeKind::kName && callee->kind != NodeKind::kAttribute) return {};
  // What a shape's attribute is, infer_method() tells: asking here too would double the work with each call of a chain.
  const OrmShape made = callee->kind == NodeKind::kName ? infer(callee, scope) : outer_shape(*callee, scope);
  if (made.is(Kind::kClass)) return made.alias ? OrmShape{} : OrmShape{Kind::kInstance, made.index};
  const std::string name = called(callee, scope);
  if (name == "select") return infer_entities(node, scope, true);
  if (name == "aliased") {
    OrmShape of = infer(first_argument(node), scope);
    of.alias = true;
    return of.is(Kind::kClass) ? of : OrmShape{};
  }
  if (one_of(name, {"insert", "update", "delete", "dialects.postgresql.insert"})) {
    const OrmShape of = infer(first_argument(node), scope);
    if (of.is(Kind::kClass)) return {Kind::kStatement, of.index, of.index};
    return {};
  }
  if (!name.empty() || callee->kind != NodeKind::kAttribute) return {};
  return infer_method(node, *callee, scope);
}

namespace {

template <typename Add>
void add_targets(const Node* target, const Node* value, bool item, const Add& add) {
  if (target == nullptr) return;
  if (target->kind == NodeKind::kName) add(target->text, value, item);
  if (target->kind == NodeKind::kTuple || target->kind == NodeKind::kList || target->kind == NodeKind::kStar)
    for (const Node* child : target->children()) add_targets(child, static_cast<const Node*>(nullptr), item, add);
}

// Every statement of a function that binds a name for it.
template <typename Add>
void each_binding(const Node& node, const Add& add) {
  for (const Node* child : node.children()) {
    if (child == nullptr) continue;
    switch (child->kind) {
      case NodeKind::kAssign:
        for (std::size_t i = 0; i + 1 < child->children().size(); ++i)
          add_targets(child->children()[i], child->children().back(), false, add);
        break;
      case NodeKind::kAnnotated:
        if (child->child(2) != nullptr) add_targets(child->child(0), child->child(2), false, add);
        break;
      case NodeKind::kAugmented: add_targets(child->child(0), static_cast<const Node*>(nullptr), false, add); break;
      case NodeKind::kFor: add_targets(child->child(0), child->child(1), true, add); break;
      case NodeKind::kWalrus: add(child->text, child->child(0), false); break;
      case NodeKind::kGlobal:
        for (const Node* name : child->children()) add(name->text, static_cast<const Node*>(nullptr), false);
        break;
      case NodeKind::kDelete:
        for (const Node* target : child->children())
          if (target->kind == NodeKind::kName) add(target->text, static_cast<const Node*>(nullptr), false);
        break;
      case NodeKind::kMatch: break;
      default: break;
    }
    const bool own_scope = child->kind == NodeKind::kFunction || child->kind == NodeKind::kClass ||
                           child->kind == NodeKind::kLambda || child->kind == NodeKind::kComprehension;
    if (!own_scope) each_binding(*child, add);
  }
}

}  // namespace

void OrmWalk::visit_function(const Node& node, const Scope& scope) {
  const Node* parameters = node.child(0);
  const Node* body = node.child(1);
  if (node.kind == NodeKind::kFunction)
    for (std::size_t i = 3; i < node.children().size(); ++i) visit(*node.children()[i], scope);
  if (node.kind == NodeKind::kFunction && node.child(2) != nullptr) visit_annotation(*node.child(2), scope);
  Frame& frame = all_frames_.emplace_back();
  Scope& inner = scopes_.emplace_back();
  inner.kind = python::ScopeKind::kFunction;
  inner.parent = &scope;
  inner.module = module_;
  frame.scope = &inner;
  if (body != nullptr && node.kind == NodeKind::kFunction) collect_bindings(*body, inner);
  if (parameters != nullptr)
    for (const Node* parameter : parameters->children()) {
      if (parameter->child(0) != nullptr) visit(*parameter->child(0), scope);
      if (parameter->child(1) != nullptr) visit_annotation(*parameter->child(1), scope);
      const bool plain = !parameter->text.starts_with('*');
      const Node* annotation = plain ? parameter->child(1) : nullptr;
      const std::string_view name =
          parameter->text.substr(std::min(parameter->text.find_first_not_of('*'), parameter->text.size()));
      frame.locals[name].push_back(
          {annotation != nullptr ? Source::How::kAnnotation : Source::How::kUnknown, annotation});
    }
  if (body != nullptr && node.kind == NodeKind::kFunction)
    each_binding(*body, [&](std::string_view name, const Node* value, bool item) {
      frame.locals[name].push_back({value == nullptr ? Source::How::kUnknown
                                    : item           ? Source::How::kItem
                                                     : Source::How::kValue,
                                    value});
    });
  // The evaluator sees what the function imports; its other names have shapes here. Which arm of an `if` binds them
  // would mean evaluating its tests, and those of the names in them.
  for (python::Binding& binding : inner.bindings) binding.branch = -1;
  for (const auto& [name, bindings] : inner.by_name)
    if (bindings.size() > 1) inner.given[name] = models_.evaluator().none();
  for (const auto& [name, sources] : frame.locals) inner.given[name] = models_.evaluator().none();
  frames_.push_back(&frame);
  if (body != nullptr) visit(*body, inner);
  frames_.pop_back();
}

void OrmWalk::visit_comprehension(const Node& node, const Scope& scope) {
  Frame& frame = all_frames_.emplace_back();
  Scope& inner = scopes_.emplace_back();
  inner.kind = python::ScopeKind::kFunction;
  inner.parent = &scope;
  inner.module = module_;
  frame.scope = &inner;
  for (std::size_t i = 1; i < node.children().size(); ++i) {
    const Node* clause = node.children()[i];
    if (clause->kind != NodeKind::kForClause) continue;
    // Its iterable is seen from outside; a name that it shares with the target is another one.
    std::vector<std::string_view> names;
    add_targets(clause->child(0), clause->child(1), true, [&](std::string_view name, const Node* value, bool) {
      const OrmShape of = value != nullptr ? infer(value, scope) : OrmShape{};
      const bool gives = of.is(Kind::kObjects) || (of.is(Kind::kQuery) && !of.select);
      frame.locals[name].push_back({});
      frame.shapes[name] = gives && of.index != OrmShape::kNobody ? OrmShape{Kind::kInstance, of.index} : OrmShape{};
    });
  }
  frames_.push_back(&frame);
  visit_children(node, inner);
  frames_.pop_back();
}

}  // namespace si
