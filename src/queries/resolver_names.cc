// Expressions, and what the names in them mean.
#include <fmt/format.h>

#include <algorithm>

#include "queries/prepare.h"
#include "queries/resolver.h"
#include "support/strings.h"

namespace si {
namespace {

constexpr int kMaxDepth = 400;

bool is_system_column(std::string_view name) {
  return name == "ctid" || name == "xmin" || name == "xmax" || name == "cmin" || name == "cmax" || name == "tableoid" ||
         name == "oid";
}

// A plain NULL.
bool is_null_constant(const ParseNode* node) { return node != nullptr && node->is("A_Const") && node->flag("isnull"); }

// The text of a literal; null where it is none, or has a cast.
const ParseNode* string_constant(const ParseNode* node) {
  if (node == nullptr || !node->is("A_Const")) return nullptr;
  return node->node("sval");
}

ObjectRef column_object(const QualifiedName& table, std::string_view column) {
  ObjectRef object;
  object.schema = table.schema;
  object.table = table.name;
  object.column = column;
  return object;
}

}  // namespace

std::vector<std::string> name_parts(const ParseNode& ref) {
  const auto& fields = ref.list("fields");
  std::vector<std::string> out;
  out.reserve(fields.size());
  for (const ParseNode* field : fields) out.emplace_back(field->is("A_Star") ? std::string_view("*") : field->string());
  return out;
}

std::string result_name(const ParseNode* value) {
  if (value == nullptr) return "?column?";
  if (value->is("ColumnRef")) {
    const std::vector<std::string> parts = name_parts(*value);
    return parts.empty() ? "?column?" : parts.back();
  }
  if (value->is("FuncCall")) {
    const auto& parts = value->list("funcname");
    return parts.empty() ? "" : std::string(parts.back()->string());
  }
  if (value->is("TypeCast")) {
    const std::string inner = result_name(value->node("arg"));
    if (inner != "?column?") return inner;
    const ParseNode* type = value->node("typeName");
    if (type == nullptr || type->list("names").empty()) return "";
    return std::string(type->list("names").back()->string());
  }
  if (value->is("CoalesceExpr")) return "coalesce";
  if (value->is("CaseExpr")) {
    const std::string otherwise = result_name(value->node("defresult"));
    return otherwise == "?column?" || otherwise.empty() ? "case" : otherwise;
  }
  if (value->is("A_Const") || value->is("A_Expr") || value->is("ParamRef") || value->is("BoolExpr") ||
      value->is("NullTest"))
    return "?column?";
  return "";  // not known here: the list is open
}

// ---- walk ---------------------------------------------------------------------------------------------------------

void Resolver::expressions(ParseNodes nodes, const ScopeLevel& level, const CteScope& ctes) {
  for (const ParseNode* node : nodes) expression(node, level, ctes);
}

void Resolver::expression(const ParseNode* node, const ScopeLevel& level, const CteScope& ctes) {
  if (node == nullptr) return;
  if (++depth_ > kMaxDepth) {
    undecided("it is nested too deeply");
    --depth_;
    return;
  }
  if (node->is("ColumnRef")) {
    column(*node, level);
  } else if (node->is("SubLink")) {
    expression(node->node("testexpr"), level, ctes);
    if (const ParseNode* inner = node->node("subselect")) query(*inner, &level, ctes);
  } else {
    if (node->is("A_Expr")) comparison(*node, level);
    for (const auto& [field, child] : node->nodes)
      if (field != "typeName") expression(child, level, ctes);
    for (const auto& [field, children] : node->lists)
      if (field != "funcname" && field != "name" && field != "names") expressions(children, level, ctes);
  }
  --depth_;
}

// A column that is surely a table's own, by its name alone; null: it is not, or may be something else.
const Column* Resolver::simple_column(const ParseNode* node, const ScopeLevel& level) const {
  if (node == nullptr || !node->is("ColumnRef")) return nullptr;
  const std::vector<std::string> parts = name_parts(*node);
  if (parts.empty() || parts.size() > 2) return nullptr;
  const Column* found = nullptr;
  for (const ScopeItem& item : level.items) {
    if (parts.size() == 2 && item.alias != parts[0]) continue;
    if (parts.size() == 1 && item.open) return nullptr;
    for (const ScopeColumn& each : item.columns) {
      if (each.name != parts.back() || each.hidden) continue;
      if (found != nullptr || each.column == nullptr) return nullptr;
      found = each.column;
    }
  }
  return level.open ? nullptr : found;
}

void Resolver::comparison(const ParseNode& node, const ScopeLevel& level) {
  const std::string_view kind = node.text("kind");
  if (kind != "AEXPR_OP" && kind != "AEXPR_IN") return;
  const auto& names = node.list("name");
  if (names.size() != 1) return;
  const std::string_view op = names[0]->string();
  if (op != "=" && op != "<>" && op != "!=") return;
  const ParseNode *left = node.node("lexpr"), *right = node.node("rexpr");
  if (kind == "AEXPR_OP" && left != nullptr && (is_null_constant(left) || is_null_constant(right))) {
    const ParseNode* other = is_null_constant(right) ? left : right;
    const Column* about = simple_column(other, level);
    ObjectRef object;
    for (const ScopeItem& item : level.items)
      for (const ScopeColumn& each : item.columns)
        if (about != nullptr && each.column == about) object = column_object(item.name, each.name);
    problem("query-null-comparison", object, node.location(),
            std::string(op) + " NULL is never true: it takes IS " + (op == "=" ? "" : "NOT ") + "NULL")
        .server_says_so = false;
    return;
  }
  const Column* about = simple_column(left, level);
  if (kind == "AEXPR_IN") {
    if (about == nullptr || right == nullptr) return;
    for (const ParseNode* item : right->list("items")) literal_for(*about, item);
    return;
  }
  if (about != nullptr) literal_for(*about, right);
  if (const Column* second = simple_column(right, level)) literal_for(*second, left);
}

// ---- names --------------------------------------------------------------------------------------------------------

void Resolver::column(const ParseNode& ref, const ScopeLevel& level) {
  const std::vector<std::string> parts = name_parts(ref);
  if (parts.empty()) return;
  ++out_.names;
  if (std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return is_hole_name(part); })) {
    undecided("a name is known only when it runs");
    return;
  }
  if (parts.back() == "*") return star(parts, ref, level);
  if (parts.size() == 1) return unqualified(parts[0], ref.location(), level);
  qualified(parts, ref, level);
}

