// Operator classes: index keys name theirs only where it is not the default of the key's type.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT o.oid, n.nspname, o.opcname, o.opcmethod, o.opcintype, o.opcdefault
    FROM pg_opclass o
    JOIN pg_namespace n ON n.oid = o.opcnamespace)";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const std::string name = catalog.visible_name(rows.string(i, 1), rows.string(i, 2));
    catalog.operator_classes[rows.oid(i, 0)] = {name, rows.oid(i, 3), rows.oid(i, 4), rows.flag(i, 5)};
    if (rows.flag(i, 5)) catalog.types_with_default_class.insert(method_and_type(rows.oid(i, 3), rows.oid(i, 4)));
  }
}

}  // namespace

const CatalogReader operator_classes_reader = {"operator classes", sql, decode, false};

}  // namespace si
