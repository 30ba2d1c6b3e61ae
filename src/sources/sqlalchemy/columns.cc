#include "sources/sqlalchemy/columns.h"

#include <algorithm>

#include "sources/sqlalchemy/enums.h"
#include "sources/sqlalchemy/identity.h"
#include "sources/sqlalchemy/sql_text.h"
#include "sources/sqlalchemy/types.h"

namespace si::sqlalchemy {

using python::Binding;
using python::BindingKind;
using python::describe;
using python::NodeKind;
using python::same_value;
using python::ScopeKind;

SequenceOptions sequence_options(const Value& call) {
  SequenceOptions options;
  const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
    const Value* value = call.argument(name);
    return value && value->is(ValueKind::kInt) ? std::optional(value->integer) : std::nullopt;
  };
  options.start = number("start");
  options.increment = number("increment");
  options.minimum = number("minvalue");
  options.maximum = number("maxvalue");
  options.cache = number("cache");
  const Value* cycle = call.argument("cycle");
  options.cycle = cycle && cycle->is(ValueKind::kBool) && cycle->integer != 0;
  return options;
}

Known<bool> known_bool(const Value* value, bool otherwise) {
  if (value == nullptr || value->is(ValueKind::kNone)) return otherwise;
  if (value->is(ValueKind::kBool) || value->is(ValueKind::kInt)) return value->integer != 0;
  return Known<bool>::unresolved(describe(value));
}

