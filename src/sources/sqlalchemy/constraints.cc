// Foreign keys, unique, check and exclusion constraints.
#include <algorithm>

#include "sources/sqlalchemy/finish.h"
#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

// The column of this table that a string, a Column or Class.attr names.
std::optional<std::string> Finisher::column_name(TableBuild& build, const Value* value) {
  if (value->is(ValueKind::kString)) {
    for (const ColumnBuild& column : build.columns)
      if (column.key == value->text) return column.column.name;
    for (const ColumnBuild& column : build.columns)
      if (column.column.name == value->text) return column.column.name;
    return value->text;
  }
  if (value->is(ValueKind::kCall)) {
    const Value* object = column_object(value);
    for (const ColumnBuild& column : build.columns)
      if (object != nullptr && column.object == object) return column.column.name;
  }
  TableBuild* table = nullptr;
  if (const ColumnBuild* column = mapper_.find_column(value, &table)) return column->column.name;
  // Class.attr of a mixin: by the attribute's name.
  if (value->is(ValueKind::kAttribute)) {
    const auto found = build.attribute_columns.find(value->text);
    if (value->base->is(ValueKind::kClass) && found != build.attribute_columns.end()) return found->second;
  }
  return std::nullopt;
}

ColumnNames Finisher::names(TableBuild& build) {
  return [this, &build](const Value* value) -> std::optional<std::string> {
    if (value->is(ValueKind::kString)) return std::nullopt;
    return column_name(build, value);
  };
}

std::optional<std::string> Finisher::given_name(const Value* value, bool& is_final, std::string& problem) {
  if (value == nullptr || value->is(ValueKind::kNone)) return std::nullopt;
  const std::string wrapper = called_name(value);
  if ((wrapper == "conv" || wrapper == "f" || wrapper == "quoted_name") && !value->arguments.empty()) {
    is_final = wrapper != "quoted_name";
    value = value->arguments[0].value;
  }
  if (value->is(ValueKind::kString)) return value->text;
  problem = "its name is not known: " + describe(value);
  return std::nullopt;
}

Known<std::optional<std::string>> Finisher::final_name(TableBuild& build, NamedObject object, const Value* given,
                                                       const Location& where) {
  using Name = Known<std::optional<std::string>>;
  std::string problem;
  object.name = given_name(given, object.is_final, problem);
  if (!problem.empty()) {
    if (!build.outside) context_.unresolved(build.name, "", "a constraint's or index's name: " + problem, where);
    return Name::unresolved(problem);
  }
  if (object.keys.empty())
    for (const std::string& name : object.columns)
      for (const ColumnBuild& column : build.columns)
        if (column.column.name == name) object.keys.push_back(column.key);
  if (object.keys.size() != object.columns.size()) object.keys.clear();
  Name name = convention_name(context_, build, object);
  if (name.known() && name->has_value())
    name = std::optional<std::string>(
        truncate_utf8(object.is_final ? truncate_generated_name(**name) : **name, kMaxIdentifierBytes));
  if (!object.implicit) name = listeners_.renamed(object.kind, build.name.name, std::move(name));
  // That nothing is known of the metadata is said once for all its tables.
  const Value* convention = build.metadata.naming_convention;
  const bool said = convention != nullptr && convention->is(ValueKind::kUnknown);
  if (!name.known() && !said && !build.outside) context_.unknown_names[name.reason()].add(build.name, where);
  return name;
}

void Finisher::read_key_options(ForeignKey& key, const Value& call) {
  const auto action = [&](std::string_view name, std::string& out) {
    const Value* value = call.argument(name);
    if (value == nullptr || value->is(ValueKind::kNone)) return;
    if (value->is(ValueKind::kEnumMember)) value = value->items[0];
    if (!value->is(ValueKind::kString)) {
      key.unresolved = std::string(name) + " is not known: " + describe(value);
      return;
    }
    std::string text = to_lower_ascii(trim(value->text));
    // SET NULL (a, b)
    if (const auto open = text.find('('); open != std::string::npos) {
      for (const std::string& column : split(text.substr(open + 1, text.find(')') - open - 1), ','))
        key.on_delete_columns.emplace_back(trim(column));
      text = trim(text.substr(0, open));
    }
    out = text;
  };
  action("ondelete", key.on_delete);
  action("onupdate", key.on_update);
  if (const Value* match = call.argument("match"); match && match->is(ValueKind::kString))
    key.match = to_lower_ascii(match->text);
  const Value* deferrable = call.argument("deferrable");
  key.deferrable = deferrable && deferrable->is(ValueKind::kBool) && deferrable->integer;
  if (const Value* initially = call.argument("initially"); initially && initially->is(ValueKind::kString)) {
    key.initially_deferred = to_lower_ascii(initially->text) == "deferred";
    key.deferrable = key.deferrable || key.initially_deferred;
  }
  if (const Value* not_valid = call.argument("postgresql_not_valid"))
    key.validated = !(not_valid->is(ValueKind::kBool) && not_valid->integer);
}

