// What FROM brings into scope: tables, CTEs, sub-selects, functions and their joins.
#include <algorithm>

#include "queries/prepare.h"
#include "queries/resolver.h"
#include "support/strings.h"

namespace si {
namespace {

// Functions in FROM whose result is one column; its name where the function names it.
struct SetFunction {
  std::string_view name, column;
};
constexpr SetFunction kSetFunctions[] = {
    {"generate_series", ""},
    {"unnest", ""},
    {"regexp_split_to_table", ""},
    {"string_to_table", ""},
    {"generate_subscripts", ""},
    {"json_array_elements", "value"},
    {"jsonb_array_elements", "value"},
    {"json_array_elements_text", "value"},
    {"jsonb_array_elements_text", "value"},
    {"json_object_keys", ""},
    {"jsonb_object_keys", ""},
    {"regexp_matches", ""},
};

bool is_catalog(std::string_view schema, std::string_view name) {
  return schema == "pg_catalog" || schema == "information_schema" || schema.starts_with("pg_") ||
         (schema.empty() && name.starts_with("pg_"));
}

}  // namespace

ScopeItem Resolver::relation(const ParseNode& range_var, const CteScope& ctes, bool target) {
  ScopeItem item;
  const std::string schema(range_var.text("schemaname")), name(range_var.text("relname"));
  const std::size_t offset = range_var.location();
  item.alias = name;
  ++out_.names;
  if (is_hole_name(name) || is_hole_name(schema)) {
    item.open = true;
    undecided("the name of a table is known only when it runs");
    return item;
  }
  if (schema.empty() && !target)
    if (const auto cte = ctes.find(name); cte != ctes.end()) {
      item.open = cte->second.open;
      for (const std::string& column_name : cte->second.names) item.columns.push_back({column_name, nullptr, false});
      return item;
    }
  if (is_catalog(schema, name)) {
    item.open = true;
    return item;
  }
  const QualifiedName wanted{schema, name};
  const auto found_in = [&]() -> std::string {
    if (!schema.empty()) return schema;
    for (const std::string& in : schema_.search_path)
      if (names_relation(schema_, {in, name})) return in;
    return schema_.default_schema();
  };
  if (const Table* table = schema_.find_table(wanted)) {
    item.name = {found_in(), name};
    item.table = table;
    item.system_columns = true;
    item.columns.reserve(table->columns.size());
    for (const Column& each : table->columns) item.columns.push_back({each.name, &each, false});
  } else if (const View* view = schema_.find_view(wanted)) {
    item.name = {found_in(), name};
    item.system_columns = true;  // of a materialized one
    for (const Column& each : view->columns) item.columns.push_back({each.name, &each, false});
  } else {
    item.open = true;
    const auto space = schema_.schemas.find(schema.empty() ? schema_.default_schema() : schema);
    if (space != schema_.schemas.end() &&
        (space->second.sequences.contains(name) || space->second.composite_types.contains(name)))
      return item;
    std::vector<std::string> elsewhere, candidates;
    for (const auto& [in, each] : schema_.schemas) {
      if (each.tables.contains(name) || each.views.contains(name) || each.materialized_views.contains(name))
        elsewhere.push_back(in);
      if (!schema.empty() && in != schema) continue;
      for (const auto& entry : each.tables) candidates.push_back(entry.first);
      for (const auto& entry : each.views) candidates.push_back(entry.first);
      for (const auto& entry : each.materialized_views) candidates.push_back(entry.first);
    }
    // What migration tools keep for themselves; code asks for it before it reads it.
    if (name.starts_with("alembic_version") || name == "migrate_version" || name == "schema_migrations" ||
        name == "django_migrations" || name == "flyway_schema_history") {
      undecided("table " + name + " is a migration tool's own, which may not be there yet");
      return item;
    }
    if (!elsewhere.empty() && schema.empty()) {
      undecided("table " + name + " is in schema " + si::join(elsewhere, ", ") +
                ", which the search path does not name");
      return item;
    }
    if (!schema.empty() && space == schema_.schemas.end() && schema_.schemas.size() <= 1 && schema_.schemas.empty()) {
      undecided("schema " + schema + " was not read");
      return item;
    }
    QueryProblem& made = problem("query-unknown-table", object_of(wanted), offset, "");
    made.suggestion = nearest_name(name, candidates);
    made.message = "there is no table " + to_string(wanted) + " in the database" +
                   (made.suggestion.empty() ? "" : "; the nearest name is " + made.suggestion);
    return item;
  }
  refer(item, "", ReferenceUse::kTable, offset, false);
  if (const ParseNode* alias = range_var.node("alias")) out_.references.back().alias = alias->text("aliasname");
  return item;
}

void Resolver::rename(ScopeItem& item, const ParseNode* alias) {
  if (alias == nullptr) return;
  item.alias = alias->text("aliasname");
  item.aliased = true;
  if (is_hole_name(item.alias)) item.open = true;
  const std::vector<std::string> names = strings_of(alias->list("colnames"));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i < item.columns.size()) {
      item.columns[i].name = names[i];
      item.columns[i].column = nullptr;
    } else if (item.open) {
      item.columns.push_back({names[i], nullptr, false});
    }
  }
}