void Resolver::star(const std::vector<std::string>& parts, const ParseNode& ref, const ScopeLevel& level) {
  if (parts.size() == 1) {
    for (const ScopeItem& item : level.items) refer(item, "*", ReferenceUse::kAll, ref.location(), false);
    return;
  }
  const std::string& wanted = parts[parts.size() - 2];
  ++out_.names;
  for (const ScopeLevel* at = &level; at != nullptr; at = at->parent) {
    for (const ScopeItem& item : at->items)
      if (item.alias == wanted) return refer(item, "*", ReferenceUse::kAll, ref.location(), true);
    if (at->open) return undecided("the alias " + wanted + " may be given where only the run knows");
  }
  if (parts.size() > 2) return undecided(wanted + ".* with its schema");
  ObjectRef object;
  object.table = wanted;
  problem("query-unknown-table", object, ref.location(), wanted + ".*: nothing in FROM is called " + wanted);
}

void Resolver::unqualified(std::string_view name, std::size_t offset, const ScopeLevel& level) {
  const ScopeItem* only = nullptr;
  std::size_t items = 0;
  for (const ScopeLevel* at = &level; at != nullptr; at = at->parent) {
    const ScopeItem* found = nullptr;
    const ScopeColumn* found_column = nullptr;
    int count = 0;
    bool open = at->open;
    for (const ScopeItem& item : at->items) {
      open = open || item.open;
      for (const ScopeColumn& each : item.columns) {
        if (each.hidden || each.name != name) continue;
        ++count;
        found = &item;
        found_column = &each;
      }
      ++items;
      only = &item;
      if (item.alias == name && count == 0) return;  // the whole row
    }
    if (count == 1 && found_column->column != nullptr && !open) {
      refer(*found, name, ReferenceUse::kRead, offset, false);
      return;
    }
    if (count == 1)
      return refer(*found, found_column->column != nullptr ? name : "", ReferenceUse::kRead, offset, false);
    if (count > 1) {
      if (open) return undecided("column " + std::string(name) + " may come from more than one table");
      ObjectRef object;
      object.column = name;
      problem("query-ambiguous", object, offset, "column " + std::string(name) + " is in more than one table of FROM");
      return;
    }
    if (is_system_column(name))
      for (const ScopeItem& item : at->items)
        if (item.system_columns) return;
    if (open) return undecided("column " + std::string(name) + " may come from what only the run or the server knows");
  }
  std::vector<std::string> candidates;
  for (const ScopeLevel* at = &level; at != nullptr; at = at->parent)
    for (const ScopeItem& item : at->items)
      for (const ScopeColumn& each : item.columns)
        if (!each.hidden) candidates.push_back(each.name);
  unknown_column(items == 1 ? only : nullptr, name, offset, candidates);
}

