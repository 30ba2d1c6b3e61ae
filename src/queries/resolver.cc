// Queries: what they read, what they give, and WITH. The server's rules are PostgreSQL's chapters 7 and 4.2; where ours
// know less than the server (a function's result, a catalog), the scope is `open`: nothing is found missing in it.
#include "queries/resolver.h"

#include <algorithm>

#include "queries/prepare.h"
#include "support/strings.h"

namespace si {

ObjectRef object_of(const QualifiedName& table, std::string_view column) {
  ObjectRef object;
  object.schema = table.schema;
  object.table = table.name;
  object.column = column;
  return object;
}

std::vector<std::string> strings_of(ParseNodes list) {
  std::vector<std::string> out;
  for (const ParseNode* each : list) out.emplace_back(each->string());
  return out;
}

bool names_relation(const Schema& schema, const QualifiedName& name) {
  return schema.find_table(name) != nullptr || schema.find_view(name) != nullptr;
}

ResolvedStatement resolve_statement(const ParseNode& statement, const Schema& schema) {
  ResolvedStatement out;
  out.references.reserve(8);
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
    const QueryOutput output = query(node, nullptr, none);
    const auto& list = node.list("targetList");
    const ParseNode* only = node.is("SelectStmt") && list.size() == 1 ? list[0]->node("val") : nullptr;
    if (only != nullptr && only->is("ColumnRef") && name_parts(*only) == std::vector<std::string>{"*"} &&
        !output.open) {
      out_.star_width = output.names.size();
      out_.star_offset = only->location();
    }
    return;
  }
  if (node.is("TruncateStmt") || node.is("LockStmt")) {
    for (const ParseNode* table : node.list("relations")) relation(*table, none, true);
    return;
  }
  undecided("a statement of its kind is read for its syntax only");
}

QueryOutput Resolver::query(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes) {
  if (++depth_ > kMaxNesting) {
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
    const std::vector<std::string> names = strings_of(cte->list("aliascolnames"));
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
      const ParseNodes items = row->is("List") ? row->list("items") : row->list("elements");
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

QueryOutput Resolver::targets(ParseNodes list, ScopeLevel& level, const CteScope& ctes) {
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

}  // namespace si