void Resolver::function_columns(const ParseNode& node, ScopeItem& item, bool has_alias) {
  item.open = true;
  const auto& functions = node.list("functions");
  if (functions.size() != 1 || node.flag("is_rowsfrom") || !node.list("coldeflist").empty()) {
    for (const ParseNode* definition : node.list("coldeflist"))
      item.columns.push_back({std::string(definition->text("colname")), nullptr, false});
    item.open = node.list("coldeflist").empty();
    return;
  }
  const ParseNode* call =
      functions[0]->is("List") && !functions[0]->list("items").empty() ? functions[0]->list("items")[0] : functions[0];
  const auto& parts = call->list("funcname");
  if (parts.empty()) return;
  const std::string_view name = parts.back()->string();
  if (!has_alias) item.alias = name;
  for (const SetFunction& known : kSetFunctions)
    if (known.name == name && (name != "unnest" || call->list("args").size() == 1)) {
      // Elements of a composite type are columns of their own.
      item.open = name == "unnest";
      item.columns.push_back({known.column.empty() ? item.alias : std::string(known.column), nullptr, false});
    }
  if (node.flag("ordinality")) item.columns.push_back({"ordinality", nullptr, false});
}

std::vector<std::size_t> Resolver::from_item(const ParseNode& node, ScopeLevel& level, const CteScope& ctes) {
  if (++depth_ > kMaxNesting) {
    --depth_;
    level.open = true;
    return {};
  }
  std::vector<std::size_t> made;
  if (node.is("JoinExpr")) {
    made = join(node, level, ctes);
  } else if (node.is("RangeVar") || node.is("RangeTableSample")) {
    const ParseNode* range = node.is("RangeVar") ? &node : node.node("relation");
    ScopeItem item = relation(*range, ctes, false);
    rename(item, range->node("alias"));
    if (is_hole_name(item.alias)) level.open = true;
    made.push_back(level.items.size());
    level.items.push_back(std::move(item));
  } else if (node.is("RangeSubselect")) {
    ScopeItem item;
    // LATERAL sees what stands before it; else only what is outside.
    const ScopeLevel before = level;
    QueryOutput output;
    if (const ParseNode* body = node.node("subquery"))
      output = query(*body, node.flag("lateral") ? &before : level.parent, ctes);
    item.open = output.open;
    for (const std::string& name : output.names) item.columns.push_back({name, nullptr, false});
    rename(item, node.node("alias"));
    made.push_back(level.items.size());
    level.items.push_back(std::move(item));
  } else {
    // Functions see what stands before them.
    ScopeItem item;
    const ParseNode* alias = node.node("alias");
    if (alias != nullptr) item.alias = alias->text("aliasname");
    if (node.is("RangeFunction")) {
      for (const ParseNode* function : node.list("functions")) expression(function, level, ctes);
      function_columns(node, item, alias != nullptr);
    } else {
      item.open = true;
    }
    rename(item, alias);
    made.push_back(level.items.size());
    level.items.push_back(std::move(item));
  }
  --depth_;
  return made;
}