void Finisher::name_foreign_key(TableBuild& build, ForeignKey& key, const Value* name) {
  NamedObject object;
  object.kind = "fk";
  object.columns = key.columns;
  object.referred_table = key.referenced_table.name;
  object.referred_columns = key.referenced_columns;
  set_name(build, key, object, name);
}

void Finisher::add_foreign_key(TableBuild& build, const ColumnBuild& column, const ForeignKeyUse& use) {
  ForeignKey key;
  key.location = context_.place(use.call);
  if (!key.location.known()) key.location = column.column.location;
  key.columns = {column.column.name};
  const Target target = target_of(build, column, use.call->argument("column", 0));
  key.unresolved = target.problem;
  if (target.problem.empty()) {
    key.referenced_table = target.table;
    if (key.referenced_table.schema.empty()) key.referenced_table.schema = context_.schema.default_schema();
    key.referenced_columns = {target.column};
  } else if (!build.outside) {
    context_.unresolved(build.name, column.column.name, target.problem, key.location);
  }
  read_key_options(key, *use.call);
  name_foreign_key(build, key, use.call->argument("name"));
  build.table.foreign_keys.push_back(std::move(key));
}

void Finisher::add_foreign_keys(TableBuild& build, const Value& call) {
  ForeignKey key;
  key.location = context_.place(&call);
  const Value* own = call.argument("columns", 0);
  const Value* others = call.argument("refcolumns", 1);
  if (own == nullptr || others == nullptr || !own->is_sequence() || !others->is_sequence()) {
    context_.unresolved_constraint(build, "a foreign key whose columns are not known", key.location);
    return;
  }
  for (const Value* item : own->items) {
    const auto name = column_name(build, item);
    if (!name) key.unresolved = "a column is not known: " + describe(item);
    key.columns.push_back(name.value_or(""));
  }
  for (std::size_t i = 0; i < others->items.size(); ++i) {
    ColumnBuild probe;
    if (i < key.columns.size()) probe.column.name = key.columns[i];
    const Target target = target_of(build, probe, others->items[i]);
    if (!target.problem.empty()) key.unresolved = target.problem;
    key.referenced_table = target.table;
    if (key.referenced_table.schema.empty()) key.referenced_table.schema = context_.schema.default_schema();
    key.referenced_columns.push_back(target.column);
  }
  if (!key.unresolved.empty() && !build.outside) context_.unresolved(build.name, "", key.unresolved, key.location);
  read_key_options(key, call);
  name_foreign_key(build, key, call.argument("name", 2));
  build.table.foreign_keys.push_back(std::move(key));
}

void Finisher::add_unique(TableBuild& build, const Value& call) {
  Unique unique;
  unique.location = context_.place(&call);
  for (const Argument& argument : call.arguments) {
    const auto name = argument.name.empty() ? column_name(build, argument.value) : std::nullopt;
    if (name) {
      unique.columns.push_back(*name);
    } else if (argument.name.empty() || argument.name == "*" || argument.name == "**") {
      context_.unresolved_constraint(build, "a column of a unique constraint is not known: " + describe(argument.value),
                                     unique.location);
      return;
    }
  }
  if (unique.columns.empty()) return;
  const auto flag = [&](std::string_view name) {
    const Value* value = call.argument(name);
    return value && value->is(ValueKind::kBool) && value->integer != 0;
  };
  unique.nulls_not_distinct = flag("postgresql_nulls_not_distinct");
  unique.deferrable = flag("deferrable");
  if (const Value* initially = call.argument("initially"); initially && initially->is(ValueKind::kString)) {
    unique.initially_deferred = to_lower_ascii(initially->text) == "deferred";
    unique.deferrable = unique.deferrable || unique.initially_deferred;
  }
  if (const Value* include = call.argument("postgresql_include"); include && include->is_sequence())
    for (const Value* item : include->items)
      if (const auto name = column_name(build, item)) unique.include.push_back(*name);
  NamedObject object;
  object.kind = "uq";
  object.columns = unique.columns;
  set_name(build, unique, object, call.argument("name"));
  build.table.uniques.push_back(std::move(unique));
}

