// Where foreign tables come from.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT f.ftrelid, s.srvname, f.ftoptions
    FROM pg_foreign_table f
    JOIN pg_foreign_server s ON s.oid = f.ftserver)";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 0));
    if (relation == nullptr || relation->table == nullptr) continue;
    relation->table->foreign_server = rows.string(i, 1);
    relation->table->options = without_secrets(parse_array(rows.text(i, 2)));
  }
}

}  // namespace

const CatalogReader foreign_tables_reader = {"foreign tables", sql, decode, false,
                                             "EXISTS (SELECT FROM pg_foreign_table)"};

}  // namespace si
