// Schemas (namespaces). All but the system's are known by name, as keys may lead into those that are not wanted.
#include <algorithm>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  return R"(
    SELECT n.oid, n.nspname, pg_get_userbyid(n.nspowner), n.nspacl, n.oid IN ()" +
         server.namespaces + R"()
    FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Oid oid = rows.oid(i, 0);
    catalog.namespaces.emplace(oid, rows.string(i, 1));
    if (!rows.flag(i, 4)) continue;
    catalog.wanted_namespaces.insert(oid);
    Namespace& space = *catalog.find_namespace(oid);
    space.owner = rows.string(i, 2);
    space.privileges = parse_array(rows.text(i, 3));
    std::sort(space.privileges.begin(), space.privileges.end());
  }
}

}  // namespace

const CatalogReader namespaces_reader = {"schemas", sql, decode, true};

}  // namespace si
