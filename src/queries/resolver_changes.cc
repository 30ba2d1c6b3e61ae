// INSERT, UPDATE and DELETE: the table that they change, what they store in it, and what they leave out.
#include <algorithm>

#include "queries/prepare.h"
#include "queries/resolver.h"
#include "support/strings.h"

namespace si {
namespace {

// Is there a key, unique constraint or whole unique index on exactly these columns, in any order?
bool has_unique_key(const Table& table, std::vector<std::string> wanted) {
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const auto same = [&](std::vector<std::string> key) {
    std::sort(key.begin(), key.end());
    return key == wanted;
  };
  if (table.primary_key && same(table.primary_key->columns)) return true;
  for (const Unique& unique : table.uniques)
    if (!unique.deferrable && same(unique.columns)) return true;
  for (const Index& index : table.indexes) {
    if (!index.unique || (index.predicate.known() && index.predicate.value())) continue;
    std::vector<std::string> key;
    for (const IndexKey& each : index.keys) key.push_back(each.column);
    if (same(key)) return true;
  }
  return false;
}

}  // namespace

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
        store(item, name, values[i]);
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
  if (plain && !columns.empty() && item.table != nullptr && !has_unique_key(*item.table, columns)) {
    ObjectRef object = object_of(item.name);
    object.columns = columns;
    problem("query-conflict-target", object, offset,
            "ON CONFLICT (" + si::join(columns, ", ") + "): " + item.name.name +
                " has no unique index or constraint on exactly these columns")
        .server_says_so = false;
  }
  ScopeItem excluded = item;
  excluded.alias = "excluded";
  excluded.name = {};
  for (ScopeColumn& each : excluded.columns) each.hidden = true;
  level.items.push_back(std::move(excluded));
  assignments(clause.list("targetList"), item, level, ctes);
  expression(clause.node("whereClause"), level, ctes);
  level.items.pop_back();
}

// The table that an UPDATE or DELETE changes, with what FROM or USING puts beside it.
ScopeItem Resolver::changed_table(const ParseNode& table, ParseNodes beside, ScopeLevel& level, const CteScope& ctes) {
  ScopeItem item = relation(table, ctes, true);
  rename(item, table.node("alias"));
  level.open = is_hole_name(item.alias);
  level.items.push_back(item);
  for (const ParseNode* from : beside) from_item(*from, level, ctes);
  return item;
}

void Resolver::where(const ParseNode& node, std::string_view verb, const ScopeItem& item, const ScopeLevel& level,
                     const CteScope& ctes) {
  expression(node.node("whereClause"), level, ctes);
  if (node.node("whereClause") != nullptr || level.open || item.table == nullptr) return;
  problem("query-without-where", object_of(item.name), node.node("relation")->location(),
          std::string(verb) + " of every row of " + item.name.name + ": it has no WHERE")
      .server_says_so = false;
}

// SET a = …, b = …
void Resolver::assignments(ParseNodes targets, const ScopeItem& item, const ScopeLevel& level, const CteScope& ctes) {
  for (const ParseNode* target : targets) {
    target_column(item, *target);
    store(item, target->text("name"), target->node("val"));
    expression(target->node("val"), level, ctes);
  }
}

void Resolver::store(const ScopeItem& item, std::string_view name, const ParseNode* value) {
  for (const ScopeColumn& each : item.columns)
    if (each.name == name && each.column != nullptr) stored_literal(*each.column, value);
}

QueryOutput Resolver::update(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  const ParseNode* table = node.node("relation");
  if (table == nullptr) return {{}, true};
  ScopeLevel level;
  level.parent = parent;
  const ScopeItem item = changed_table(*table, node.list("fromClause"), level, ctes);
  assignments(node.list("targetList"), item, level, ctes);
  where(node, "UPDATE", item, level, ctes);
  return targets(node.list("returningList"), level, ctes);
}

QueryOutput Resolver::remove(const ParseNode& node, const ScopeLevel* parent, const CteScope& outer) {
  const CteScope ctes = with(node.node("withClause"), parent, outer);
  const ParseNode* table = node.node("relation");
  if (table == nullptr) return {{}, true};
  ScopeLevel level;
  level.parent = parent;
  const ScopeItem item = changed_table(*table, node.list("usingClause"), level, ctes);
  where(node, "DELETE", item, level, ctes);
  return targets(node.list("returningList"), level, ctes);
}

}  // namespace si