void Finisher::add_check(TableBuild& build, const Value& call) {
  Check check;
  check.location = context_.place(&call);
  const Value* text = call.argument("sqltext", 0);
  if (text == nullptr) return;
  if (const Value* rule = call.argument("_create_rule"); rule != nullptr && rule->is(ValueKind::kFunction)) {
    const Value* compiler = context_.evaluator.external(std::string(python::kCompiler));
    if (context_.evaluator.truth(context_.evaluator.call_function(rule, {{"", compiler, nullptr}}, nullptr)) == false)
      return;
  }
  std::vector<std::string> used;
  const ColumnNames columns = [&](const Value* value) -> std::optional<std::string> {
    const auto name = names(build)(value);
    if (name && std::find(used.begin(), used.end(), *name) == used.end()) used.push_back(*name);
    return name;
  };
  check.expression = sql_or_text(context_, text, columns);
  if (!check.expression.known() && !build.outside)
    context_.unresolved(build.name, "", "a check constraint: " + check.expression.reason(), check.location);
  NamedObject object;
  object.kind = "ck";
  object.columns = used;
  set_name(build, check, object, call.argument("name", 1));
  if (const Value* not_valid = call.argument("postgresql_not_valid"))
    check.validated = !(not_valid->is(ValueKind::kBool) && not_valid->integer);
  build.table.checks.push_back(std::move(check));
}

void Finisher::add_type_check(TableBuild& build, const ColumnBuild& column) {
  if (!column.type.check_labels) return;
  Check check;
  check.from_type = true;
  check.location = column.column.location;
  std::vector<std::string> literals;
  for (const std::string& label : *column.type.check_labels) literals.push_back(quote_literal(label));
  check.expression = quote_identifier(column.column.name) + " IN (" + join(literals, ", ") + ")";
  NamedObject object;
  object.kind = "ck";
  object.columns = {column.column.name};
  object.from_type = true;
  const Value* given = column.type.check_name ? context_.evaluator.string(*column.type.check_name) : nullptr;
  set_name(build, check, object, given);
  build.table.checks.push_back(std::move(check));
}

void Finisher::add_exclusion(TableBuild& build, const Value& call) {
  Exclusion exclusion;
  exclusion.location = context_.place(&call);
  std::vector<std::string> elements;
  std::vector<std::string> columns;
  const ColumnNames column_names = names(build);
  for (const Argument& argument : call.arguments) {
    if (!argument.name.empty()) continue;
    if (!argument.value->is(ValueKind::kTuple) || argument.value->items.size() != 2) return;
    const Value* what = argument.value->items[0];
    const Value* op = argument.value->items[1];
    std::string element;
    if (const auto name = column_name(build, what)) {
      element = quote_identifier(*name);
      columns.push_back(*name);
    } else {
      const Known<std::string> text = sql_of(context_, what, column_names);
      if (!text.known()) {
        context_.unresolved_constraint(build, "an exclusion constraint: " + text.reason(), exclusion.location);
        return;
      }
      const bool plain = std::all_of(text->begin(), text->end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
      element = plain || text->ends_with(')') ? *text : "(" + *text + ")";
    }
    const Value* ops = call.argument("ops");
    if (ops != nullptr && ops->is(ValueKind::kDict) && !columns.empty())
      for (std::size_t i = 0; i + 1 < ops->items.size(); i += 2)
        if (ops->items[i]->text == columns.back() && what->is(ValueKind::kString))
          element += " " + ops->items[i + 1]->text;
    elements.push_back(element + " WITH " + op->text);
  }
  const Value* method = call.argument("using");
  exclusion.definition = "EXCLUDE USING " + (method && method->is(ValueKind::kString) ? method->text : "gist") + " (" +
                         join(elements, ", ") + ")";
  if (const Value* where = call.argument("where"); where && !where->is(ValueKind::kNone)) {
    const Known<std::string> text = sql_or_text(context_, where, column_names);
    if (text.known()) exclusion.definition += " WHERE (" + *text + ")";
  }
  const Value* deferrable = call.argument("deferrable");
  exclusion.deferrable = deferrable && deferrable->is(ValueKind::kBool) && deferrable->integer;
  if (const Value* initially = call.argument("initially"); initially && initially->is(ValueKind::kString))
    exclusion.initially_deferred = to_lower_ascii(initially->text) == "deferred";
  NamedObject object;
  object.kind = "ex";
  object.columns = columns;
  set_name(build, exclusion, object, call.argument("name"));
  build.table.exclusions.push_back(std::move(exclusion));
}

}  // namespace si::sqlalchemy