namespace {

bool is_column_call(const Value* value) {
  if (!value->is(ValueKind::kCall)) return false;
  const std::string name = known_name(value->base);
  return name == "Column" || name == "mapped_column" || name == "MappedColumn";
}

ColumnNames no_columns() {
  return [](const Value*) { return std::optional<std::string>(); };
}

std::string source_of(const Value* call, const Node* node) {
  if (node == nullptr || call->scope == nullptr || call->scope->module == nullptr || !call->scope->module->tree)
    return {};
  if (node->kind == NodeKind::kKeyword) node = node->child(0);
  const auto& tree = *call->scope->module->tree;
  if (node == nullptr || node->end > tree.document().content().size()) return {};
  return std::string(tree.source(*node));
}

void set_type(Context& context, ColumnBuild& build, const Value* call, const Argument& argument) {
  build.type = read_type(context, argument.value);
  build.column.python_type = source_of(call, argument.node);
}

bool no_type(const ColumnBuild& build) { return !build.type.type.known() && build.type.type.reason() == "no type"; }

// How far the positional arguments of one call were read.
struct Positional {
  bool named = false, typed = false;
};

// The type is the first of what may be one; a second is something else that is not known.
void take_type(Context& context, ColumnBuild& build, const Value* call, const Argument& argument, Positional& at) {
  if (!at.typed) {
    set_type(context, build, call, argument);
  } else {
    build.unknown_item = describe(argument.value);
  }
  at.typed = true;
}

void read_identity(ColumnBuild& build, const Value& call) {
  Identity identity;
  const Known<bool> always = known_bool(call.argument("always", 0), false);
  if (!always.known()) {
    build.column.identity = Known<std::optional<Identity>>::unresolved(always.reason());
    return;
  }
  identity.always = *always;
  identity.options = sequence_options(call);
  const Value* start = call.argument("start", 2);
  if (start && start->is(ValueKind::kInt)) identity.options.start = start->integer;
  build.column.identity = std::optional<Identity>(identity);
}

void read_computed(Context& context, ColumnBuild& build, const Value& call) {
  const Value* text = call.argument("sqltext", 0);
  if (text == nullptr) return;
  const Known<std::string> sql = sql_or_text(context, text, no_columns());
  build.computed = text;
  if (!sql.known()) {
    build.column.generated = Known<std::optional<Generated>>::unresolved(sql.reason());
    return;
  }
  Generated generated;
  generated.expression = *sql;
  const Value* persisted = call.argument("persisted", 1);
  generated.stored = !(persisted && persisted->is(ValueKind::kBool) && persisted->integer == 0);
  build.column.generated = std::optional<Generated>(generated);
}

void read_positional(Context& context, ColumnBuild& build, const Value* call, const Argument& argument,
                     Positional& at) {
  const Value* value = argument.value;
  if (value->is(ValueKind::kChoice) || value->is(ValueKind::kUnknown)) {
    take_type(context, build, call, argument, at);
    return;
  }
  if (!at.named && (value->is(ValueKind::kString) || called_name(value) == "quoted_name")) {
    const Value* name = value->is(ValueKind::kString) ? value : value->argument("value", 0);
    if (name != nullptr && name->is(ValueKind::kString)) build.column.name = name->text;
    at.named = true;
    return;
  }
  at.named = true;
  const std::string name = called_name(value);
  if (name == "ForeignKey") {
    build.foreign_keys.push_back({value, call->scope});
  } else if (name == "CheckConstraint") {
    build.constraints.push_back(value);
  } else if (name == "Sequence") {
    const Value* optional = value->argument("optional");
    const bool is_optional = optional && optional->is(ValueKind::kBool) && optional->integer != 0;
    build.has_optional_sequence = is_optional;
    build.has_default = build.has_default || !is_optional;
    build.column.has_python_default = true;
    build.constraints.push_back(value);
  } else if (name == "Identity") {
    read_identity(build, *value);
  } else if (name == "Computed") {
    read_computed(context, build, *value);
  } else if (name == "FetchedValue" || name == "DefaultClause" || known_name(value) == "FetchedValue") {
    build.column.default_value = server_default_of(context, value, no_columns());
  } else if (looks_like_type(context, value)) {
    take_type(context, build, call, argument, at);
  }
}

bool has_value(const Value* value) { return value != nullptr && !value->is(ValueKind::kNone); }

using Autoincrement = ColumnBuild::Autoincrement;

Autoincrement read_autoincrement(const Value* value) {
  if (value->is(ValueKind::kBool)) return value->integer ? Autoincrement::kTrue : Autoincrement::kFalse;
  if (value->is(ValueKind::kString) && value->text == "auto") return Autoincrement::kAuto;
  if (value->is(ValueKind::kString) && value->text == "ignore_fk") return Autoincrement::kIgnoreFk;
  return Autoincrement::kUnknown;
}

void read_keyword(Context& context, ColumnBuild& build, const Value* call, const Argument& argument,
                  std::optional<Known<bool>>& nullable) {
  const std::string_view name = argument.name;
  const Value* value = argument.value;
  if (name == "name" || name == "__name_pos") {
    if (value->is(ValueKind::kString)) build.column.name = value->text;
  } else if (name == "key") {
    if (value->is(ValueKind::kString)) build.key = value->text;
  } else if (name == "type_" || name == "__type_pos") {
    set_type(context, build, call, argument);
  } else if (name == "primary_key") {
    build.primary_key = *known_bool(value, false);
  } else if (name == "nullable") {
    nullable = known_bool(value, false);
  } else if (name == "unique") {
    build.unique = known_bool(value, false);
  } else if (name == "index") {
    build.index = known_bool(value, false);
  } else if (name == "default" || name == "insert_default" || name == "default_factory") {
    if (called_name(value) == "Sequence") {
      Positional at{true, true};
      read_positional(context, build, call, argument, at);
    } else if (has_value(value)) {
      build.column.has_python_default = true;
      if (name != "default_factory") build.has_default = true;
    }
  } else if (name == "onupdate") {
    build.column.has_python_onupdate = has_value(value);
  } else if (name == "server_default") {
    if (called_name(value) == "Identity") {
      read_identity(build, *value);
    } else if (called_name(value) == "Computed") {
      read_computed(context, build, *value);
    } else {
      build.column.default_value = server_default_of(context, value, no_columns());
    }
  } else if (name == "autoincrement") {
    build.autoincrement = read_autoincrement(value);
  } else if (name == "comment") {
    if (value->is(ValueKind::kString)) {
      build.column.comment = std::optional<std::string>(value->text);
    } else if (!value->is(ValueKind::kNone)) {
      build.column.comment = Known<std::optional<std::string>>::unresolved(describe(value));
    }
  } else if (name == "sort_order") {
    if (value->is(ValueKind::kInt))
      build.sort_order = static_cast<int>(std::clamp<std::int64_t>(value->integer, -1000000, 1000000));
  }
}

// Everything one Column(…) or mapped_column(…) call says; later calls of one column override earlier ones.
void read_call(Context& context, ColumnBuild& build, const Value* call, std::optional<Known<bool>>& nullable) {
  Positional at;
  for (const Argument& argument : call->arguments) {
    if (argument.name == "*" || argument.name == "**") {
      build.column.default_value = Known<std::optional<Expression>>::unresolved("arguments that only running tells: " +
                                                                                describe(argument.value));
      if (build.type.type.reason() == "no type") build.type.type = Known<Type>::unresolved(describe(argument.value));
      nullable = Known<bool>::unresolved(describe(argument.value));
    } else if (argument.name.empty()) {
      read_positional(context, build, call, argument, at);
    } else {
      read_keyword(context, build, call, argument, nullable);
    }
  }
}

void finish(ColumnBuild& build, const std::optional<Known<bool>>& nullable, bool optional) {
  if (no_type(build)) build.type.missing = true;
  const bool identity = build.column.identity.known() && build.column.identity->has_value();
  if (nullable) {
    build.column.nullable = *nullable;
  } else {
    build.column.nullable = !build.primary_key && optional && !identity;
  }
  if (build.primary_key) build.column.nullable = false;
}

// One of several columns, and only running tells which: what they agree on is known.
std::optional<ColumnBuild> read_choice(Context& context, const Declaration& declaration) {
  std::optional<ColumnBuild> merged;
  for (const Value* each : declaration.value->items) {
    Declaration one = declaration;
    one.value = each;
    std::optional<ColumnBuild> build = read_column(context, one);
    if (!build) return std::nullopt;
    if (!merged) {
      merged = build;
      continue;
    }
    const std::string why = declaration.value->text;
    if (!(merged->type.type == build->type.type)) {
      merged->type = TypeReading{};
      merged->type.type = Known<Type>::unresolved(why);
    }
    if (!(merged->column.nullable == build->column.nullable)) merged->column.nullable = Known<bool>::unresolved(why);
    if (!(merged->column.default_value == build->column.default_value))
      merged->column.default_value = Known<std::optional<Expression>>::unresolved(why);
  }
  return merged;
}

}  // namespace

