// Tables of every kind, views, materialized views and sequences, without what they are made of.
#include <algorithm>
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

// Not read here: indexes, their partitioned form, TOAST tables, composite types.
std::string sql(const ServerFacts&) {
  return R"(
    SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
           c.relispopulated, c.reloptions, pg_get_userbyid(c.relowner), c.relacl, t.spcname,
           CASE WHEN a.amname <> 'heap' THEN a.amname END,
           CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
           CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, c.relnatts
    FROM pg_class c
    LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
    LEFT JOIN pg_am a ON a.oid = c.relam
    WHERE c.relkind NOT IN ('i', 'I', 't', 'c')
      AND c.relnamespace IN (
        SELECT n.oid FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'))";
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

void decode_table(const Rows& rows, int i, Catalog& catalog, Table& table) {
  const Oid oid = rows.oid(i, 0);
  const char kind = rows.letter(i, 3);
  table.name = rows.string(i, 2);
  table.kind = kind == 'p' ? TableKind::kPartitioned : kind == 'f' ? TableKind::kForeign : TableKind::kTable;
  table.unlogged = rows.letter(i, 4) == 'u';
  table.row_security = rows.flag(i, 5);
  table.force_row_security = rows.flag(i, 6);
  table.storage_parameters = sorted(parse_array(rows.text(i, 8)));
  table.owner = rows.string(i, 9);
  table.privileges = sorted(parse_array(rows.text(i, 10)));
  table.tablespace = rows.string(i, 11);
  table.access_method = rows.string(i, 12);
  table.partition_key = rows.optional(i, 13);
  table.partition_bound = rows.optional(i, 14);
  table.extension = catalog.extension_of(kPgClass, oid);
  table.comment = catalog.take_comment(kPgClass, oid);
}

void decode_view(const Rows& rows, int i, Catalog& catalog, View& view) {
  const Oid oid = rows.oid(i, 0);
  view.name = rows.string(i, 2);
  view.populated = rows.flag(i, 7);
  view.options = sorted(parse_array(rows.text(i, 8)));
  view.owner = rows.string(i, 9);
  view.privileges = sorted(parse_array(rows.text(i, 10)));
  view.extension = catalog.extension_of(kPgClass, oid);
  view.comment = catalog.take_comment(kPgClass, oid);
}

void decode_sequence(const Rows& rows, int i, Catalog& catalog, Sequence& sequence) {
  const Oid oid = rows.oid(i, 0);
  sequence.name = rows.string(i, 2);
  sequence.owner = rows.string(i, 9);
  sequence.privileges = sorted(parse_array(rows.text(i, 10)));
  sequence.extension = catalog.extension_of(kPgClass, oid);
  sequence.comment = catalog.take_comment(kPgClass, oid);
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  catalog.relations.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    const Oid oid = rows.oid(i, 0), space_oid = rows.oid(i, 1);
    Namespace* space = catalog.find_namespace(space_oid);
    Relation relation;
    relation.name = {catalog.namespace_name(space_oid), rows.string(i, 2)};
    const std::string& name = relation.name.name;
    switch (const char kind = rows.letter(i, 3)) {
      case 'r':
      case 'p':
      case 'f':
        relation.table = space != nullptr ? &space->tables[name] : &catalog.unwanted.emplace_back();
        decode_table(rows, i, catalog, *relation.table);
        break;
      case 'v':
      case 'm':
        if (space == nullptr) continue;
        relation.view = kind == 'v' ? &space->views[name] : &space->materialized_views[name];
        decode_view(rows, i, catalog, *relation.view);
        break;
      case 'S':
        if (space == nullptr) continue;
        relation.sequence = &space->sequences[name];
        decode_sequence(rows, i, catalog, *relation.sequence);
        break;
      default:
        if (space == nullptr) continue;
        catalog.not_read(to_string(relation.name), std::string("a relation of the unknown kind '") + kind + '\'');
        continue;
    }
    if (std::vector<Column>* columns = relation.columns()) {
      const auto count = static_cast<std::size_t>(rows.integer(i, 15));
      columns->reserve(count);
      relation.attributes.reserve(count);
    }
    catalog.relations.emplace(oid, std::move(relation));
  }
}

}  // namespace

const CatalogReader relations_reader = {"tables", sql, decode, true};

}  // namespace si
