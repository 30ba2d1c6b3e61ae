// Queries and what their FROM brings in. The server's rules are PostgreSQL's chapters 7 and 4.2; where ours know less
// than the server (a function's result, a catalog), the scope is `open`: nothing is found missing in it.
#include "queries/resolver.h"

#include <algorithm>

#include "queries/prepare.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr int kMaxDepth = 200;

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

ObjectRef object_of(const QualifiedName& table, std::string_view column = {}) {
  ObjectRef object;
  object.schema = table.schema;
  object.table = table.name;
  object.column = column;
  return object;
}

std::vector<std::string> strings(const std::vector<const ParseNode*>& list) {
  std::vector<std::string> out;
  for (const ParseNode* each : list) out.emplace_back(each->string());
  return out;
}

bool is_catalog(std::string_view schema, std::string_view name) {
  return schema == "pg_catalog" || schema == "information_schema" || schema.starts_with("pg_") ||
         (schema.empty() && name.starts_with("pg_"));
}

}  // namespace

bool names_relation(const Schema& schema, const QualifiedName& name) {
  return schema.find_table(name) != nullptr || schema.find_view(name) != nullptr;
}

ResolvedStatement resolve_statement(const ParseNode& statement, const Schema& schema) {
  ResolvedStatement out;
  Resolver(schema, out).statement(statement);
  return out;
}

QueryProblem& Resolver::problem(std::string_view rule, ObjectRef object, std::size_t offset, std::string message) {
  QueryProblem& made = out_.problems.emplace_back();
  made.rule = rule;
  made.object = std::move(object);
  made.offset = offset;
  made.message = std::move(message);
  return made;
}

void Resolver::undecided(std::string text) {
  if (std::find(out_.undecided.begin(), out_.undecided.end(), text) == out_.undecided.end())
    out_.undecided.push_back(std::move(text));
}

void Resolver::refer(const ScopeItem& item, std::string_view name, ReferenceUse use, std::size_t offset,
                     bool is_qualified) {
  if (item.name.empty()) return;
  QueryReference& reference = out_.references.emplace_back();
  reference.table = item.name;
  reference.column = name;
  reference.use = use;
  reference.offset = offset;
  reference.qualified = is_qualified;
}

void Resolver::statement(const ParseNode& node) {
  const CteScope none;
  if (node.is("ExplainStmt") || node.is("DeclareCursorStmt") || node.is("PrepareStmt") || node.is("ViewStmt") ||
      node.is("CreateTableAsStmt") || node.is("CopyStmt")) {
    if (const ParseNode* made = node.is("ViewStmt") ? node.node("view") : nullptr)
      out_.makes.push_back({std::string(made->text("schemaname")), std::string(made->text("relname"))});
    if (const ParseNode* into = node.node("into"))
      if (const ParseNode* made = into->node("rel"))
        out_.makes.push_back({std::string(made->text("schemaname")), std::string(made->text("relname"))});
    if (const ParseNode* query_node = node.node("query")) {
      if (query_node->is("SelectStmt") || query_node->is("InsertStmt") || query_node->is("UpdateStmt") ||
          query_node->is("DeleteStmt"))
        query(*query_node, nullptr, none);
      else
        statement(*query_node);
    }
    if (node.is("CopyStmt"))
      if (const ParseNode* table = node.node("relation")) {
        const ScopeItem item = relation(*table, none, true);
        for (const ParseNode* name : node.list("attlist")) {
          ++out_.names;
          const std::string_view wanted = name->string();
          const bool there = std::any_of(item.columns.begin(), item.columns.end(),
                                         [&](const ScopeColumn& c) { return c.name == wanted; });
          if (!there && !item.open) unknown_column(&item, wanted, table->location(), {});
        }
      }
    return;
  }
  if (node.is("CreateStmt")) {
    if (const ParseNode* made = node.node("relation"))
      out_.makes.push_back({std::string(made->text("schemaname")), std::string(made->text("relname"))});
    return;
  }
  if (node.is("SelectStmt") || node.is("InsertStmt") || node.is("UpdateStmt") || node.is("DeleteStmt")) {
    query(node, nullptr, none);
    return;
  }
  if (node.is("TruncateStmt") || node.is("LockStmt")) {
    for (const ParseNode* table : node.list("relations")) relation(*table, none, true);
    return;
  }
  undecided("a statement of its kind is read for its syntax only");
}

QueryOutput Resolver::query(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes) {
  if (++depth_ > kMaxDepth) {
    --depth_;
    undecided("it is nested too deeply");
    return {{}, true};
  }
  QueryOutput out;
  if (node.is("InsertStmt")) {
    out = insert(node, parent, ctes);
  } else if (node.is("UpdateStmt")) {
    out = update(node, parent, ctes);
  } else if (node.is("DeleteStmt")) {
    out = remove(node, parent, ctes);
  } else if (node.is("SelectStmt") || node.tag.empty()) {
    out = select(node, parent, ctes);
  } else {
    undecided("a statement of its kind is read for its syntax only");
    out.open = true;
  }
  --depth_;
  return out;
}

