// Which classes are models, and which table each of them maps.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sources/sqlalchemy/columns.h"
#include "sources/sqlalchemy/context.h"

namespace si::sqlalchemy {

enum class Role {
  kNone,      // no model
  kBase,      // the declarative base itself
  kAbstract,  // __abstract__
  kMapped,    // has a table of its own
  kSingle,    // shares its parent's table
};

// One class as SQLAlchemy's declarative scan sees it.
struct Mapping {
  const ClassInfo* klass = nullptr;
  Role role = Role::kNone;
  // The classes its attributes come from, itself first; what is no class of the project is left out.
  std::vector<const ClassInfo*> order;
  std::string unknown_base;          // why a base is not known whose columns are missing; empty: all are
  bool assumed_base = false;         // it is Flask-SQLAlchemy's, of an object that is only assumed
  const Value* root = nullptr;       // what makes it declarative: a base's call or class, db.Model
  const Value* mapped_by = nullptr;  // mapper(Class, table) of a classical mapping
  bool flask = false, sqlmodel = false;
  Metadata metadata;
  const Value* annotation_map = nullptr;
  const Mapping* parent = nullptr;  // the nearest mapped base
  TableBuild* table = nullptr;      // kMapped and kSingle
  bool again = false;               // made by code that made the same class before
};

// A statement of some scope.
struct CodePlace {
  const Scope* scope = nullptr;
  const Node* node = nullptr;
};

class Mapper {
 public:
  explicit Mapper(Context& context);

  // The modules whose tables are the project's models; tables found elsewhere are only referred to.
  void set_inside(std::vector<const Module*> modules);
  // Maps every class and every module-level Table of a module.
  void add_module(const Module& module);
  // Maps the tables that functions made when they were called for it.
  void add_effects();
  // Tells of models in functions that nothing calls.
  void report_uncalled();
  // Puts Table(…, extend_existing=True) of a table that is there together with it.
  void merge_redeclared();
  // Says of which tables the schema is not known although their classes were read.
  void doubt_schemas();
  bool is_inside(const Scope* scope) const;
  // The mapping of a class; null when it is no model.
  const Mapping* find(const ClassInfo& klass);
  // The table that Table(…) made; mapped now if it was not yet.
  TableBuild* core_table(const Value* call);
  // The table that a value stands for: a Table, what holds one, Class.__table__. Null: none that is known.
  TableBuild* table_of(const Value* value);

  std::deque<TableBuild>& tables() { return tables_; }
  TableBuild* find_table(const Metadata& metadata, const std::string& schema, const std::string& name);
  // The column of a table that a value stands for: Class.attr, table.c.x, the Column(…) itself.
  const ColumnBuild* find_column(const Value* value, TableBuild** table);
  const std::vector<const Mapping*>& mappings() const { return mapping_order_; }
  // A MetaData, as what stands at `user` sees it; without that as it is in the end.
  Metadata read_metadata(const Value* value, const CodePlace& user = {});
  // Unless the table has a column of that name.
  void add_column(TableBuild& table, ColumnBuild column);
  // What a class's attribute is bound to, along the order of its mapping.
  const Value* class_attribute(const Mapping& mapping, std::string_view name);

 private:
  void classify(Mapping& mapping);
  void expand_order(const ClassInfo& klass, Mapping& mapping, const Value** root, int depth);
  bool is_root_class(const ClassInfo& klass, const Value** root);
  struct LateValue {
    const Value* value = nullptr;
    CodePlace place;
  };
  struct LateField {
    std::string name;
    LateValue late;
  };
  void read_root(Mapping& mapping, const Value* root, const CodePlace& user);
  Metadata declared_metadata(const Value* value, const CodePlace& user);
  Metadata read_possible_metadata(const Value* choice, const CodePlace& user);  // of one of several
  void take_late_bases(const Module& module);
  void read_late_metadata(const Scope& scope, std::vector<std::pair<const Value*, LateField>>& fields);
  const Value* late_metadata(const void* owner, const CodePlace& user);
  void set_late_fields(Metadata& metadata, const CodePlace& user);
  void add_late_metadata(const Value* owner, LateValue late, bool certain);
  void take_assignments();
  const Value* sqlmodel_identity();
  static bool stands_after(const CodePlace& late, const CodePlace& user);
  Known<std::optional<std::string>> table_name(const Mapping& mapping);
  const Value* evaluated_attribute(const Mapping& mapping, std::string_view name, const ClassInfo** owner);
  void build_table(Mapping& mapping, const std::string& name);
  std::pair<std::size_t, std::uint32_t> creation_order(const python::Binding& binding, const ClassInfo& klass,
                                                       bool own);
  std::vector<const Module*> imports_of(const Module& module);
  void run_imports(const Module& module, int depth);
  bool reaches(const Module& from, const Module& module);
  bool stands_before(const TableBuild& a, const TableBuild& b);
  void miss_column(TableBuild& table, std::string_view attribute, std::string reason, const Location& location);
  void collect_columns(const Mapping& mapping, TableBuild& table);
  void read_table_args(const Mapping& mapping, TableBuild& table);
  bool read_possible_table_args(const Value* choice, TableBuild& table);
  void assume_schema(TableBuild& table);
  Known<std::optional<std::string>> subclass_name(const Mapping& mapping, const Value* name);
  void unroll_loops(const Module& module);
  void add_made_class(const python::Evaluator::Effect& effect);
  void miss_made_class(const Value& call, std::string_view name, const Location& place);
  TableBuild* made_before(const TableBuild& made);
  void map_made_class(const Value* call, const Module& module, const Node* statement);
  void take_inside(TableBuild* table, const Scope& scope, const Node* statement);
  void read_table_keywords(TableBuild& table, std::string_view name, const Value* value);
  void collect_class_body(const Mapping& mapping, TableBuild& table, const ClassInfo& klass,
                          std::vector<std::string_view>& seen);
  void read_core_arguments(TableBuild& table, const Value* call, std::size_t from);
  bool looks_mapped(const ClassInfo& klass);
  const Value* table_attribute(const Value* object, std::string_view name);
  bool maps_itself(const ClassInfo& klass);
  bool flask_sets_name(const Mapping& mapping);
  void map_imperatively(const Module& module);

  Context& context_;
  std::unordered_map<const ClassInfo*, std::unique_ptr<Mapping>> mappings_;
  std::vector<const Mapping*> mapping_order_;
  std::deque<TableBuild> tables_;
  std::unordered_map<const Value*, TableBuild*> core_tables_;
  std::unordered_map<const Node*, std::vector<const Value*>> core_calls_;  // its keys, by place
  std::unordered_set<const Module*> inside_;
  std::vector<const Module*> inside_order_;
  std::unordered_map<const Module*, std::size_t> turns_;  // in which modules run, when all are imported in order
  std::unordered_set<const Module*> started_;
  std::unordered_map<std::string, const Module*> modules_by_name_;
  std::set<std::string> assumed_;
  const Value* sqlmodel_metadata_ = nullptr;  // SQLModel.metadata = …
  const Value* sqlmodel_identity_ = nullptr;
  std::size_t taken_ = 0;  // of the evaluator's assignments
  // Base.metadata = …, registry.metadata = …: by class, or by the call that made it
  std::unordered_map<const void*, std::vector<LateValue>> late_metadata_;
  std::unordered_map<const Value*, std::vector<LateField>> late_fields_;  // by the identity of the metadata
};

}  // namespace si::sqlalchemy
