// Columns of tables, views and composite types. The largest answer of all: one row a column, so every value here
// counts.
//
// A default holds no column references, so pg_get_expr() needs no relation for it; given one, the server would build
// its cache entry for every table (measured: 46 against 294 ms for 60,000 defaults). A generated column needs its
// table.
#include <utility>

#include "sources/postgres/catalog.h"
#include "support/strings.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  std::string text = R"(
    SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
           a.attgenerated,
           CASE WHEN a.atthasdef
             THEN pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) END,
           a.atttypid, a.attcollation,
           CASE WHEN a.attcollation <> 0 AND (a.attcollation <> 100 OR a.atttypid >= 16384)
             THEN (SELECT t.typcollation FROM pg_type t WHERE t.oid = a.atttypid) END,
           a.attislocal, a.attacl
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
      AND a.attnum > 0
      AND NOT a.attisdropped)";
  if (server.all_namespaces) return text + " AND c.relnamespace IN (" + server.namespaces + ")";
  // Keys may lead into schemas that are not wanted, and then need the names of the columns there.
  return text + " AND (c.relnamespace IN (" + server.namespaces +
         ") OR c.oid IN (SELECT k.confrelid FROM pg_constraint k WHERE k.contype = 'f'))";
}

// nextval() of that very sequence, as the server prints it under an empty search path.
bool draws_from(std::string_view expression, const QualifiedName& sequence) {
  return expression == "nextval(" + quote_literal(to_string(sequence)) + "::regclass)";
}

void decode_default(const Rows& rows, int i, Catalog& catalog, Column& column) {
  const auto owners =
      catalog.sequence_owners.find(table_and_column(rows.oid(i, 0), static_cast<int>(rows.integer(i, 1))));
  const auto end = catalog.sequence_owners.end();
  if (const char identity = rows.letter(i, 5); identity != '\0') {
    Identity value;
    value.always = identity == 'a';
    if (owners != end) {
      for (const SequenceOwner& owner : owners->second) {
        const Relation* relation = owner.identity ? catalog.find_relation(owner.sequence) : nullptr;
        if (relation != nullptr && relation->sequence != nullptr) value.options = relation->sequence->options;
      }
    }
    column.identity = std::optional<Identity>(std::move(value));
  }
  if (rows.is_null(i, 7)) return;
  if (const char generated = rows.letter(i, 6); generated != '\0') {
    column.generated = std::optional<Generated>(Generated{rows.string(i, 7), generated == 's'});
    return;
  }
  column.default_value = std::optional<Expression>(rows.string(i, 7));
  if (owners == end) return;
  for (const SequenceOwner& owner : owners->second) {
    const Relation* relation = catalog.find_relation(owner.sequence);
    if (relation != nullptr && !owner.identity && draws_from(rows.text(i, 7), relation->name)) column.serial = true;
  }
}

void decode_privileges(const Rows& rows, int i, const std::string& column, Relation& relation) {
  auto* privileges = relation.table != nullptr  ? &relation.table->privileges
                     : relation.view != nullptr ? &relation.view->privileges
                                                : nullptr;
  if (privileges == nullptr) return;
  for (const std::string& item : parse_array(rows.text(i, 12)))
    privileges->push_back('(' + quote_identifier(column) + ") " + item);
}

void decode_column(const Rows& rows, int i, Catalog& catalog, Relation& relation, Column& column) {
  column.name = rows.string(i, 2);
  column.type = catalog.type(rows.text(i, 3));
  column.nullable = !rows.flag(i, 4);
  decode_default(rows, i, catalog, column);
  const Oid collation = rows.oid(i, 9);
  if (!rows.is_null(i, 10) && rows.oid(i, 10) != collation) {
    const auto found = catalog.collations.find(collation);
    column.collation = found != catalog.collations.end() ? found->second : "unknown";
  }
  column.inherited = !rows.flag(i, 11);
  if (!rows.is_null(i, 12)) decode_privileges(rows, i, column.name, relation);
  column.comment = catalog.take_comment(kPgClass, rows.oid(i, 0), static_cast<int>(rows.integer(i, 1)));
}

// The server answers in the order it finds the rows; a sort there would cost more than this.
void restore_order(Relation& relation) {
  std::vector<Column>& columns = *relation.columns();
  std::vector<Column> ordered;
  ordered.reserve(columns.size());
  for (Attribute& attribute : relation.attributes) {
    if (attribute.column == kDropped) continue;
    ordered.push_back(std::move(columns[attribute.column]));
    attribute.column = static_cast<std::uint16_t>(ordered.size() - 1);
  }
  columns = std::move(ordered);
  relation.unordered = false;
}

void name_sequence_owners(Catalog& catalog) {
  for (const auto& [place, owners] : catalog.sequence_owners) {
    const Relation* table = catalog.find_relation(static_cast<Oid>(place >> 16));
    const Column* column = table != nullptr ? table->column(static_cast<int>(place & 0xFFFF)) : nullptr;
    for (const SequenceOwner& owner : owners) {
      const Relation* relation = catalog.find_relation(owner.sequence);
      if (relation == nullptr || relation->sequence == nullptr || column == nullptr) continue;
      relation->sequence->owned_by_table = table->name;
      relation->sequence->owned_by_column = column->name;
      relation->sequence->identity = owner.identity;
    }
  }
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  Relation* relation = nullptr;
  Oid last = 0;
  std::vector<Relation*> unordered;
  for (int i = 0; i < rows.size(); ++i) {
    const Oid oid = rows.oid(i, 0);
    if (oid != last) relation = catalog.find_relation(oid);
    last = oid;
    std::vector<Column>* columns = relation != nullptr ? relation->columns() : nullptr;
    if (columns == nullptr) continue;
    const auto number = static_cast<std::size_t>(rows.integer(i, 1));
    std::vector<Attribute>& attributes = relation->attributes;
    if (attributes.size() >= number && !relation->unordered) {
      relation->unordered = true;
      unordered.push_back(relation);
    }
    if (attributes.size() < number) attributes.resize(number);
    attributes[number - 1] = {static_cast<std::uint16_t>(columns->size()), rows.oid(i, 8), rows.oid(i, 9)};
    decode_column(rows, i, catalog, *relation, columns->emplace_back());
  }
  for (Relation* each : unordered) restore_order(*each);
  name_sequence_owners(catalog);
}

}  // namespace

const CatalogReader columns_reader = {"columns", sql, decode, true};

}  // namespace si
