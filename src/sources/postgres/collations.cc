// Names of the collations that something uses, and the collations that users made.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

// The system has about a thousand; those that are in use, but for the few pinned ones, have a dependency.
std::string sql(const ServerFacts&) {
  return R"(
    SELECT c.oid, n.nspname, c.collname
    FROM pg_collation c
    JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE c.oid < 12000
       OR c.oid IN (SELECT d.refobjid FROM pg_depend d WHERE d.refclassid = 'pg_collation'::regclass))";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i)
    catalog.collations.emplace(rows.oid(i, 0), catalog.visible_name(rows.string(i, 1), rows.string(i, 2)));
}

}  // namespace

const CatalogReader collations_reader = {"collations", sql, decode, false};

}  // namespace si
