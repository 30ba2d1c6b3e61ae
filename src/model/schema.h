// The vocabulary: what a PostgreSQL schema is made of, as plain values. One Schema type serves every side: a database,
// the models, a document, a snapshot.
//
// Objects name each other and hold no pointers, so schemas copy, sort, print and compare as values. What a source does
// not say is left empty (std::nullopt, ""); what it says but cannot be known statically is a Known<T> with the reason.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/known.h"
#include "model/names.h"
#include "model/type.h"
#include "text/source_span.h"

namespace si {

// SQL text of an expression as its source writes it (the server's deparser for a database). Compared by meaning, never
// as text: see sources/sql/expression.h.
using Expression = std::string;

// ---- columns ------------------------------------------------------------------------------------------------------

// CREATE SEQUENCE's parameters; nullopt: PostgreSQL's default for the type and direction.
struct SequenceOptions {
  std::optional<std::int64_t> start, increment, minimum, maximum, cache;
  bool cycle = false;
  friend bool operator==(const SequenceOptions&, const SequenceOptions&) = default;
};

struct Identity {
  bool always = false;  // GENERATED ALWAYS rather than BY DEFAULT
  SequenceOptions options;
  friend bool operator==(const Identity&, const Identity&) = default;
};

struct Generated {
  Expression expression;
  bool stored = true;  // false: VIRTUAL (PostgreSQL 18)
  friend bool operator==(const Generated&, const Generated&) = default;
};

struct Column {
  std::string name;
  Known<Type> type;
  Known<bool> nullable = Known<bool>(true);
  // nullopt: none. For `serial` columns it may be nullopt or nextval(…).
  Known<std::optional<Expression>> default_value;
  // The default draws from a sequence that the column owns (serial), or, in a model, SQLAlchemy would create it so.
  bool serial = false;
  Known<std::optional<Identity>> identity;
  Known<std::optional<Generated>> generated;
  std::optional<std::string> collation;  // only where it is not the type's own
  Known<std::optional<std::string>> comment;
  bool inherited = false;  // from a parent table (INHERITS or PARTITION OF), not declared here

  // Models only.
  std::string attribute;            // the ORM's attribute name; empty for Core tables and other sources
  std::string python_type;          // the type as the source writes it: `String(45)`; empty elsewhere
  bool has_python_default = false;  // `default=`: applied by the ORM, never by the database
  bool has_python_onupdate = false;
  Location location;
};

// ---- constraints and indexes ----------------------------------------------------------------------------------------

// `name` is nullopt where the source does not name the constraint (PostgreSQL would choose one), and where the name
// cannot be known: then `unresolved_name` says why.
struct PrimaryKey {
  std::optional<std::string> name;
  std::vector<std::string> columns;  // in key order
  std::vector<std::string> include;
  bool deferrable = false;
  bool initially_deferred = false;
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

// Actions and match are spelled in lower case as SQL does: "no action", "restrict", "cascade", "set null", "set
// default".
struct ForeignKey {
  std::optional<std::string> name;
  std::vector<std::string> columns;  // in order, paired with referenced_columns
  QualifiedName referenced_table;
  std::vector<std::string> referenced_columns;
  std::string on_delete = "no action";
  std::string on_update = "no action";
  std::vector<std::string> on_delete_columns;  // of SET NULL (a, b) and SET DEFAULT (a, b), PostgreSQL 15; empty: all
  std::string match = "simple";                // "simple", "full", "partial"
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;   // false: NOT VALID
  bool enforced = true;    // false: NOT ENFORCED (PostgreSQL 18)
  bool inherited = false;  // made by the server for a partition from its parent's key
  std::string unresolved;  // why the target cannot be known; empty when it is
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

struct Unique {
  std::optional<std::string> name;
  std::vector<std::string> columns;  // in key order
  std::vector<std::string> include;
  bool nulls_not_distinct = false;
  bool deferrable = false;
  bool initially_deferred = false;
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

struct Check {
  std::optional<std::string> name;
  Known<Expression> expression;
  bool no_inherit = false;
  bool validated = true;
  bool enforced = true;
  bool inherited = false;
  bool from_type = false;  // models: made by a type (Enum or Boolean with create_constraint=True)
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

struct Exclusion {
  std::optional<std::string> name;
  std::string definition;  // as pg_get_constraintdef() writes it: EXCLUDE USING gist (room WITH =, during WITH &&)
  bool deferrable = false;
  bool initially_deferred = false;
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

struct IndexKey {
  std::string column;                  // empty: an expression
  Known<Expression> expression;        // used when `column` is empty
  std::string operator_class;          // empty: the default of type and method
  std::string operator_class_options;  // as stored: "siglen=32"; empty: none
  std::string collation;               // empty: the column's own
  bool descending = false;
  bool nulls_first = false;  // effective: true by default for a descending key
};

struct Index {
  std::string name;  // empty: not named by the source
  bool unique = false;
  bool nulls_not_distinct = false;
  std::string method = "btree";
  std::vector<IndexKey> keys;
  std::vector<std::string> include;
  Known<std::optional<Expression>> predicate;
  std::vector<std::string> storage_parameters;  // "fillfactor=70", sorted
  bool valid = true;
  bool inherited = false;  // a partition's part of its parent's index
  std::optional<std::string> comment;
  std::string unresolved_name;
  Location location;
};

// ---- tables and views -----------------------------------------------------------------------------------------------

// An object that is kept as its definition: triggers, rules, policies, statistics…
struct Definition {
  std::string name;
  std::string definition;  // complete SQL as the server's deparser writes it, or as rebuilt from the catalog
  bool enabled = true;
  std::optional<std::string> comment;
};

struct Policy {
  std::string name;
  std::string command;  // "all", "select", "insert", "update", "delete"
  bool permissive = true;
  std::vector<std::string> roles;  // sorted; "public"
  std::optional<Expression> using_expression, with_check;
  std::optional<std::string> comment;
};

enum class TableKind { kTable, kPartitioned, kForeign };

// One mapped class of a table (models only).
struct MappedClass {
  std::string name;    // "User"
  std::string module;  // "app.models.user"; empty when not known
  Location location;   // of the class statement
};

struct Table {
  std::string name;
  TableKind kind = TableKind::kTable;
  bool unlogged = false;
  std::string owner;                           // role; empty when not known
  std::string tablespace;                      // empty: the database's
  std::string access_method;                   // empty: heap
  std::optional<std::string> partition_key;    // "RANGE (created_at)" of a partitioned table
  std::optional<QualifiedName> partition_of;   // parent of a partition
  std::optional<std::string> partition_bound;  // "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"
  std::vector<QualifiedName> inherits;         // in order
  std::string foreign_server;                  // of a foreign table
  std::vector<std::string> options;            // of a foreign table: "name=value"
  std::vector<std::string> storage_parameters;
  bool row_security = false;
  bool force_row_security = false;
  std::string extension;                // the extension it belongs to; empty: none
  std::vector<std::string> privileges;  // as aclitem text, sorted; empty: the owner's defaults
  Known<std::optional<std::string>> comment;

