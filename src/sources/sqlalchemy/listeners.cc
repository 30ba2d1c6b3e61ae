#include "sources/sqlalchemy/listeners.h"

#include <algorithm>

#include "sources/sqlalchemy/hidden.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/listener_run.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::NodeKind;

namespace {

// What NamedObject calls constraints of a class; "*": all of them.
std::string_view kind_of(std::string_view klass) {
  static constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"PrimaryKeyConstraint", "pk"},
      {"ForeignKeyConstraint", "fk"},
      {"UniqueConstraint", "uq"},
      {"CheckConstraint", "ck"},
      {"ExcludeConstraint", "ex"},
      {"dialects.postgresql.ExcludeConstraint", "ex"},
      {"Index", "ix"},
      {"Constraint", "*"},
      {"ColumnCollectionConstraint", "*"}};
  for (const auto& [name, kind] : kKinds)
    if (klass == name) return kind;
  return {};
}

bool is_attach(std::string_view event) { return event == "after_parent_attach" || event == "before_parent_attach"; }
bool is_create(std::string_view event) { return event == "after_create" || event == "before_create"; }

// Whether a type is of the class, or holds one that is: ARRAY(T), T.with_variant(…).
bool holds_type(Evaluator& e, const Value* value, const ClassInfo& type, int depth = 0) {
  if (value == nullptr || depth > 4) return false;
  if (value->is(ValueKind::kAttribute) && !value->items.empty()) value = value->items[0];
  if (value->is(ValueKind::kClass)) {
    const auto& order = e.mro(*value->klass);
    return std::any_of(order.begin(), order.end(),
                       [&](const Value* base) { return base->is(ValueKind::kClass) && base->klass == &type; });
  }
  if (value->is(ValueKind::kAttribute)) return holds_type(e, value->base, type, depth + 1);
  if (!value->is(ValueKind::kCall)) return false;
  return holds_type(e, value->base, type, depth + 1) ||
         std::any_of(value->arguments.begin(), value->arguments.end(),
                     [&](const Argument& a) { return holds_type(e, a.value, type, depth + 1); });
}

}  // namespace

std::string Listeners::Listener::words() const {
  const bool named = function != nullptr && function->node->kind == NodeKind::kFunction;
  return (named ? std::string(function->node->text) + "()" : std::string("a function")) + ", which runs at " + event;
}

void Listeners::collect(const std::vector<const Module*>& modules) {
  for (const Module* module : modules) {
    if (module->tree == nullptr) continue;
    const std::string_view text = module->tree->document().content();
    const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
    if (!has("listen") || (!has("_parent_attach") && !has("before_create") && !has("after_create"))) continue;
    look_through(module->tree->root(), module->scope, true);
  }
}

void Listeners::look_through(const Node& node, const Scope& scope, bool certain) {
  Evaluator& e = context_.evaluator;
  if (node.kind == NodeKind::kFunction) {
    for (std::size_t i = 3; i < node.children().size(); ++i) {
      const Node* decorator = node.children()[i];
      if (decorator->kind != NodeKind::kCall || decorator->child(0) == nullptr ||
          decorator->child(0)->text != "listens_for")
        continue;
      add(e.evaluate(decorator, scope), &e.make(ValueKind::kFunction, &scope, &node), certain,
          context_.place(&scope, decorator));
    }
    certain = false;
  }
  if (node.kind == NodeKind::kCall && node.child(0) != nullptr && node.child(0)->text == "listen")
    if (const Value* call = e.evaluate(&node, scope); call->is(ValueKind::kCall)) {
      const Value* function = call->argument("fn", 2);
      const bool known = function == nullptr || function->is(ValueKind::kFunction);
      const bool object = function != nullptr && function->is(ValueKind::kCall);  // DDL(…), CreateSchema(…)
      if (!object) add(call, known ? function : nullptr, certain, context_.place(&scope, &node));
    }
  for (const Node* child : node.children())
    if (child != nullptr) look_through(*child, scope, certain);
}

