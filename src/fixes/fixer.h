// The state of one run of fix_models(): files being edited, columns and tables being changed, and a handler a rule.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fixes/class_text.h"
#include "fixes/column_site.h"
#include "fixes/column_text.h"
#include "fixes/model_fixer.h"
#include "fixes/relation_plan.h"
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
  std::vector<std::size_t> order_of(const std::vector<Finding>& findings) const;

  // column_fixes.cc
  void fix_type(const Target& target, Fix& fix);
  void fix_nullable(const Target& target, Fix& fix);
  void fix_default(const Target& target, Fix& fix);
  void fix_comment(const Target& target, Fix& fix);
  void fix_identity(const Target& target, Fix& fix);
  void fix_generated(const Target& target, Fix& fix);
  void fix_collation(const Target& target, Fix& fix);
  void add_column(const Target& target, Fix& fix);
  void remove_column(const Target& target, Fix& fix);
  // column_makers.cc
  bool say_nullable(const Target& target, Fix& fix);
  const python::Node* definition_of(ModelFile& file, const std::string& name, ModelFile** home);
  // rename_fixes.cc
  struct PlacedText {
    ModelFile* file;
    std::size_t begin, end;
    std::string text;  // that shall stand there
  };
  struct AttributeRename {
    std::string attribute;  // empty: the column is one of Table(…)
    std::vector<PlacedText> edits;
    std::vector<std::string> uses;  // that may mean it, and stay
  };
  void fix_rename(const Target& target, Fix& fix);
  std::vector<PlacedText> column_texts(const Table& table, const Column& column, const std::string& name);
  static std::string collect_own_uses(ModelFile& file, const Column& column, const std::string& attribute,
                                      std::vector<PlacedText>& out);
  std::optional<AttributeRename> plan_attribute(const Target& target, std::string& why);
  std::string shared_name(const Table& table, const Table& truth);
  void rename_table(const Target& target, Fix& fix);
  void rename_targets(const std::string& old_name, const std::string& new_name);
  // key_fixes.cc
  void add_key(const Target& target, Fix& fix);
  void remove_key(const Target& target, Fix& fix);
  void change_key(const Target& target, Fix& fix);
  void fix_primary_key(const Target& target, Fix& fix);
  std::string write_key(const Target& target, TableChange& change, const PrimaryKey& wanted);
  static const python::Node* key_constraint(const TableChange& change);  // null: none is written
  // index_fixes.cc
  void fix_unique(const Target& target, Fix& fix);
  void fix_index(const Target& target, Fix& fix);
  // Index(…) as a statement of its own.
  bool change_own_index(const Target& target, TableChange& change, const Index& own, const Index& wanted, Fix& fix);
  bool add_own_index(const Target& target, TableChange& change, const Index& wanted);
  // table_fixes.cc
  void fix_check(const Target& target, Fix& fix);
  void fix_exclusion(const Target& target, Fix& fix);
  void fix_table_comment(const Target& target, Fix& fix);
  static std::string name_check(const TableChange& change, const Check& check, const std::string& name, Words& words);
  void fix_name(const Target& target, Fix& fix);
  void fix_import_error(const Target& target, Fix& fix);
  void cannot(const Target& target, Fix& fix);
  // enum_fixes.cc
  void fix_enum(const Target& target, Fix& fix);
  void rename_enum(const Target& target, Fix& fix);

  // new_models.cc
  void add_table(const Target& target, Fix& fix);
  // A class that a new one is written after.
  struct Sample {
    const Table* table = nullptr;
    ModelFile* file = nullptr;
    std::vector<std::string> bases;  // with what else stands there: "table=True"
    std::set<std::string> given;     // columns that they bring
  };
  // Tables of the models, the nearest first.
  std::vector<const Table*> kin_of(const Table& table, bool with_class);
  std::optional<Sample> sample_of(const Table& table);
  std::optional<Sample> sample_in(const ModelFile& file, const Table& truth);
  static std::optional<std::string> written_name(const Sample& sample, const std::string& table);
  // A table of the database that gets its declaration in this run.
  struct NewTable {
    const TablePair* pair = nullptr;
    std::string problem;  // why it can't be written; empty: it can
    ModelFile* file = nullptr;
    std::string name;  // of the class; of Table(…) its variable
    ClassStyle style;
    const python::Node* kin_call = nullptr;  // Table(…) that it stands behind; null: a class, at the file's end
    const python::Node* kin_statement = nullptr;
    std::vector<std::string> relationships;  // of the class's body
  };
  void plan_new_tables();
  void plan_core_table(NewTable& planned);
  void plan_class(NewTable& planned, const std::vector<const Table*>& kin);
  bool connects_in_core(const Table& truth) const;
  ClassText declaration_of(const NewTable& planned, Words& words);
  bool is_declared(const QualifiedName& name) const;
  ClassNames class_names() const;

  // new_relations.cc
  // How the project's classes write relationships.
  struct RelationHabits {
    bool any = false;
    bool both = false;              // each side by itself, with back_populates
    bool backref = false;           // one side, with backref
    bool string_secondary = false;  // secondary="user_groups"
    bool through_classes = false;   // the secondary table has a class
  };
  RelationHabits relation_habits() const;
  void relate_new_tables();
  std::optional<RelatedClass> existing_class(const QualifiedName& name);
  std::string secondary_text(const NewTable& association, const Table* owner, bool as_string, Words& words);
  void write_relation(const Table& table, const RelationPlan& plan);

  // relationship_fixes.cc
  // relationship(…) in a class's body.
  struct Relation {
    const ModelClass* klass;
    const ModelClass* target;
    const ModelAttribute* attribute;
    const Table* secondary;  // null: none, or not known
    bool through;            // there is one
  };
  // One join of a relationship: to the other class's table, or between a secondary table and one of the two.
  struct Half {
    std::string join_keyword;                                    // "primaryjoin", "secondaryjoin"
    bool both_ways = true;                                       // keys of the other table count too
    std::function<std::string(const std::string&)> column_name;  // of the table that holds the key; empty: not known
    std::function<std::string(const std::string&, const std::vector<std::string>&)> foreign_keys;
    std::function<std::string(const std::vector<std::string>&)> all_columns;
  };
  struct KeyChange {
    std::set<const ForeignKey*> gone;
    std::vector<ForeignKey> come;  // by the models' names
  };
  bool same_table(const QualifiedName& a, const QualifiedName& b) const;
  QualifiedName name_of(const Table& table) const;
  QualifiedName model_name(const QualifiedName& truth) const;
  static std::string attribute_of(const ModelClass& klass, const std::string& column);
  std::vector<Relation> relations() const;
  const Table* secondary_table(const WrittenArgument& argument) const;
  std::vector<const ForeignKey*> keys_between(const Table& from, const QualifiedName& to, bool after) const;
  std::string follow(const Relation& relation, const Table& owner, const ModelClass& other, const Half& half,
                     bool write);
  std::string follow(const Relation& relation, const Table& changed, bool write);
  std::string own_column(const Relation& relation, const std::string& column, const std::string& text);
  std::string add_to_relationship(const Relation& relation, const std::string& keyword, const std::string& value,
                                  bool write);
  std::string inheritance_problem(const Table& table) const;
  // Announces that keys of a model's table come and go. Says why its relationships can't follow; then they stay.
  std::string keys_change(const Table& table, const ForeignKey* gone, const ForeignKey* come, const TablePair* pair);
  void settle_joins();
  std::string remove_joins(const Table& table, const Column& column);
  std::string names_column(const Relation& relation, const Table& table, const Column& column);

  // Why the column can't be changed alone (others share its declaration), or nothing.
  std::string sharing_problem(const Target& target) const;
  bool is_imported_from(const std::string& file, const std::string& name) const;
  ModelFile* file_of(const Location& place);
  ModelFile* project_file(const std::string& name);
  ModelFile* open_file(const std::string& name, const std::string& text);  // null: it does not parse
  Words& words_of(ModelFile& file);
  // Null: `fix` says why.
  ColumnChange* column_change(const Target& target, const Column& column, Fix& fix);
  std::optional<TableSite> find_wrapped_table(const Table& table);
  TableChange* table_change(const Table& table, Fix& fix);
  ColumnStyle column_style(const Table& table, const TableChange& site);
  bool may_apply(Fix& fix, Applicability applicability, std::string cost = {});
  static void refuse(Fix& fix, const std::string& why);
  static void settle(Fix& fix, const std::string& problem);  // an empty one means that it is done
  // Whether the project's SQLAlchemy is certainly older than 2.0.`patch`.
  bool is_older_than(int patch) const;
  void drop_from_elements(const Table& table, TableChange& change, const std::string& column,
                          const std::string& attribute);
  const std::string& default_schema() const { return input_.comparison->follower->default_schema(); }
  std::vector<const Column*> columns_at(const Location& place) const;

  const ModelFixInput& input_;
  ProjectWords project_;
  std::size_t longest_line_ = 0;  // that the project allows; 0: not known
  std::map<std::string, std::unique_ptr<ModelFile>> files_;
  std::map<const ModelFile*, std::unique_ptr<Words>> words_;
  std::map<Location, std::unique_ptr<ColumnChange>> columns_;
  std::map<Location, ColumnSite> sites_;
  std::map<const Table*, std::unique_ptr<TableChange>> tables_;
  std::map<Location, std::vector<const Column*>> declared_;                        // model columns by place
  std::map<Location, std::size_t> made_at_;                                        // tables by place
  std::map<std::pair<Location, std::string>, std::vector<const Finding*>> asked_;  // by place and rule
  std::map<const python::Node*, std::set<std::string>> new_attributes_;            // by class
  std::vector<std::unique_ptr<Column>> renamed_;
  std::map<const Table*, KeyChange> key_changes_;
  std::map<const Table*, QualifiedName> moved_;  // models that this run renames, and to what
  std::optional<std::vector<Relation>> known_relations_;
  std::unique_ptr<ClassNames> names_;
  std::vector<NewTable> new_tables_;
  bool new_tables_planned_ = false;
};

}  // namespace si::fixes
