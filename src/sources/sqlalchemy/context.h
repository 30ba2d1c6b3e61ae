// What the parts of the SQLAlchemy reader share: the evaluator, the version, and the schema being built.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/finding.h"
#include "model/schema.h"
#include "sources/python/evaluator.h"
#include "sources/sqlalchemy/models.h"

namespace si::sqlalchemy {

using python::Argument;
using python::ClassInfo;
using python::Evaluator;
using python::Module;
using python::Node;
using python::Scope;
using python::Value;
using python::ValueKind;

// SQLAlchemy's MetaData: its schema and naming convention. Tables of different ones may share names.
struct Metadata {
  const Value* identity = nullptr;  // the object that makes it what it is
  Known<std::string> schema;
  const Value* naming_convention = nullptr;  // null: none
};

// An enum type that a column uses; it becomes an Enum of the schema.
struct EnumUse {
  QualifiedName name;
  Known<std::vector<std::string>> labels;
  bool inherit_schema = false;
  const Value* metadata = nullptr;  // `metadata=`: gives the schema when none is given
  bool has_schema = false;          // `schema=` is given
  Location location;
};

// What one reason leaves unknown in several tables; it is said once.
struct SharedReason {
  std::size_t count = 0;
  std::set<QualifiedName> tables;
  Location location;  // the first

  void add(const QualifiedName& table, const Location& place) {
    if (count++ == 0) location = place;
    tables.insert(table);
  }
};

// What a Python type object says.
struct TypeReading {
  Known<Type> type = Known<Type>::unresolved("no type");
  bool counts_anyway = false;  // no integer, and SQLAlchemy takes it for one where a key counts by itself
  bool missing = false;        // no type at all, or NullType: a foreign key's target may give it
  bool integer = false;        // of SQLAlchemy's Integer family, so an autoincrement candidate
  bool no_integer = false;     // surely not of it, though the type itself is not known
  std::optional<EnumUse> enumeration;
  std::optional<std::vector<std::string>> check_labels;  // create_constraint=True of a non-native Enum
  std::optional<std::string> check_name;
  std::optional<std::string> collation;
  bool spatial_index = false;  // GeoAlchemy2 makes a GiST index beside the column
};

struct ForeignKeyUse {
  const Value* call = nullptr;  // ForeignKey(…)
  const Scope* scope = nullptr;
};

// A column with what SQLAlchemy will make of it once it is in a table.
struct ColumnBuild {
  Column column;
  std::string key;                // Column.key
  const Value* object = nullptr;  // the Column(…) it comes from
  TypeReading type;
  bool primary_key = false;
  Known<bool> unique{false};
  Known<bool> index{false};
  enum class Autoincrement { kAuto, kTrue, kFalse, kIgnoreFk, kUnknown } autoincrement = Autoincrement::kAuto;
  bool has_default = false;  // a Python-side default (a Sequence too)
  bool has_optional_sequence = false;
  std::vector<ForeignKeyUse> foreign_keys;
  std::vector<const Value*> constraints;  // CheckConstraint(…) given to the column
  std::string unknown_item;               // an argument that is none of these, as far as can be known
  const Value* computed = nullptr;        // the expression of Computed(…)
  int sort_order = 0;
  std::pair<std::size_t, std::uint32_t>
      created;  // when its Column(…) ran: its module's turn and place; 1.4 sorts by it
};

struct TableBuild {
  Table table;
  QualifiedName name;
  Known<std::string> schema;
  Metadata metadata;
  std::vector<ColumnBuild> columns;
  std::vector<const Value*> constraints;                 // UniqueConstraint(…), Index(…) …
  const Value* core = nullptr;                           // the Table(…) call of an imperative table
  const ClassInfo* klass = nullptr;                      // the class that declares it
  bool outside = false;                                  // of a module that is not among the models' files
  std::map<std::string, std::string> attribute_columns;  // ORM attribute -> column name
  bool extends = false;                                  // extend_existing=True
  std::string unread_arguments;                          // why its __table_args__ are not known; empty: they are
  bool finished = false;
};

struct Context {
  Evaluator& evaluator;
  const ReadModelsOptions& options;
  int major = 2, minor = 0;  // SQLAlchemy's version
  Schema& schema;
  std::vector<Finding>& findings;
  bool sqlmodel_zone = true;  // SQLModel's datetime columns have a time zone
  // By reason: names of constraints and indexes; base classes that may have columns.
  std::map<std::string, SharedReason> unknown_names = {}, assumed_bases = {};

  Location place(const Scope* scope, const Node* node) const {
    if (scope == nullptr || node == nullptr || scope->module == nullptr || scope->module->tree == nullptr) return {};
    if (scope->module->file.empty()) return {};  // it stands for what is not read
    if (node->end > scope->module->tree->document().content().size()) return {};
    return {scope->module->file, scope->module->tree->span(*node)};
  }
  Location place(const Value* value) const { return value ? place(value->scope, value->node) : Location{}; }
  void unresolved(const QualifiedName& table, const std::string& column, std::string reason, Location location) {
    schema.unresolved.push_back({table, column, std::move(reason), std::move(location)});
  }
  void report_shared() {
    const auto say = [&](const SharedReason& shared, const std::string& reason) {
      const bool one = shared.tables.size() == 1;
      unresolved(one ? *shared.tables.begin() : QualifiedName(), "",
                 one ? reason : reason + " (" + std::to_string(shared.tables.size()) + " tables)", shared.location);
    };
    for (const auto& [reason, names] : unknown_names)
      say(names, (names.count == 1
                      ? "a constraint's or index's name: "
                      : "the names of " + std::to_string(names.count) + " constraints and indexes are not known: ") +
                     reason);
    for (const auto& [reason, bases] : assumed_bases) say(bases, reason);
  }
  // A key, constraint or index of the table that cannot be told.
  void unresolved_constraint(TableBuild& build, const std::string& reason, const Location& location) {
    build.table.unresolved_constraints = reason;
    if (!build.outside) unresolved(build.name, "", reason, location);
  }
  // A table whose name only running tells: it may be any.
  void unresolved_table(const QualifiedName& table, const std::string& reason, const Location& location) {
    unresolved(table, "", reason, location);
    schema.hidden_tables.push_back({reason, location, {}});
  }
  bool at_least(int wanted_major, int wanted_minor) const {
    return major > wanted_major || (major == wanted_major && minor >= wanted_minor);
  }
};

}  // namespace si::sqlalchemy