// ---- WITH ---------------------------------------------------------------------------------------------------------

CteScope Resolver::with(const ParseNode* clause, const ScopeLevel* parent, const CteScope& outer) {
  CteScope ctes = outer;
  if (clause == nullptr) return ctes;
  const bool recursive = clause->flag("recursive");
  if (recursive)  // each sees all of them, before their columns are known
    for (const ParseNode* cte : clause->list("ctes")) ctes[std::string(cte->text("ctename"))] = {{}, true};
  for (const ParseNode* cte : clause->list("ctes")) {
    const std::string name(cte->text("ctename"));
    const ParseNode* body = cte->node("ctequery");
    if (body == nullptr) continue;
    const std::vector<std::string> names = strings(cte->list("aliascolnames"));
    // A list of names renames the first columns; the others keep theirs.
    const auto named = [&](QueryOutput output) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (i < output.names.size()) {
          output.names[i] = names[i];
        } else {
          output.names.push_back(names[i]);
        }
      }
      return output;
    };
    if (recursive)
      if (const ParseNode* left = body->node("larg")) {
        // The columns are the first arm's; what it finds is found again below.
        ResolvedStatement scratch;
        Resolver first(schema_, scratch);
        ctes[name] = named(first.query(*left, parent, ctes));
      }
    QueryOutput output = named(query(*body, parent, ctes));
    if (recursive && (cte->node("search_clause") != nullptr || cte->node("cycle_clause") != nullptr))
      output.open = true;
    ctes[name] = std::move(output);
  }
  return ctes;
}

// ---- SELECT -------------------------------------------------------------------------------------------------------

QueryOutput Resolver::select(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  if (const ParseNode* into = node.node("intoClause"))
    if (const ParseNode* made = into->node("rel"))
      out_.makes.push_back({std::string(made->text("schemaname")), std::string(made->text("relname"))});
  ScopeLevel level;
  level.parent = parent;
  if (const ParseNode* left = node.node("larg")) {
    // UNION and the like: ORDER BY sees the result's names alone.
    QueryOutput output = query(*left, parent, ctes);
    if (const ParseNode* right = node.node("rarg")) query(*right, parent, ctes);
    level.outputs = output.names;
    level.open_outputs = output.open;
    level.open = true;
    for (const ParseNode* sort : node.list("sortClause")) sort_item(sort->node("node"), level, ctes, true);
    return output;
  }
  if (!node.list("valuesLists").empty()) {
    QueryOutput output;
    for (const ParseNode* row : node.list("valuesLists")) {
      const std::vector<const ParseNode*>& items = row->is("List") ? row->list("items") : row->list("elements");
      expressions(items, level, ctes);
      if (output.names.empty())
        for (std::size_t i = 0; i < items.size(); ++i) output.names.push_back("column" + std::to_string(i + 1));
    }
    return output;
  }
  for (const ParseNode* item : node.list("fromClause")) from_item(*item, level, ctes);
  QueryOutput output = targets(node.list("targetList"), level, ctes);
  level.outputs = output.names;
  level.open_outputs = output.open;
  expression(node.node("whereClause"), level, ctes);
  for (const ParseNode* group : node.list("groupClause")) sort_item(group, level, ctes, false);
  expression(node.node("havingClause"), level, ctes);
  expressions(node.list("windowClause"), level, ctes);
  for (const ParseNode* each : node.list("distinctClause")) sort_item(each, level, ctes, true);
  for (const ParseNode* sort : node.list("sortClause")) sort_item(sort->node("node"), level, ctes, true);
  expression(node.node("limitCount"), level, ctes);
  expression(node.node("limitOffset"), level, ctes);
  return output;
}

QueryOutput Resolver::targets(const std::vector<const ParseNode*>& list, ScopeLevel& level, const CteScope& ctes) {
  QueryOutput output;
  for (const ParseNode* target : list) {
    const ParseNode* value = target->node("val");
    if (value == nullptr) continue;
    if (value->is("ColumnRef")) {
      const std::vector<std::string> parts = name_parts(*value);
      if (!parts.empty() && parts.back() == "*") {
        star(parts, *value, level);
        output.open = output.open || level.open;
        for (const ScopeItem& item : level.items) {
          if (parts.size() > 1 && item.alias != parts[parts.size() - 2]) continue;
          output.open = output.open || item.open;
          for (const ScopeColumn& each : item.columns)
            if (!each.hidden || parts.size() > 1) output.names.push_back(each.name);
        }
        continue;
      }
      if (parts.size() == 1 && is_hole_name(parts[0])) output.open = true;
    }
    const std::size_t before = out_.references.size();
    expression(value, level, ctes);
    const std::string_view name = target->text("name");
    if (value->is("ColumnRef") && name.empty() && out_.references.size() == before + 1)
      out_.references.back().names_result = true;
    if (is_hole_name(name)) output.open = true;
    output.names.push_back(name.empty() ? result_name(value) : std::string(name));
    if (output.names.back().empty()) output.open = true;
  }
  return output;
}