  std::vector<Column> columns;  // in table order
  std::optional<PrimaryKey> primary_key;
  std::vector<ForeignKey> foreign_keys;  // these five sorted by name, then definition
  std::vector<Unique> uniques;
  std::vector<Check> checks;
  std::vector<Exclusion> exclusions;
  std::vector<Index> indexes;  // without those that stand behind a key or constraint
  std::vector<Definition> triggers;
  std::vector<Definition> rules;
  std::vector<Policy> policies;

  // Models only.
  std::vector<MappedClass> classes;    // in order of their places; empty for Core tables
  std::string bind_key;                // Flask-SQLAlchemy's __bind_key__ / a MetaData of its own; empty: the default
  bool is_view = false;                // `info={"is_view": True}`: a class on a view
  std::string unresolved_columns;      // why the list of columns may be incomplete; empty: it is complete
  std::string unresolved_constraints;  // the same of keys, constraints and indexes
  std::string unresolved_schema;       // why it may be in another schema than the one it is listed in; empty: it is not
  Location location;
};

struct View {
  std::string name;
  std::vector<Column> columns;
  std::string definition;  // the query, as pg_get_viewdef() writes it
  std::vector<std::string> options;
  std::vector<Index> indexes;  // of a materialized view
  std::vector<Definition> triggers, rules;
  bool populated = true;
  std::string owner;
  std::string extension;
  std::vector<std::string> privileges;
  std::optional<std::string> comment;
};

// ---- other objects --------------------------------------------------------------------------------------------------

struct Sequence {
  std::string name;
  Type type;
  SequenceOptions options;
  std::optional<QualifiedName> owned_by_table;  // OWNED BY, or an identity's own
  std::string owned_by_column;
  bool identity = false;  // belongs to an identity column
  std::string owner;
  std::string extension;
  std::vector<std::string> privileges;
  std::optional<std::string> comment;
};

struct Enum {
  std::string name;
  Known<std::vector<std::string>> labels;  // in order
  std::string extension;
  std::optional<std::string> comment;
  Location location;
};

struct Domain {
  std::string name;
  Type type;
  bool nullable = true;
  std::optional<Expression> default_value;
  std::optional<std::string> collation;
  std::vector<Check> checks;
  std::string extension;
  std::optional<std::string> comment;
};

struct CompositeType {
  std::string name;
  std::vector<Column> columns;
  std::string extension;
  std::optional<std::string> comment;
};

struct RangeType {
  std::string name;
  Type subtype;
  std::string definition;  // CREATE TYPE … AS RANGE (…)
  std::string extension;
  std::optional<std::string> comment;
};

enum class FunctionKind { kFunction, kProcedure, kAggregate, kWindow };

struct Function {
  std::string name;
  std::string arguments;  // as pg_get_function_identity_arguments() writes them: the key beside the name
  FunctionKind kind = FunctionKind::kFunction;
  std::string returns;  // as pg_get_function_result() writes it; empty for a procedure
  std::string language;
  std::string volatility;  // "immutable", "stable", "volatile"
  bool strict = false;
  bool security_definer = false;
  std::string definition;  // CREATE FUNCTION …; empty for aggregates
  std::string owner;
  std::string extension;
  std::vector<std::string> privileges;
  std::optional<std::string> comment;
};

// Any other kind of object in a schema (collation, operator, text search configuration, statistics object …).
struct OtherObject {
  std::string kind;  // "collation", "statistics", "operator class" …
  std::string name;
  std::string definition;  // may be empty
  std::string extension;
  std::optional<std::string> comment;
};

// One schema (namespace) of a database. Maps are by the bare name; functions by "name(arguments)".
struct Namespace {
  std::map<std::string, Table> tables;
  std::map<std::string, View> views;
  std::map<std::string, View> materialized_views;
  std::map<std::string, Sequence> sequences;
  std::map<std::string, Enum> enums;
  std::map<std::string, Domain> domains;
  std::map<std::string, CompositeType> composite_types;
  std::map<std::string, RangeType> range_types;
  std::map<std::string, Function> functions;
  std::vector<OtherObject> other;  // sorted by kind, name
  std::string owner;
  std::string extension;
  std::vector<std::string> privileges;
  std::optional<std::string> comment;
};

struct Extension {
  std::string version;
  std::string schema;
  std::optional<std::string> comment;
};

// ---- the whole ------------------------------------------------------------------------------------------------------

enum class SourceKind { kDatabase, kModels, kDocument, kSnapshot };

// Where a schema was read from. `name` is a database's, a file's; never holds a password.
struct SourceInfo {
  SourceKind kind = SourceKind::kDatabase;
  std::string name;
  std::string server_version;  // "15.20"; empty where there is none
  std::size_t files = 0;       // models: how many files were read
  // models: the SQLAlchemy version whose rules were followed and how it is known, e.g. "2.0 (assumed)"; else empty
  std::string sqlalchemy_version;
};

// Something a source says that a static reading cannot know, with its place.
struct Unresolved {
  QualifiedName table;
  std::string column;  // empty: the table as a whole
  std::string reason;
  Location location;
  friend bool operator==(const Unresolved&, const Unresolved&) = default;
};

// Where the models may declare a table that a static reading could not see: a file that could not be read whole, a
// class whose table name only running tells. `words`, when not empty, are all the names such a table can have: in lower
// case, without underscores, sorted.
struct HiddenTables {
  std::string reason;
  Location location;
  std::vector<std::string> words;
};

// Something that was not read: a catalog kind we do not know, an object the role may not see.
struct NotRead {
  std::string what;
  std::string why;
  friend bool operator==(const NotRead&, const NotRead&) = default;
};

struct Schema {
  SourceInfo source;
  // Schemas that unqualified names are looked up in, first the one they are created in. A models' "no schema" means the
  // first.
  std::vector<std::string> search_path = {"public"};
  std::map<std::string, Namespace> schemas;
  std::map<std::string, Extension> extensions;
  std::vector<OtherObject> database_objects;  // event triggers, publications, foreign servers …: not in any schema
  std::vector<Unresolved> unresolved;         // sorted by location, then object
  std::vector<NotRead> not_read;
  std::vector<HiddenTables> hidden_tables;  // models only; never part of a snapshot
  std::optional<std::string> comment;       // on the database

  const Table* find_table(const QualifiedName& name) const;  // an empty schema means the search path; nullptr: none
  const View* find_view(const QualifiedName& name) const;    // also materialized ones
  const Enum* find_enum(const QualifiedName& name) const;
  const std::string& default_schema() const { return search_path.front(); }
};

const Column* find_column(const std::vector<Column>& columns, std::string_view name);

std::string_view to_string(SourceKind kind);  // "database", "models", "document", "snapshot"
std::string_view to_string(TableKind kind);   // "table", "partitioned table", "foreign table"
std::string_view to_string(FunctionKind kind);

}  // namespace si
