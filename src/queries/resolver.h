// The scopes of a statement, and the walk through it (behind resolve_statement).
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "queries/resolve.h"

namespace si {

// A column that a relation in scope offers.
struct ScopeColumn {
  std::string name;
  const Column* column = nullptr;  // of a table; null: computed
  bool hidden = false;             // the second copy of a JOIN … USING column: only with its table's name
};

// One thing that FROM brings in.
struct ScopeItem {
  std::string alias;
  std::vector<ScopeColumn> columns;
  bool open = false;  // it may have columns that are not listed
  const Table* table = nullptr;
  bool system_columns = false;  // ctid and the like
  bool aliased = false;
  QualifiedName name;           // of a table or view
  bool whole_row_only = false;  // an alias that hides what is inside
};

// One query: what its names can mean, innermost first.
struct ScopeLevel {
  std::vector<ScopeItem> items;
  const ScopeLevel* parent = nullptr;
  bool open = false;                 // FROM may hold more than is known
  std::vector<std::string> outputs;  // names of the select list, for ORDER BY and GROUP BY
  bool open_outputs = false;
};

// A query's result.
struct QueryOutput {
  std::vector<std::string> names;
  bool open = false;
};

using CteScope = std::map<std::string, QueryOutput, std::less<>>;

class Resolver {
 public:
  Resolver(const Schema& schema, ResolvedStatement& out) : schema_(schema), out_(out) {}
  void statement(const ParseNode& node);

 private:
  QueryOutput query(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes);
  QueryOutput select(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes);
  QueryOutput insert(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes);
  QueryOutput update(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes);
  QueryOutput remove(const ParseNode& node, const ScopeLevel* parent, const CteScope& ctes);
  CteScope with(const ParseNode* clause, const ScopeLevel* parent, const CteScope& outer);

  // What FROM brings in goes to level.items; returns which.
  std::vector<std::size_t> from_item(const ParseNode& node, ScopeLevel& level, const CteScope& ctes);
  std::vector<std::size_t> join(const ParseNode& node, ScopeLevel& level, const CteScope& ctes);
  void use_columns(const std::vector<std::string>& names, const std::vector<std::size_t>& left,
                   const std::vector<std::size_t>& right, ScopeLevel& level, bool natural, std::size_t offset);
  ScopeItem relation(const ParseNode& range_var, const CteScope& ctes, bool target);
  void rename(ScopeItem& item, const ParseNode* alias);
  void function_columns(const ParseNode& node, ScopeItem& item, bool has_alias);

  void expression(const ParseNode* node, const ScopeLevel& level, const CteScope& ctes);
  void expressions(ParseNodes nodes, const ScopeLevel& level, const CteScope& ctes);
  void comparison(const ParseNode& node, const ScopeLevel& level);
  void sort_item(const ParseNode* node, const ScopeLevel& level, const CteScope& ctes, bool order_by);
  void column(const ParseNode& ref, const ScopeLevel& level);
  void unqualified(std::string_view name, std::size_t offset, const ScopeLevel& level);
  void qualified(const std::vector<std::string>& parts, const ParseNode& ref, const ScopeLevel& level);
  void star(const std::vector<std::string>& parts, const ParseNode& ref, const ScopeLevel& level);
  const Column* simple_column(const ParseNode* node, const ScopeLevel& level) const;
  QueryOutput targets(ParseNodes list, ScopeLevel& level, const CteScope& ctes);
  void target_column(const ScopeItem& item, const ParseNode& target);
  ScopeItem changed_table(const ParseNode& table, ParseNodes beside, ScopeLevel& level, const CteScope& ctes);
  void where(const ParseNode& node, std::string_view verb, const ScopeItem& item, const ScopeLevel& level,
             const CteScope& ctes);
  void assignments(ParseNodes targets, const ScopeItem& item, const ScopeLevel& level, const CteScope& ctes);
  void store(const ScopeItem& item, std::string_view name, const ParseNode* value);
  void literal_for(const Column& column, const ParseNode* value);
  void stored_literal(const Column& column, const ParseNode* value);
  void missing_columns(const ScopeItem& item, const std::vector<std::string>& given, std::size_t offset);
  void conflict(const ParseNode& clause, const ScopeItem& item, ScopeLevel& level, const CteScope& ctes);

  QueryProblem& problem(std::string_view rule, ObjectRef object, std::size_t offset, std::string message);
  void unknown_column(const ScopeItem* item, std::string_view name, std::size_t offset,
                      const std::vector<std::string>& candidates);
  void undecided(std::string text);
  void refer(const ScopeItem& item, std::string_view column, ReferenceUse use, std::size_t offset, bool qualified);

  const Schema& schema_;
  ResolvedStatement& out_;
  static constexpr int kMaxNesting = 200;
  int depth_ = 0;
};

ObjectRef object_of(const QualifiedName& table, std::string_view column = {});
std::vector<std::string> strings_of(ParseNodes list);

// "id", "count", "?column?": what the server calls a result column that has no name of its own.
std::string result_name(const ParseNode* value);
std::vector<std::string> name_parts(const ParseNode& ref);  // "*" for a star; "" for what is no name

}  // namespace si
