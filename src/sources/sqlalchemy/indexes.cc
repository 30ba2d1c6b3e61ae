// Indexes: index=True, unique=True, Index(…) with PostgreSQL's options.
#include <algorithm>

#include "sources/sql/index_key.h"
#include "sources/sqlalchemy/finish.h"
#include "sources/sqlalchemy/identity.h"
#include "support/strings.h"

namespace si::sqlalchemy {

using python::describe;

namespace {

// What `.desc()` and `.nulls_last()` say about a key; `value` becomes what they are called on.
void strip_order(const Value*& value, IndexKey& key, std::string& label) {
  std::optional<bool> nulls_first;
  for (int i = 0; i < 6 && value->is(ValueKind::kCall); ++i) {
    const bool method = value->base->is(ValueKind::kAttribute);
    const std::string name = method ? value->base->text : known_name(value->base);
    const Value* inner = method ? value->base->base : value->arguments.empty() ? nullptr : value->arguments[0].value;
    if (inner == nullptr) break;
    if (name == "desc") {
      key.descending = true;
    } else if (name == "nulls_last" || name == "nullslast") {
      nulls_first = false;
    } else if (name == "nulls_first" || name == "nullsfirst") {
      nulls_first = true;
    } else if (method && name == "label") {
      if (!value->arguments.empty()) label = value->arguments[0].value->text;
    } else if (name != "asc") {
      break;
    }
    value = inner;
  }
  key.nulls_first = nulls_first.value_or(key.descending);
}

}  // namespace

// An expression gives one key; a text gives what CREATE INDEX would read in it, so also several.
std::vector<IndexKey> Finisher::index_keys(TableBuild& build, const Value* value, std::string& ops_key) {
  IndexKey key;
  strip_order(value, key, ops_key);
  if (const auto name = column_name(build, value)) {
    key.column = *name;
    if (ops_key.empty()) {
      ops_key = *name;
      for (const ColumnBuild& column : build.columns)
        if (column.column.name == *name) ops_key = column.key;
    }
    return {key};
  }
  if (called_name(value) == "text" || called_name(value) == "literal_column") {
    const Value* text = value->arguments.empty() ? nullptr : value->arguments[0].value;
    if (text != nullptr && text->is(ValueKind::kString)) {
      const std::string sql = replace_all(text->text, "\\:", ":");
      std::vector<IndexKey> keys = parse_index_keys(sql);
      if (keys.empty()) {
        key.expression = sql;
        return {key};
      }
      if (key.descending || key.nulls_first) {
        keys.back().descending = key.descending;
        keys.back().nulls_first = key.nulls_first;
      }
      return keys;
    }
  }
  key.expression = sql_of(context_, value, names(build));
  if (!key.expression.known()) return {key};
  // What the server keeps apart from the expression: a column in parentheses, its collation.
  const std::vector<IndexKey> kept = parse_index_keys('(' + *key.expression + ')');
  if (kept.size() != 1 || (kept[0].column.empty() && kept[0].collation.empty())) return {key};
  key.column = kept[0].column;
  key.expression = kept[0].expression;
  key.collation = kept[0].collation;
  return {key};
}

void Finisher::add_index(TableBuild& build, const Value& call) {
  Index index;
  index.location = context_.place(&call);
  const Value* ops = call.argument("postgresql_ops");
  NamedObject object;
  object.kind = "ix";
  bool first = true;
  const Value* name = call.argument("name");
  for (const Argument& argument : call.arguments) {
    if (argument.name == "*" || argument.name == "**") {
      context_.unresolved_constraint(
          build, "an index with arguments that only running tells: " + describe(argument.value), index.location);
      return;
    }
    if (!argument.name.empty() && argument.name != "expressions") continue;
    if (first && name == nullptr) {
      name = argument.value;
      first = false;
      continue;
    }
    std::string ops_key;
    for (IndexKey& key : index_keys(build, argument.value, ops_key)) {
      if (ops != nullptr && ops->is(ValueKind::kDict))
        for (std::size_t i = 0; i + 1 < ops->items.size(); i += 2)
          if (ops->items[i]->text == ops_key && ops->items[i + 1]->is(ValueKind::kString))
            key.operator_class = ops->items[i + 1]->text;
      if (key.column.empty() && !key.expression.known() && !build.outside)
        context_.unresolved(build.name, "", "an index: " + key.expression.reason(), index.location);
      if (!key.column.empty()) object.columns.push_back(key.column);
      index.keys.push_back(std::move(key));
    }
  }
  if (index.keys.empty()) return;
  const Known<bool> unique = known_bool(call.argument("unique"), false);
  index.unique = *unique;
  if (const Value* method = call.argument("postgresql_using"); method && method->is(ValueKind::kString))
    index.method = to_lower_ascii(method->text);
  const Value* distinct = call.argument("postgresql_nulls_not_distinct");
  index.nulls_not_distinct = distinct && distinct->is(ValueKind::kBool) && distinct->integer;
  if (const Value* include = call.argument("postgresql_include"); include && include->is_sequence())
    for (const Value* item : include->items)
      if (const auto column = column_name(build, item)) index.include.push_back(*column);
  if (const Value* with = call.argument("postgresql_with"); with && with->is(ValueKind::kDict)) {
    for (std::size_t i = 0; i + 1 < with->items.size(); i += 2) {
      const Value* value = with->items[i + 1];
      index.storage_parameters.push_back(with->items[i]->text + "=" +
                                         (value->is(ValueKind::kInt) ? std::to_string(value->integer) : value->text));
    }
    std::sort(index.storage_parameters.begin(), index.storage_parameters.end());
  }
  if (const Value* where = call.argument("postgresql_where"); where && !where->is(ValueKind::kNone)) {
    const Known<std::string> text = sql_or_text(context_, where, names(build));
    if (text.known()) {
      index.predicate = std::optional<Expression>(*text);
    } else {
      index.predicate = Known<std::optional<Expression>>::unresolved(text.reason());
      if (!build.outside)
        context_.unresolved(build.name, "", "an index's postgresql_where: " + text.reason(), index.location);
    }
  }
  set_name(build, index, object, name);
  build.table.indexes.push_back(std::move(index));
}

// index=True makes an index, unique=True a constraint, both together a unique index.
void Finisher::add_column_index(TableBuild& build, const ColumnBuild& column) {
  if (!column.index.known() || !column.unique.known()) {
    build.table.unresolved_constraints = "an index or unique constraint of column " + column.column.name;
    if (!build.outside)
      context_.unresolved(build.name, column.column.name,
                          !column.index.known() ? "index=" + column.index.reason() : "unique=" + column.unique.reason(),
                          column.column.location);
    return;
  }
  if (column.type.spatial_index) {
    Index index;
    index.name = truncate_utf8("idx_" + build.name.name + "_" + column.column.name, kMaxIdentifierBytes);
    index.method = "gist";
    index.location = column.column.location;
    index.keys.emplace_back().column = column.column.name;
    build.table.indexes.push_back(std::move(index));
  }
  if (*column.index) {
    Index index;
    index.unique = *column.unique;
    index.location = column.column.location;
    IndexKey key;
    key.column = column.column.name;
    index.keys.push_back(key);
    NamedObject object;
    object.kind = "ix";
    object.columns = {column.column.name};
    set_name(build, index, object, nullptr);
    build.table.indexes.push_back(std::move(index));
  } else if (*column.unique) {
    Unique unique;
    unique.columns = {column.column.name};
    unique.location = column.column.location;
    NamedObject object;
    object.kind = "uq";
    object.columns = unique.columns;
    set_name(build, unique, object, nullptr);
    build.table.uniques.push_back(std::move(unique));
  }
}

}  // namespace si::sqlalchemy
