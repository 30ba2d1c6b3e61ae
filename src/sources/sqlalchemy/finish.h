// From what classes declare to what a database would hold: types of foreign keys, keys, names, serial columns.
#pragma once

#include "sources/sqlalchemy/context.h"
#include "sources/sqlalchemy/listeners.h"
#include "sources/sqlalchemy/mapper.h"
#include "sources/sqlalchemy/names.h"
#include "sources/sqlalchemy/sql_text.h"

namespace si::sqlalchemy {

class Finisher {
 public:
  Finisher(Context& context, Mapper& mapper, Listeners& listeners)
      : context_(context), mapper_(mapper), listeners_(listeners) {}

  // Attaches Index(…) and the like that stand beside the classes of a module to their tables.
  void attach_loose(const Module& module);
  // Columns and constraints that are given to a table after it was made.
  void attach_late(const Module& module);
  // The same, done by functions while they ran.
  void attach_effects();
  // Fills `build.table`; asks other tables for the types of foreign keys.
  void finish(TableBuild& build);

 private:
  void append(const Value* owner, const Value* item, const Value* call, bool certain);
  bool attach_by_columns(const Value* call);
  void report_setattr(const Node& call, const Module& module);
  // indexes.cc
  void add_index(TableBuild& build, const Value& call);
  void add_column_index(TableBuild& build, const ColumnBuild& column);
  std::vector<IndexKey> index_keys(TableBuild& build, const Value* value, std::string& ops_key);
  // finish.cc
  void resolve_type(TableBuild& build, ColumnBuild& column, int depth);
  struct Target {
    QualifiedName table;
    std::string column;
    TableBuild* build = nullptr;
    const ColumnBuild* found = nullptr;
    std::string problem;
  };
  Target target_of(const TableBuild& build, const ColumnBuild& column, const Value* spec);
  void set_primary_key(TableBuild& build);
  bool counts_by_itself(TableBuild& build, const ColumnBuild& column);
  void set_serial(TableBuild& build);
  void report_unknown_items(TableBuild& build);
  void add_enum(TableBuild& build, ColumnBuild& column);
  // constraints.cc
  void add_foreign_key(TableBuild& build, const ColumnBuild& column, const ForeignKeyUse& use);
  void add_foreign_keys(TableBuild& build, const Value& call);
  void read_key_options(ForeignKey& key, const Value& call);
  void add_unique(TableBuild& build, const Value& call);
  void add_check(TableBuild& build, const Value& call);
  void add_type_check(TableBuild& build, const ColumnBuild& column);
  void add_exclusion(TableBuild& build, const Value& call);
  void name_foreign_key(TableBuild& build, ForeignKey& key, const Value* name);
  std::optional<std::string> column_name(TableBuild& build, const Value* value);
  std::optional<std::string> given_name(const Value* value, bool& is_final, std::string& problem);
  Known<std::optional<std::string>> final_name(TableBuild& build, NamedObject object, const Value* given,
                                               const Location& where);
  // Gives a constraint or index its name.
  template <typename Object>
  void set_name(TableBuild& build, Object& made, const NamedObject& object, const Value* given) {
    const Known<std::optional<std::string>> name = final_name(build, object, given, made.location);
    made.unresolved_name = name.reason();
    if constexpr (std::is_same_v<Object, Index>)
      made.name = name->value_or("");
    else
      made.name = *name;
  }
  ColumnNames names(TableBuild& build);

  Context& context_;
  Mapper& mapper_;
  Listeners& listeners_;
};

}  // namespace si::sqlalchemy