const Value* column_object(const Value* value) {
  for (int i = 0; i < 4 && value != nullptr; ++i) {
    if (value->is(ValueKind::kAttribute) && !value->items.empty()) value = value->items[0];
    // cls.__table__.c.get("name", Column(…)): the one that is there, else this.
    if (value->is(ValueKind::kCall) && value->base->is(ValueKind::kAttribute) && value->base->text == "get" &&
        value->arguments.size() == 2 && value->base->base->is(ValueKind::kAttribute) &&
        (value->base->base->text == "c" || value->base->base->text == "columns"))
      value = value->arguments[1].value;
    if (is_column_call(value)) return value;
    const std::string name = called_name(value);
    if (name != "deferred" && name != "column_property") return nullptr;
    value = value->arguments.empty() ? nullptr : value->arguments[0].value;
  }
  return nullptr;
}

namespace {

// `from __future__ import annotations`, which stands above all other code.
bool defers_annotations(const Module& module) {
  constexpr std::string_view kImport = "from __future__ import";
  const std::string_view text = module.tree->document().content();
  for (std::size_t at = text.find(kImport); at != std::string_view::npos; at = text.find(kImport, at + 1)) {
    const bool own_line = at == 0 || text[at - 1] == '\n';
    if (own_line && text.substr(at, text.find('\n', at) - at).find("annotations") != std::string_view::npos)
      return true;
  }
  return false;
}

// Whether `date | None` is an SQL expression and no type: an attribute `date` of the class, above or this one itself,
// hides the type of its name. Of deferred annotations, which SQLAlchemy evaluates, one anywhere in the class hides a
// builtin, and nothing that the module binds.
bool is_union_of_attribute(const Node& node, const Scope& scope) {
  if (node.kind == NodeKind::kBinary && node.text == "|" && scope.kind == ScopeKind::kClass)
    for (const Node* side : node.children()) {
      const auto found = side->kind == NodeKind::kName ? scope.by_name.find(side->text) : scope.by_name.end();
      if (found == scope.by_name.end()) continue;
      for (const Binding* binding : found->second) {
        const bool value = binding->kind == BindingKind::kAssign || binding->kind == BindingKind::kAnnotated;
        if (!value || binding->node == nullptr || binding->node->kind != NodeKind::kCall) continue;
        const bool deferred = scope.module != nullptr && defers_annotations(*scope.module);
        if (deferred ? !scope.module->scope.by_name.contains(side->text) : binding->statement->begin <= node.begin)
          return true;
      }
    }
  return std::any_of(node.children().begin(), node.children().end(),
                     [&](const Node* child) { return child != nullptr && is_union_of_attribute(*child, scope); });
}

}  // namespace

