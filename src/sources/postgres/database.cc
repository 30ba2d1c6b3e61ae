// The database itself: its name, its comment, and where the role looks unqualified names up.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT current_database(), pg_catalog.current_schemas(false), pg_catalog.shobj_description(d.oid, 'pg_database')
    FROM pg_catalog.pg_database d
    WHERE d.datname = pg_catalog.current_database())";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  if (rows.size() == 0) return;
  catalog.schema.source.name = rows.string(0, 0);
  // Empty where the role may use none of its schemas; unqualified names then mean the usual one.
  if (std::vector<std::string> path = parse_array(rows.text(0, 1)); !path.empty())
    catalog.schema.search_path = std::move(path);
  catalog.schema.comment = rows.optional(0, 2);
}

}  // namespace

const CatalogReader database_reader = {"the database", sql, decode, true};

}  // namespace si
