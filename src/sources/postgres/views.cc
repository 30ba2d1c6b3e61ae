// The queries behind views and materialized views.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  return R"(
    SELECT c.oid, pg_get_viewdef(c.oid)
    FROM pg_class c
    WHERE c.relkind IN ('v', 'm')
      AND c.relnamespace IN ()" +
         server.namespaces + ")";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 0));
    if (relation != nullptr && relation->view != nullptr) relation->view->definition = rows.string(i, 1);
  }
}

}  // namespace

const CatalogReader views_reader = {"views", sql, decode, false};

}  // namespace si