Annotation read_annotation(Context& context, const Node* node, const Scope& scope) {
  Annotation out;
  if (node == nullptr) return out;
  const Value* value = context.evaluator.evaluate(node, scope, true);
  if (value->is(ValueKind::kString)) value = context.evaluator.evaluate_text(value->text, scope);
  if (!value->is(ValueKind::kSubscript)) return out;
  const std::string outer = known_name(value->base);
  out.relationship = outer == "DynamicMapped" || outer == "WriteOnlyMapped" || outer == "Relationship";
  out.mapped = outer == "Mapped" || out.relationship;
  if (!out.mapped || value->items.empty()) return out;
  const Value* type = value->items[0];
  const auto strip = [&](bool annotated) {
    for (int i = 0; i < 10; ++i) {
      if (type->is(ValueKind::kString)) {
        type = context.evaluator.evaluate_text(type->text, scope);
      } else if (type->is(ValueKind::kSubscript) && type->base->is(ValueKind::kExternal) &&
                 type->base->text.ends_with(".Optional") && type->items.size() == 1) {
        out.optional = true;
        type = type->items[0];
      } else if (type->is(ValueKind::kSubscript) && type->base->is(ValueKind::kExternal) &&
                 type->base->text.ends_with(".Union") && type->items.size() == 2) {
        const bool first_none = type->items[0]->is(ValueKind::kNone);
        if (!first_none && !type->items[1]->is(ValueKind::kNone)) return;
        out.optional = true;
        type = type->items[first_none ? 1 : 0];
      } else if (type->is(ValueKind::kOperation) && type->text == "|") {
        const bool first_none = type->items[0]->is(ValueKind::kNone);
        if (!first_none && !type->items[1]->is(ValueKind::kNone)) return;
        out.optional = true;
        type = type->items[first_none ? 1 : 0];
      } else if (annotated && type->is(ValueKind::kSubscript) && type->base->is(ValueKind::kExternal) &&
                 type->base->text.ends_with(".Annotated") && !type->items.empty()) {
        out.extras.insert(out.extras.end(), type->items.begin() + 1, type->items.end());
        type = type->items[0];
      } else {
        return;
      }
    }
  };
  strip(false);
  out.whole = type;
  strip(true);
  out.type = type;
  if (out.optional && is_union_of_attribute(*node, scope)) out.optional = false;
  return out;
}

ColumnBuild read_core_column(Context& context, const Value* column) {
  ColumnBuild build;
  std::optional<Known<bool>> nullable;
  build.object = column;
  read_call(context, build, column, nullable);
  finish(build, nullable, true);
  build.column.location = context.place(column);
  if (build.key.empty()) build.key = build.column.name;
  return build;
}

std::optional<ColumnBuild> read_column(Context& context, const Declaration& declaration) {
  const Value* value = declaration.value;
  if (value != nullptr && value->is(ValueKind::kChoice)) return read_choice(context, declaration);
  const Value* call = value ? column_object(value) : nullptr;
  if (value != nullptr && call == nullptr && declaration.annotation == nullptr) return std::nullopt;
  // A classic Column() knows nothing of the annotation beside it; before 2.0 there is no other: what a project calls
  // mapped_column there is its own stand-in.
  const bool classic = call != nullptr && (called_name(call) == "Column" || context.major < 2);
  const Annotation annotation =
      read_annotation(context, classic ? nullptr : declaration.annotation, *declaration.scope);
  if (call == nullptr) {
    if (!annotation.mapped || annotation.relationship) return std::nullopt;
    // A value that is no column: relationship(), synonym() … A plain default counts for dataclasses.
    if (value != nullptr && !value->is_constant()) return std::nullopt;
  }
  ColumnBuild build;
  build.object = call;
  std::optional<Known<bool>> nullable;
  for (const Value* extra : annotation.extras)
    if (const Value* extra_call = column_object(extra)) read_call(context, build, extra_call, nullable);
  if (call != nullptr) read_call(context, build, call, nullable);
  // An untyped foreign key takes its target's type, whatever the annotation says.
  if (no_type(build) && annotation.type != nullptr && build.foreign_keys.empty()) {
    // Annotated[str, 30] as a whole where the map names it, else as str.
    const bool whole = names_annotation(context, annotation.whole, declaration.annotation_map);
    const TypeReading type =
        read_annotated_type(context, whole ? annotation.whole : annotation.type, declaration.annotation_map);
    if (call == nullptr && !type.type.known() && type.missing)
      return std::nullopt;  // of a mapped class: a relationship
    build.type = type;
    if (declaration.scope->module && declaration.scope->module->tree &&
        declaration.annotation->end <= declaration.scope->module->tree->document().content().size())
      build.column.python_type = std::string(declaration.scope->module->tree->source(*declaration.annotation));
  }
  if (build.column.name.empty()) build.column.name = declaration.attribute;
  if (build.key.empty()) build.key = build.column.name;
  // deferred(…) and column_property(…) know nothing of the annotation.
  const bool wrapped = call != nullptr && call != value;
  finish(build, nullable, !annotation.mapped || annotation.optional || wrapped);
  build.column.attribute = declaration.attribute;
  if (declaration.statement != nullptr) build.column.location = context.place(declaration.scope, declaration.statement);
  return build;
}

}  // namespace si::sqlalchemy
