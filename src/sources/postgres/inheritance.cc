// Parents: of partitions and of tables that inherit.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT i.inhrelid, i.inhparent, i.inhseqno
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE c.relkind IN ('r', 'p', 'f')
    ORDER BY i.inhrelid, i.inhseqno)";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* child = catalog.find_relation(rows.oid(i, 0));
    const Relation* parent = catalog.find_relation(rows.oid(i, 1));
    if (child == nullptr || parent == nullptr || child->table == nullptr) continue;
    if (child->table->partition_bound)
      child->table->partition_of = parent->name;
    else
      child->table->inherits.push_back(parent->name);
  }
}

}  // namespace

const CatalogReader inheritance_reader = {"inheritance", sql, decode, true, "EXISTS (SELECT FROM pg_inherits)"};

}  // namespace si
