// Changes of one kind each, as steps: what plan_comparison() and plan_lint() are put together from.
#pragma once

#include <string>
#include <vector>

#include "fixes/ddl/plan.h"

namespace si::ddl {

// Appends the steps (and hazards, checks) of one change on a table.
class ChangeWriter {
 public:
  // `database`: the schema as it is; `table`: as the database names it.
  ChangeWriter(const Schema& database, QualifiedName table, PlannedChange& change)
      : database_(database), table_(std::move(table)), change_(change) {}

  PlanStep& step(std::string sql, Lock lock, std::string undo = "");
  void hazard(std::string text) { change_.hazards.push_back(std::move(text)); }
  void check(std::string what, const std::string& condition);

  void add_column(const Column& column, const Schema& from);
  void drop_column(const Column& column);
  void rename_column(const std::string& from, const std::string& to);
  void set_not_null(const std::string& column);
  void drop_not_null(const std::string& column);
  void set_default(const Column& before, const Column& wanted);
  // False: no such change can be proposed; `why` says so.
  bool set_type(const Column& before, const Column& wanted, std::string& why);
  // False as above.
  bool set_identity(const Column& before, const Column& wanted, std::string& why);
  bool set_collation(const Column& before, const Column& wanted, const Schema& from, std::string& why);
  bool set_generated(const Column& before, const Column& wanted, std::string& why);
  void add_primary_key(const PrimaryKey& key);
  void add_unique(const Unique& unique);
  void add_foreign_key(const ForeignKey& key, const QualifiedName& target);
  void add_check(const Check& check);
  void add_exclusion(const Exclusion& exclusion);
  void add_index(const Index& index, const Schema& from);
  void drop_index(const Index& index);
  void drop_constraint(const std::string& name, const std::string& clause);
  void validate(const std::string& name);
  void comment(const std::string& column, const std::optional<std::string>& before,
               const std::optional<std::string>& wanted);

 private:
  // Partitioned tables take no CONCURRENTLY.
  bool is_partitioned() const;
  std::string on_table(std::string_view action) const;
  std::string server_chosen_name(const std::vector<std::string>& columns, std::string_view suffix) const;
  void duplicates(const std::vector<std::string>& columns, bool nulls_equal);

  const Schema& database_;
  QualifiedName table_;
  PlannedChange& change_;
};

}  // namespace si::ddl