void Listeners::add(const Value* call, const Value* function, bool certain, const Location& location) {
  if (!call->is(ValueKind::kCall) || !known_name(call->base).starts_with("listen")) return;
  const Value *target = call->argument("target", 0), *event = call->argument("identifier", 1);
  if (target == nullptr || event == nullptr || !event->is(ValueKind::kString)) return;
  if (!is_attach(event->text) && !is_create(event->text)) return;
  listeners_.push_back({target, event->text, function, certain, location});
  if (const std::string_view kind = kind_of(known_name(target)); !kind.empty() && is_attach(event->text))
    heard_kinds_.emplace(kind);
}

ListenerEffect Listeners::effect(const Listener& listener, const std::vector<const Value*>& arguments,
                                 Known<std::optional<std::string>> name) {
  ListenerEffect effect;
  effect.name = std::move(name);
  if (listener.function == nullptr) {
    effect.constraints = true;
    effect.name = Known<std::optional<std::string>>::unresolved("the function is not known");
    return effect;
  }
  std::vector<Argument> given;
  for (const Value* value : arguments) given.push_back({"", value, nullptr});
  ListenerRun(context_, effect).run(listener.function, given);
  return effect;
}

Known<std::optional<std::string>> Listeners::renamed(std::string_view kind, const std::string& table,
                                                     Known<std::optional<std::string>> name) {
  using Name = Known<std::optional<std::string>>;
  if (!heard_kinds_.contains(kind) && !heard_kinds_.contains("*")) return name;
  Evaluator& e = context_.evaluator;
  for (const Listener& listener : listeners_) {
    const std::string_view heard = kind_of(known_name(listener.target));
    if (!is_attach(listener.event) || (heard != kind && (heard != "*" || kind == "ix")) || !name.known()) continue;
    const ListenerEffect made = effect(listener, {named_object(e, *name), named_object(e, table)}, name);
    if (made.name == name) continue;
    // Before it is attached, a convention has not named it yet.
    const bool sure = made.name.known() && listener.certain && listener.event == "after_parent_attach";
    name = sure ? made.name : Name::unresolved("it may be given by " + listener.words());
  }
  return name;
}

void Listeners::mark() {
  Evaluator& e = context_.evaluator;
  for (const Listener& listener : listeners_) {
    const std::string target = known_name(listener.target);
    if (!kind_of(target).empty()) continue;
    if (target == "Table" || target == "Column") {
      const bool column = target == "Column";
      const ListenerEffect any =
          effect(listener, {e.unknown("any"), column ? e.unknown("any") : e.external(std::string(python::kCompiler))});
      if (any.constraints || !any.retyped.empty())
        for (TableBuild& build : mapper_.tables()) mark_table(listener, build);
    } else if (TableBuild* build = mapper_.table_of(listener.target)) {
      mark_table(listener, *build);
    } else if (listener.target->is(ValueKind::kClass)) {
      if (is_attach(listener.event) && effect(listener, {}).constraints)
        mark_columns(listener, *listener.target->klass);
    } else if (is_create(listener.event)) {
      mark_metadata(listener);
    }
  }
  mark_type_methods();
}

// What it does to one table, by that table's name.
void Listeners::mark_table(const Listener& listener, TableBuild& build) {
  if (build.outside) return;
  Evaluator& e = context_.evaluator;
  const bool column = known_name(listener.target) == "Column";
  const Value* table = named_object(e, build.name.name);
  const Value* compiler = e.external(std::string(python::kCompiler));
  const ListenerEffect made = column                      ? effect(listener, {e.unknown("any column"), table})
                              : is_create(listener.event) ? effect(listener, {table, compiler})
                                                          : effect(listener, {table, e.unknown("its metadata")});
  if (made.constraints)
    context_.unresolved_constraint(build, "its constraints and indexes may be changed by " + listener.words(),
                                   listener.location);
  for (const ColumnBuild& each : build.columns)
    if (made.retyped.contains(each.key)) mark_type(listener, build, each);
}

