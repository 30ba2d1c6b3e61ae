// Constraints of tables and domains: primary keys, unique, foreign keys, CHECK, EXCLUDE.
//
// Keys are put together here from the columns' numbers; pg_get_constraintdef() would make the server open each table.
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

// A key to a partitioned table has a row of its own for each partition there, which is an inner matter of the server.
// Domains' checks hold no column references: no relation is needed to print them.
std::string sql(const ServerFacts& server) {
  return std::string(R"(
    SELECT k.oid, k.conrelid, k.contypid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
           k.conindid, k.confrelid, k.conkey, k.confkey, k.confupdtype, k.confdeltype, k.confmatchtype, k.connoinherit,
           k.conislocal,
           CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END,
           )") +
         (server.at_least(15) ? "k.confdelsetcols" : "NULL") + ", " + (server.at_least(18) ? "k.conenforced" : "true") +
         ", " + (server.at_least(18) ? "k.conperiod" : "false") + R"(
    FROM pg_constraint k
    WHERE (k.conparentid = 0
           OR NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid))
      AND k.connamespace IN ()" +
         server.namespaces + ")";
}

struct Place {
  const Rows& rows;
  int row;
  Catalog& catalog;
  const Relation& relation;
};

std::vector<std::string> column_names(const Relation& relation, std::string_view numbers) {
  std::vector<std::string> names;
  for (const int number : parse_numbers_array(numbers))
    if (const Column* column = relation.column(number)) names.push_back(column->name);
  return names;
}

template <typename Constraint>
void decode_common(const Place& p, Constraint& constraint) {
  constraint.name = p.rows.string(p.row, 3);
  constraint.comment = p.catalog.take_comment(kPgConstraint, p.rows.oid(p.row, 0));
}

template <typename Constraint>
void decode_deferrable(const Place& p, Constraint& constraint) {
  constraint.deferrable = p.rows.flag(p.row, 5);
  constraint.initially_deferred = p.rows.flag(p.row, 6);
}

// Primary keys and unique constraints; their index tells INCLUDE and NULLS NOT DISTINCT.
template <typename Key>
void decode_key(const Place& p, Key& key) {
  decode_common(p, key);
  decode_deferrable(p, key);
  key.columns = column_names(p.relation, p.rows.text(p.row, 10));
  if (p.rows.flag(p.row, 20))
    p.catalog.not_read(to_string(p.relation.name) + ": WITHOUT OVERLAPS of " + quote_identifier(*key.name),
                       "temporal keys are read as plain ones");
}

const char* action(char letter) {
  switch (letter) {
    case 'r': return "restrict";
    case 'c': return "cascade";
    case 'n': return "set null";
    case 'd': return "set default";
    default: return "no action";
  }
}

void decode_foreign_key(const Place& p, ForeignKey& key) {
  decode_common(p, key);
  decode_deferrable(p, key);
  key.columns = column_names(p.relation, p.rows.text(p.row, 10));
  if (const Relation* target = p.catalog.find_relation(p.rows.oid(p.row, 9))) {
    key.referenced_table = target->name;
    key.referenced_columns = column_names(*target, p.rows.text(p.row, 11));
  }
  key.on_update = action(p.rows.letter(p.row, 12));
  key.on_delete = action(p.rows.letter(p.row, 13));
  const char match = p.rows.letter(p.row, 14);
  key.match = match == 'f' ? "full" : match == 'p' ? "partial" : "simple";
  key.enforced = p.rows.flag(p.row, 19);
  key.validated = p.rows.flag(p.row, 7) || !key.enforced;  // NOT ENFORCED is not NOT VALID too
  key.inherited = !p.rows.flag(p.row, 16);
  key.on_delete_columns = column_names(p.relation, p.rows.text(p.row, 18));
  if (p.rows.flag(p.row, 20))
    p.catalog.not_read(to_string(p.relation.name) + ": PERIOD of " + quote_identifier(*key.name),
                       "temporal keys are read as plain ones");
}

void decode_check(const Rows& rows, int row, Catalog& catalog, Check& check) {
  check.name = rows.string(row, 3);
  check.comment = catalog.take_comment(kPgConstraint, rows.oid(row, 0));
  check.expression = rows.string(row, 17);
  check.enforced = rows.flag(row, 19);
  check.validated = rows.flag(row, 7) || !check.enforced;
  check.no_inherit = rows.flag(row, 15);
  check.inherited = !rows.flag(row, 16);
}

void decode_table_constraint(const Place& p, Table& table) {
  const Oid index = p.rows.oid(p.row, 8);
  switch (const char kind = p.rows.letter(p.row, 4)) {
    case 'p':
      decode_key(p, table.primary_key.emplace());
      p.catalog.key_indexes[index] = {&table, true, 0};
      break;
    case 'u':
      decode_key(p, table.uniques.emplace_back());
      p.catalog.key_indexes[index] = {&table, false, table.uniques.size() - 1};
      break;
    case 'f': decode_foreign_key(p, table.foreign_keys.emplace_back()); break;
    case 'c': decode_check(p.rows, p.row, p.catalog, table.checks.emplace_back()); break;
    case 'x': {
      Exclusion& exclusion = table.exclusions.emplace_back();
      decode_common(p, exclusion);
      decode_deferrable(p, exclusion);
      exclusion.definition = p.rows.string(p.row, 17);
      break;
    }
    case 'n':  // PostgreSQL 18 names NOT NULL; the column says it already
      if (!p.rows.flag(p.row, 7))
        p.catalog.not_read(to_string(p.relation.name) + ": NOT VALID of " + quote_identifier(p.rows.text(p.row, 3)),
                           "the column is read as NOT NULL, though older rows may hold a null");
      if (p.rows.flag(p.row, 15))
        p.catalog.not_read(to_string(p.relation.name) + ": NO INHERIT of " + quote_identifier(p.rows.text(p.row, 3)),
                           "the column is read as NOT NULL");
      break;
    case 't':  // a constraint trigger, which is read as a trigger
      break;
    default:
      p.catalog.not_read(to_string(p.relation.name) + ": constraint " + quote_identifier(p.rows.text(p.row, 3)),
                         std::string("a constraint of the unknown kind '") + kind + '\'');
  }
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    if (const Relation* relation = catalog.find_relation(rows.oid(i, 1)); relation != nullptr) {
      if (relation->table != nullptr) decode_table_constraint({rows, i, catalog, *relation}, *relation->table);
    } else if (const auto domain = catalog.domains.find(rows.oid(i, 2)); domain != catalog.domains.end()) {
      if (rows.letter(i, 4) == 'c') decode_check(rows, i, catalog, domain->second->checks.emplace_back());
    }
  }
}

}  // namespace

const CatalogReader constraints_reader = {"constraints", sql, decode, true};

}  // namespace si
