// Which objects belong to an extension.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT d.classid, d.objid, e.extname
    FROM pg_depend d
    JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.refclassid = 'pg_extension'::regclass
      AND d.deptype = 'e')";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i)
    catalog.members.emplace(std::uint64_t{rows.oid(i, 0)} << 32 | rows.oid(i, 1), rows.string(i, 2));
  for (const Oid oid : catalog.wanted_namespaces)
    catalog.find_namespace(oid)->extension = catalog.extension_of(kPgNamespace, oid);
}

}  // namespace

const CatalogReader members_reader = {"members of extensions", sql, decode, false};

}  // namespace si
