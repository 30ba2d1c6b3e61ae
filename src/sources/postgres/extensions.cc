// Extensions that are installed in the database.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT e.oid, e.extname, e.extversion, n.nspname
    FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace)";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    Extension& extension = catalog.schema.extensions[rows.string(i, 1)];
    extension.version = rows.string(i, 2);
    extension.schema = rows.string(i, 3);
    extension.comment = catalog.take_comment(kPgExtension, rows.oid(i, 0));
  }
}

}  // namespace

const CatalogReader extensions_reader = {"extensions", sql, decode, false};

}  // namespace si