std::vector<std::size_t> Resolver::join(const ParseNode& node, ScopeLevel& level, const CteScope& ctes) {
  const ParseNode *left_node = node.node("larg"), *right_node = node.node("rarg");
  std::vector<std::size_t> left, right;
  if (left_node != nullptr) left = from_item(*left_node, level, ctes);
  if (right_node != nullptr) right = from_item(*right_node, level, ctes);
  if (node.flag("isNatural")) {
    use_columns({}, left, right, level, true, 0);
  } else if (!node.list("usingClause").empty()) {
    use_columns(strings_of(node.list("usingClause")), left, right, level, false, left_node ? left_node->location() : 0);
  } else if (const ParseNode* condition = node.node("quals")) {
    // ON sees the two sides only; mostly that is all there is.
    std::vector<std::size_t> seen = left;
    seen.insert(seen.end(), right.begin(), right.end());
    if (seen.size() == level.items.size() && std::is_sorted(seen.begin(), seen.end())) {
      expression(condition, level, ctes);
    } else {
      ScopeLevel sides;
      sides.parent = level.parent;
      sides.open = true;
      for (const std::size_t i : seen) sides.items.push_back(level.items[i]);
      if (seen.size() == level.items.size()) sides.open = level.open;
      expression(condition, sides, ctes);
    }
  }
  left.insert(left.end(), right.begin(), right.end());
  if (const ParseNode* alias = node.node("alias")) {
    ScopeItem item;
    item.alias = alias->text("aliasname");
    item.open = true;
    for (const std::size_t i : left) level.items[i].open = true;
    left.push_back(level.items.size());
    level.items.push_back(std::move(item));
  }
  return left;
}

void Resolver::use_columns(const std::vector<std::string>& given, const std::vector<std::size_t>& left,
                           const std::vector<std::size_t>& right, ScopeLevel& level, bool natural, std::size_t offset) {
  std::vector<std::string> names = given;
  const auto visible = [&](const std::vector<std::size_t>& side, std::string_view name) {
    for (const std::size_t i : side)
      for (ScopeColumn& each : level.items[i].columns)
        if (each.name == name && !each.hidden) return &each;
    return static_cast<ScopeColumn*>(nullptr);
  };
  const auto open = [&](const std::vector<std::size_t>& side) {
    return std::any_of(side.begin(), side.end(), [&](std::size_t i) { return level.items[i].open; });
  };
  if (natural) {
    for (const std::size_t i : right)
      for (const ScopeColumn& each : level.items[i].columns)
        if (!each.hidden && visible(left, each.name) != nullptr) names.push_back(each.name);
  }
  for (const std::string& name : names) {
    ++out_.names;
    ScopeColumn* of_left = visible(left, name);
    ScopeColumn* of_right = visible(right, name);
    for (const bool is_left : {true, false}) {
      const auto& side = is_left ? left : right;
      if ((is_left ? of_left : of_right) != nullptr || open(side) || is_hole_name(name)) continue;
      const ScopeItem* only = side.size() == 1 ? &level.items[side[0]] : nullptr;
      unknown_column(only, name, offset, {});
    }
    for (const auto* side : {&left, &right})
      for (const std::size_t i : *side)
        for (const ScopeColumn& each : level.items[i].columns)
          if (each.name == name && each.column != nullptr)
            refer(level.items[i], name, ReferenceUse::kRead, offset, false), out_.references.back().placed = false;
    if (of_right != nullptr) of_right->hidden = true;
    if (of_right != nullptr && of_left == nullptr) of_right->hidden = false;
  }
}

}  // namespace si
