// What the readers of pg_catalog share while they fill a Schema: who an OID is, and where its object stands.
//
// Each reader is one file: its catalog query on top, its decoder below. A first batch asks what there is at all; then
// all queries go to the server in one pipelined batch, so no query can use what another one answered; the decoders run
// in the order of SI_CATALOG_READERS and find here what the earlier ones left.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/schema.h"
#include "sources/postgres/connection.h"

namespace si {

using Oid = unsigned;

// What a query's text may depend on, known before the batch is sent.
struct ServerFacts {
  int version = 0;             // 150020
  std::string namespaces;      // SQL: a query for the OIDs of the schemas to read
  bool all_namespaces = true;  // no schema was left out but the system's
  bool at_least(int major) const { return version >= major * 10000; }
};

inline constexpr std::uint16_t kDropped = 0xFFFF;

struct Attribute {
  std::uint16_t column = kDropped;  // position among the relation's columns
  Oid type = 0, collation = 0;
};

// A table, view or sequence by its OID. Exactly one of the pointers is set.
struct Relation {
  QualifiedName name;
  Table* table = nullptr;
  View* view = nullptr;
  Sequence* sequence = nullptr;
  CompositeType* composite = nullptr;
  std::vector<Attribute> attributes;  // by attnum - 1
  bool unordered = false;             // the columns came in another order than the table's

  // The column of that attnum; nullptr: none, or a system column.
  const Column* column(int number) const {
    const auto at = static_cast<std::size_t>(number - 1);
    const auto* all = columns();
    return all == nullptr || at >= attributes.size() || attributes[at].column == kDropped
               ? nullptr
               : &(*all)[attributes[at].column];
  }

  std::vector<Column>* columns() const {
    return table != nullptr       ? &table->columns
           : view != nullptr      ? &view->columns
           : composite != nullptr ? &composite->columns
                                  : nullptr;
  }
};

// A constraint that an index stands behind: the index adds what the constraint's own row does not say.
struct KeyPlace {
  Table* table = nullptr;
  bool primary = false;
  std::size_t position = 0;  // in table->uniques
};

struct OperatorClass {
  std::string name;
  Oid method = 0, type = 0;
  bool is_default = false;
};

// A sequence's owning column.
struct SequenceOwner {
  Oid sequence = 0;
  bool identity = false;
};

struct Catalog {
  Schema schema;
  // Where tables are kept that a wanted one refers to, but that lie in schemas that were not asked for.
  std::deque<Table> unwanted;

  std::unordered_map<Oid, std::string> namespaces;  // all but the system's
  std::unordered_set<Oid> wanted_namespaces;
  std::unordered_map<Oid, Relation> relations;
  std::unordered_map<Oid, Domain*> domains;
  std::unordered_map<Oid, KeyPlace> key_indexes;
  std::unordered_map<Oid, OperatorClass> operator_classes;
  std::unordered_set<std::uint64_t> types_with_default_class;  // by method_and_type()
  std::unordered_map<Oid, std::string> collations;
  std::unordered_map<std::uint64_t, std::vector<SequenceOwner>> sequence_owners;  // by table_and_column()
  // By the catalog's and the object's OID: comments (of columns by their number, too) and extension members.
  std::unordered_map<std::uint64_t, std::vector<std::pair<int, std::string>>> comments;
  std::unordered_map<std::uint64_t, std::string> members;

  // The schema of a wanted namespace, made when it is not there yet; nullptr for one that is not wanted.
  Namespace* find_namespace(Oid oid);
  std::string namespace_name(Oid oid) const;
  Relation* find_relation(Oid oid);
  // Hands over the comment on an object; each can be taken once.
  std::optional<std::string> take_comment(Oid catalog, Oid object, int column = 0);
  std::string extension_of(Oid catalog, Oid object) const;
  // A type as the contract spells it, out of format_type() under an empty search path.
  const Type& type(std::string_view formatted);
  // Drops a schema that the search path finds by itself.
  std::string visible_name(const std::string& schema_name, const std::string& name) const;
  void not_read(std::string what, std::string why);

 private:
  std::unordered_map<std::string, Type> types_;
  std::unordered_map<Oid, Namespace*> namespace_places_;
};

inline std::uint64_t table_and_column(Oid table, int column) {
  return std::uint64_t{table} << 16 | static_cast<std::uint16_t>(column);
}

inline std::uint64_t method_and_type(Oid method, Oid type) { return std::uint64_t{method} << 32 | type; }

// OIDs of the catalogs themselves; they are fixed (src/include/catalog/pg_*.h).
inline constexpr Oid kPgType = 1247, kPgProc = 1255, kPgClass = 1259, kPgConstraint = 2606, kPgNamespace = 2615,
                     kPgRewrite = 2618, kPgTrigger = 2620, kPgExtension = 3079, kPgPolicy = 3256, kPgDatabase = 1262;

// The elements of a one-dimensional array as the server prints it: {1,2}, {"a b",NULL}; NULL comes back as "".
std::vector<std::string> parse_array(std::string_view text);
std::vector<int> parse_numbers_array(std::string_view text);  // {1,2}; also "1 2" of an int2vector or oidvector

// Options as "name=value", sorted; the value of one whose name speaks of a secret is not shown.
std::vector<std::string> without_secrets(std::vector<std::string> options);

struct CatalogReader {
  std::string_view what;  // for people: "functions"
  std::string (*sql)(const ServerFacts& server);
  void (*decode)(const Rows& rows, const ServerFacts& server, Catalog& catalog);
  bool required;  // without it there is no schema worth showing; else a refusal is listed as not read
  // A cheap condition, asked before everything else: where it is false the query is not sent. Empty: always sent. For
  // what few databases have; to plan such a query takes longer than all the rest of a small database.
  std::string_view condition = {};
};

// In the order that the decoders need.
#define SI_CATALOG_READERS(X) \
  X(database)                 \
  X(namespaces)               \
  X(comments)                 \
  X(extensions)               \
  X(members)                  \
  X(sequence_owners)          \
  X(collations)               \
  X(operator_classes)         \
  X(relations)                \
  X(types)                    \
  X(sequences)                \
  X(columns)                  \
  X(inheritance)              \
  X(constraints)              \
  X(indexes)                  \
  X(views)                    \
  X(functions)                \
  X(triggers)                 \
  X(rewrite_rules)            \
  X(policies)                 \
  X(foreign_tables)           \
  X(other_objects)

#define SI_DECLARE_READER(name) extern const CatalogReader name##_reader;
SI_CATALOG_READERS(SI_DECLARE_READER)
#undef SI_DECLARE_READER

// Reads the whole catalog over an open connection: two round trips, whatever the database's size.
Result<Schema> read_catalog(Connection& connection, const ReadDatabaseOptions& options);

}  // namespace si
