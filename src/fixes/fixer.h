// The state of one run of fix_models(): files being edited, columns and tables being changed, and a handler a rule.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fixes/class_text.h"
#include "fixes/column_site.h"
#include "fixes/column_text.h"
#include "fixes/model_fixer.h"
#include "fixes/table_site.h"

namespace si::fixes {

class Fixer {
 public:
  explicit Fixer(const ModelFixInput& input);
  ModelFixes run();

 private:
  struct Target {
    const Finding* finding = nullptr;
    const TablePair* table = nullptr;
    const ColumnPair* column = nullptr;
  };
  using Handler = void (Fixer::*)(const Target&, Fix&);
  struct Row {
    std::string_view rule;
    Handler handler;
    int turn;  // what takes things away comes before what adds
  };
  static const Row kRows[];

  void mend(const Target& target, Fix& fix);
  Target find_target(const Finding& finding) const;

  // column_fixes.cc
  void fix_type(const Target& target, Fix& fix);
  void fix_nullable(const Target& target, Fix& fix);
  void fix_default(const Target& target, Fix& fix);
  void fix_comment(const Target& target, Fix& fix);
  void fix_identity(const Target& target, Fix& fix);
  void fix_generated(const Target& target, Fix& fix);
  void fix_collation(const Target& target, Fix& fix);
  void fix_rename(const Target& target, Fix& fix);
  void add_column(const Target& target, Fix& fix);
  void remove_column(const Target& target, Fix& fix);
  void rename_table(const Target& target, Fix& fix);
  // table_fixes.cc
  void add_key(const Target& target, Fix& fix);
  void remove_key(const Target& target, Fix& fix);
  void change_key(const Target& target, Fix& fix);
  void fix_primary_key(const Target& target, Fix& fix);
  void fix_unique(const Target& target, Fix& fix);
  void fix_index(const Target& target, Fix& fix);
  void fix_check(const Target& target, Fix& fix);
  void fix_exclusion(const Target& target, Fix& fix);
  void fix_table_comment(const Target& target, Fix& fix);
  void fix_name(const Target& target, Fix& fix);
  void fix_import_error(const Target& target, Fix& fix);
  void cannot(const Target& target, Fix& fix);
  // enum_fixes.cc
  void fix_enum(const Target& target, Fix& fix);

  // new_models.cc
  void add_table(const Target& target, Fix& fix);
  const Table* nearest_kin(const Table& table);
  ClassNames class_names() const;

  // relationship_fixes.cc
  struct Join {
    const ModelClass* klass;
    const ModelClass* target;
    const ModelAttribute* attribute;
    bool forward;  // from the table that holds the key
  };
  std::vector<Join> joins_between(const QualifiedName& table, const QualifiedName& other) const;
  std::string attribute_of(const ModelClass& klass, const std::string& column) const;
  std::string add_to_relationship(const Join& join, const std::string& keyword, const std::string& value);
  // Each says why the relationships can't follow, or nothing.
  std::string keep_joins_certain(const Table& table, const ForeignKey& key);
  std::string keep_joins(const Table& table, const ForeignKey& key);
  std::string remove_joins(const Table& table, const Column& column);

  // Why the column can't be changed alone (others share its declaration), or nothing.
  std::string sharing_problem(const Target& target) const;
  ModelFile* file_of(const Location& place);
  Words& words_of(ModelFile& file);
  // Null: `fix` says why.
  ColumnChange* column_change(const Target& target, const Column& column, Fix& fix);
  TableChange* table_change(const Table& table, Fix& fix);
  ColumnStyle column_style(const Table& table, const TableChange& site);
  bool may_apply(Fix& fix, Applicability applicability, std::string cost = {});
  static void refuse(Fix& fix, const std::string& why);
  void drop_from_elements(const Table& table, TableChange& change, const std::string& column,
                          const std::string& attribute);
  const std::string& default_schema() const { return input_.comparison->follower->default_schema(); }
  std::vector<const Column*> columns_at(const Location& place) const;

  const ModelFixInput& input_;
  ProjectWords project_;
  std::size_t longest_line_ = 0;  // of all model files
  std::map<std::string, std::unique_ptr<ModelFile>> files_;
  std::map<const ModelFile*, std::unique_ptr<Words>> words_;
  std::map<Location, std::unique_ptr<ColumnChange>> columns_;
  std::map<Location, ColumnSite> sites_;
  std::map<const Table*, std::unique_ptr<TableChange>> tables_;
  std::map<Location, std::vector<const Column*>> declared_;                        // model columns by place
  std::map<std::pair<Location, std::string>, std::vector<const Finding*>> asked_;  // by place and rule
  std::map<const python::Node*, std::set<std::string>> new_attributes_;            // by class
  std::vector<std::unique_ptr<Column>> renamed_;
  std::unique_ptr<ClassNames> names_;
};

}  // namespace si::fixes