void Resolver::qualified(const std::vector<std::string>& parts, const ParseNode& ref, const ScopeLevel& level) {
  const std::string& table = parts[parts.size() - 2];
  const std::string& name = parts.back();
  if (parts.size() > 3) return undecided("a name of four parts");
  // Where the last part stands: after the dots.
  const std::size_t offset = ref.location();
  for (const ScopeLevel* at = &level; at != nullptr; at = at->parent) {
    for (const ScopeItem& item : at->items) {
      const bool same = parts.size() == 3 ? item.name.name == table && item.name.schema == parts[0] && !item.aliased
                                          : item.alias == table;
      if (!same) continue;
      for (const ScopeColumn& each : item.columns)
        if (each.name == name) {
          if (each.column != nullptr) refer(item, name, ReferenceUse::kRead, offset, true);
          return;
        }
      if (item.open || (is_system_column(name) && item.system_columns))
        return item.open ? undecided(fmt::format("column {}.{} may be one that only the server knows", table, name))
                         : void();
      // table.function: a function of a row's type.
      for (const auto& [in, space] : schema_.schemas)
        for (const auto& [key, function] : space.functions)
          if (function.name == name) return undecided(fmt::format("{}.{} may be a function", table, name));
      std::vector<std::string> candidates;
      for (const ScopeColumn& each : item.columns) candidates.push_back(each.name);
      return unknown_column(&item, name, offset, candidates);
    }
    if (at->open) return undecided("the alias " + table + " may be given where only the run knows");
  }
  if (parts.size() == 3) return undecided(si::join(parts, ".") + " with its schema");
  // A column of a composite type needs brackets, so this is a missing table.
  std::vector<std::string> aliases;
  for (const ScopeLevel* at = &level; at != nullptr; at = at->parent)
    for (const ScopeItem& item : at->items) aliases.push_back(item.alias);
  ObjectRef object;
  object.table = table;
  QueryProblem& made = problem("query-unknown-table", object, offset, "");
  made.suggestion = nearest_name(table, aliases);
  made.message = table + "." + name + ": nothing in FROM is called " + table +
                 (made.suggestion.empty() ? "" : "; the nearest name is " + made.suggestion);
}