void Listeners::mark_type(const Listener& listener, TableBuild& build, const ColumnBuild& column) {
  for (Column& finished : build.table.columns) {
    if (finished.name != column.column.name || !finished.type.known()) continue;
    const std::string schema = finished.type->schema.empty() ? context_.schema.default_schema() : finished.type->schema;
    finished.type = Known<Type>::unresolved("it may be changed by " + listener.words());
    if (!column.type.enumeration) continue;
    // An enum that only this column had may not be made at all.
    const std::string& name = column.type.enumeration->name.name;
    const bool used = std::any_of(mapper_.tables().begin(), mapper_.tables().end(), [&](const TableBuild& other) {
      return !other.outside && std::any_of(other.columns.begin(), other.columns.end(), [&](const ColumnBuild& each) {
        return &each != &column && each.type.enumeration && each.type.enumeration->name.name == name;
      });
    });
    if (!used) context_.schema.schemas[schema].enums.erase(name);
  }
}

// A type that adds something to the tables of its columns.
void Listeners::mark_columns(const Listener& listener, const ClassInfo& type) {
  for (TableBuild& build : mapper_.tables()) {
    const bool uses = std::any_of(build.columns.begin(), build.columns.end(), [&](const ColumnBuild& column) {
      if (column.object == nullptr) return false;
      return std::any_of(column.object->arguments.begin(), column.object->arguments.end(),
                         [&](const Argument& a) { return holds_type(context_.evaluator, a.value, type); });
    });
    if (uses && !build.outside)
      context_.unresolved_constraint(
          build, "type " + type.name + " may make constraints of its columns: " + listener.words(), listener.location);
  }
}

// Whether a type makes constraints when it is attached, by overriding what SQLAlchemy calls then.
bool Listeners::makes_constraints(const ClassInfo& type) {
  for (const std::string_view name : {"_set_table", "_set_parent", "_on_table_attach"})
    if (const Value* method = context_.evaluator.class_member(type, name);
        method != nullptr && method->is(ValueKind::kFunction)) {
      Listener listener;
      listener.function = method;
      if (effect(listener, {}).constraints) return true;
    }
  return false;
}

void Listeners::mark_type_methods() {
  std::map<const ClassInfo*, bool> known;
  for (TableBuild& build : mapper_.tables()) {
    if (build.outside) continue;
    for (const ColumnBuild& column : build.columns) {
      if (column.object == nullptr) continue;
      for (const Argument& argument : column.object->arguments) {
        const Value* type = argument.value->is(ValueKind::kCall) ? argument.value->base : argument.value;
        if (!type->is(ValueKind::kClass)) continue;
        const auto [entry, added] = known.try_emplace(type->klass, false);
        if (added) entry->second = makes_constraints(*type->klass);
        if (entry->second && build.table.unresolved_constraints.empty())
          context_.unresolved_constraint(build, "type " + type->klass->name + " makes constraints of its columns",
                                         column.column.location);
      }
    }
  }
}

// What runs for a whole metadata may change the tables that it names, or all.
void Listeners::mark_metadata(const Listener& listener) {
  if (listener.function == nullptr || !effect(listener, {}).constraints) return;
  const Value* identity = mapper_.read_metadata(listener.target).identity;
  const Node& node = *listener.function->node;
  const std::string_view text = listener.function->scope->module->tree->source(node);
  const std::vector<std::string> words = hidden_table_words(text);
  const auto named = [&](const TableBuild& build) {
    return std::binary_search(words.begin(), words.end(), hidden_table_word(build.name.name));
  };
  const bool any = std::none_of(mapper_.tables().begin(), mapper_.tables().end(), named) ||
                   text.find("tables") != std::string_view::npos;
  for (TableBuild& build : mapper_.tables())
    if (!build.outside && build.metadata.identity == identity && (any || named(build)))
      context_.unresolved_constraint(build, "its constraints and indexes may be changed by " + listener.words(),
                                     listener.location);
}

}  // namespace si::sqlalchemy