// ORDER BY takes the result's names first; GROUP BY takes them last.
void Resolver::sort_item(const ParseNode* node, const ScopeLevel& level, const CteScope& ctes, bool) {
  if (node == nullptr) return;
  if (node->is("ColumnRef")) {
    const std::vector<std::string> parts = name_parts(*node);
    if (parts.size() == 1 && (level.open_outputs ||
                              std::find(level.outputs.begin(), level.outputs.end(), parts[0]) != level.outputs.end())) {
      // Also a reference to the column, where there is one.
      const std::size_t problems = out_.problems.size();
      const std::vector<std::string> before = out_.undecided;
      column(*node, level);
      out_.problems.resize(problems);
      out_.undecided = before;
      return;
    }
  }
  expression(node, level, ctes);
}

// ---- FROM ---------------------------------------------------------------------------------------------------------

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
  const std::vector<std::string> names = strings(alias->list("colnames"));
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
  if (++depth_ > kMaxDepth) {
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
    use_columns(strings(node.list("usingClause")), left, right, level, false, left_node ? left_node->location() : 0);
  } else if (const ParseNode* condition = node.node("quals")) {
    // ON sees the two sides only.
    ScopeLevel sides;
    sides.parent = level.parent;
    sides.open = level.open;
    for (const auto* side : {&left, &right})
      for (const std::size_t i : *side) sides.items.push_back(level.items[i]);
    if (sides.items.size() != level.items.size()) sides.open = true;
    expression(condition, sides, ctes);
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

// ---- statements that change rows ----------------------------------------------------------------------------------

void Resolver::target_column(const ScopeItem& item, const ParseNode& target) {
  const std::string name(target.text("name"));
  ++out_.names;
  if (is_hole_name(name)) return;
  const auto found = std::find_if(item.columns.begin(), item.columns.end(),
                                  [&](const ScopeColumn& each) { return each.name == name; });
  if (found != item.columns.end()) {
    refer(item, name, ReferenceUse::kWrite, target.location(), false);
    return;
  }
  if (!item.open) unknown_column(&item, name, target.location(), {});
}

QueryOutput Resolver::insert(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  const ParseNode* table = node.node("relation");
  if (table == nullptr) return {{}, true};
  ScopeItem item = relation(*table, ctes, true);
  if (const ParseNode* alias = table->node("alias")) rename(item, alias);
  std::vector<std::string> given;
  bool open_list = false;
  for (const ParseNode* target : node.list("cols")) {
    target_column(item, *target);
    given.emplace_back(target->text("name"));
    open_list = open_list || is_hole_name(given.back());
  }
  const ParseNode* source = node.node("selectStmt");
  const bool listed = !node.list("cols").empty();
  std::size_t width = 0;
  if (source != nullptr) {
    const auto& rows = source->list("valuesLists");
    for (const ParseNode* row : rows) {
      const auto& values = row->list("items");
      width = std::max(width, values.size());
      for (std::size_t i = 0; i < values.size() && !open_list; ++i) {
        const std::string name =
            listed ? (i < given.size() ? given[i] : "") : (i < item.columns.size() ? item.columns[i].name : "");
        for (const ScopeColumn& each : item.columns)
          if (each.name == name && each.column != nullptr) stored_literal(*each.column, values[i]);
      }
    }
    const QueryOutput output = query(*source, parent, ctes);
    if (rows.empty()) width = output.open ? item.columns.size() : output.names.size();
    const bool has_hole = std::any_of(rows.begin(), rows.end(), [](const ParseNode* row) {
      return std::any_of(row->list("items").begin(), row->list("items").end(), [](const ParseNode* value) {
        return value->is("ColumnRef") && !name_parts(*value).empty() && is_hole_name(name_parts(*value)[0]);
      });
    });
    if (has_hole) {
      width = item.columns.size();
      open_list = open_list || !listed;
    }
  }
  if (!open_list && item.table != nullptr) {
    if (!listed) {
      for (std::size_t i = 0; i < item.columns.size() && i < width; ++i) given.push_back(item.columns[i].name);
    }
    missing_columns(item, given, table->location());
  }
  ScopeLevel level;
  level.parent = parent;
  level.items.push_back(item);
  if (const ParseNode* clause = node.node("onConflictClause")) conflict(*clause, item, level, ctes);
  return targets(node.list("returningList"), level, ctes);
}

void Resolver::conflict(const ParseNode& clause, const ScopeItem& item, ScopeLevel& level, const CteScope& ctes) {
  std::vector<std::string> columns;
  bool plain = true;
  std::size_t offset = 0;
  if (const ParseNode* infer = clause.node("infer")) {
    offset = infer->location();
    plain = infer->node("whereClause") == nullptr && infer->text("conname").empty();
    for (const ParseNode* element : infer->list("indexElems")) {
      const std::string name(element->text("name"));
      if (name.empty()) {
        plain = false;
        expression(element->node("expr"), level, ctes);
        continue;
      }
      ++out_.names;
      columns.push_back(name);
      const bool there = std::any_of(item.columns.begin(), item.columns.end(),
                                     [&](const ScopeColumn& each) { return each.name == name; });
      if (is_hole_name(name)) {
        plain = false;
      } else if (there) {
        refer(item, name, ReferenceUse::kRead, offset, false);
        out_.references.back().placed = false;
      } else if (!item.open) {
        unknown_column(&item, name, offset, {});
        plain = false;
      }
    }
  }
  if (plain && !columns.empty() && item.table != nullptr) {
    std::vector<std::string> wanted = columns;
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto same = [&](std::vector<std::string> key) {
      std::sort(key.begin(), key.end());
      return key == wanted;
    };
    const Table& table = *item.table;
    bool matched = table.primary_key && same(table.primary_key->columns);
    for (const Unique& unique : table.uniques) matched = matched || (same(unique.columns) && !unique.deferrable);
    for (const Index& index : table.indexes) {
      if (!index.unique || (index.predicate.known() && index.predicate.value())) continue;
      std::vector<std::string> key;
      for (const IndexKey& each : index.keys) key.push_back(each.column);
      matched = matched || same(key);
    }
    if (!matched) {
      ObjectRef object = object_of(item.name);
      object.columns = columns;
      problem("query-conflict-target", object, offset,
              "ON CONFLICT (" + si::join(columns, ", ") + "): " + item.name.name +
                  " has no unique index or constraint on exactly these columns")
          .server_says_so = false;
    }
  }
  ScopeItem excluded = item;
  excluded.alias = "excluded";
  excluded.name = {};
  for (ScopeColumn& each : excluded.columns) each.hidden = true;
  level.items.push_back(std::move(excluded));
  for (const ParseNode* target : clause.list("targetList")) {
    target_column(item, *target);
    for (const ScopeColumn& each : item.columns)
      if (each.name == target->text("name") && each.column != nullptr)
        stored_literal(*each.column, target->node("val"));
    expression(target->node("val"), level, ctes);
  }
  expression(clause.node("whereClause"), level, ctes);
  level.items.pop_back();
}

QueryOutput Resolver::update(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  const ParseNode* table = node.node("relation");
  if (table == nullptr) return {{}, true};
  ScopeItem item = relation(*table, ctes, true);
  rename(item, table->node("alias"));
  ScopeLevel level;
  level.parent = parent;
  level.open = is_hole_name(item.alias);
  level.items.push_back(item);
  for (const ParseNode* from : node.list("fromClause")) from_item(*from, level, ctes);
  for (const ParseNode* target : node.list("targetList")) {
    target_column(item, *target);
    const ParseNode* value = target->node("val");
    for (const ScopeColumn& each : item.columns)
      if (each.name == target->text("name") && each.column != nullptr) stored_literal(*each.column, value);
    expression(value, level, ctes);
  }
  expression(node.node("whereClause"), level, ctes);
  if (node.node("whereClause") == nullptr && !level.open && item.table != nullptr)
    problem("query-without-where", object_of(item.name), table->location(),
            "UPDATE of every row of " + item.name.name + ": it has no WHERE")
        .server_says_so = false;
  return targets(node.list("returningList"), level, ctes);
}

QueryOutput Resolver::remove(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  const ParseNode* table = node.node("relation");
  if (table == nullptr) return {{}, true};
  ScopeItem item = relation(*table, ctes, true);
  rename(item, table->node("alias"));
  ScopeLevel level;
  level.parent = parent;
  level.open = is_hole_name(item.alias);
  level.items.push_back(item);
  for (const ParseNode* from : node.list("usingClause")) from_item(*from, level, ctes);
  expression(node.node("whereClause"), level, ctes);
  if (node.node("whereClause") == nullptr && !level.open && item.table != nullptr)
    problem("query-without-where", object_of(item.name), table->location(),
            "DELETE of every row of " + item.name.name + ": it has no WHERE")
        .server_says_so = false;
  return targets(node.list("returningList"), level, ctes);
}

}  // namespace si