void Resolver::unknown_column(const ScopeItem* item, std::string_view name, std::size_t offset,
                              const std::vector<std::string>& given) {
  std::vector<std::string> candidates = given;
  if (candidates.empty() && item != nullptr)
    for (const ScopeColumn& each : item->columns) candidates.push_back(each.name);
  ObjectRef object;
  if (item != nullptr) object = column_object(item->name, name);
  object.column = name;
  QueryProblem& made = problem("query-unknown-column", object, offset, "");
  made.suggestion = nearest_name(name, candidates);
  if (item != nullptr && !item->name.empty()) {
    made.message = "table " + item->name.name + " has no column " + std::string(name);
  } else if (item != nullptr) {
    made.message =
        (item->alias.empty() ? std::string("the query in FROM") : item->alias) + " has no column " + std::string(name);
  } else {
    made.message = "no table of FROM has a column " + std::string(name);
  }
  if (!made.suggestion.empty()) made.message += "; the nearest name is " + made.suggestion;
}

// ---- values -------------------------------------------------------------------------------------------------------

void Resolver::literal_for(const Column& column, const ParseNode* value) {
  const ParseNode* literal = string_constant(value);
  if (literal == nullptr || !column.type.known() || column.type->is_array) return;
  const std::string_view text = literal->text("sval");
  const Type& type = *column.type;
  if (const Enum* labels = schema_.find_enum({type.schema, type.name}); labels != nullptr && labels->labels.known()) {
    if (std::find(labels->labels->begin(), labels->labels->end(), text) != labels->labels->end()) return;
    ObjectRef object;
    object.column = column.name;
    object.kind = "enum";
    object.name = labels->name;
    QueryProblem& made = problem("query-type", object, value->location(), "");
    made.suggestion = nearest_name(text, *labels->labels);
    made.message = quote_literal(text) + " is no label of enum " + labels->name + " (column " + column.name + ")";
  }
}

// A literal that goes into a column as it is, without a cast: one that is too long fails when the statement runs.
void Resolver::stored_literal(const Column& column, const ParseNode* value) {
  literal_for(column, value);
  if (value == nullptr || !value->is("A_Const") || string_constant(value) == nullptr) return;
  if (!column.type.known() || column.type->is_array || column.type->modifiers.size() != 1) return;
  const Type& type = *column.type;
  if (!type.schema.empty() || (type.name != "character varying" && type.name != "character")) return;
  std::string_view text = string_constant(value)->text("sval");
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);  // blanks at the end are cut off silently
  const std::size_t length = count_code_points(text), room = static_cast<std::size_t>(std::max(0, type.modifiers[0]));
  if (length <= room) return;
  ObjectRef object;
  object.column = column.name;
  problem("query-type", object, value->location(),
          "the literal has " + std::to_string(length) + " characters, and column " + column.name + " is " +
              to_string(type) + ": the statement fails when it runs")
      .server_says_so = false;
}

void Resolver::missing_columns(const ScopeItem& item, const std::vector<std::string>& given, std::size_t offset) {
  const Table& table = *item.table;
  // A trigger before the insert, or a rule instead of it, may fill what is left out.
  for (const Definition& trigger : table.triggers)
    if (trigger.definition.find(" BEFORE ") != std::string::npos &&
        trigger.definition.find("INSERT") != std::string::npos)
      return;
  if (!table.rules.empty()) return;
  for (const Column& column : table.columns) {
    if (!column.nullable.known() || *column.nullable || column.serial) continue;
    if (!column.default_value.known() || column.default_value.value() || !column.identity.known() ||
        column.identity.value() || !column.generated.known() || column.generated.value())
      continue;
    if (std::find(given.begin(), given.end(), column.name) != given.end()) continue;
    if (column.type.known()) {
      bool has_default = false;
      for (const auto& [in, space] : schema_.schemas)
        if (const auto domain = space.domains.find(column.type->name); domain != space.domains.end())
          has_default = has_default || domain->second.default_value.has_value();
      if (has_default) continue;
    }
    problem("query-insert-missing-not-null", column_object(item.name, column.name), offset,
            "INSERT leaves out " + item.name.name + "." + column.name + ", which is NOT NULL and has no default")
        .server_says_so = false;
  }
}

}  // namespace si
