// Which column owns a sequence: by OWNED BY or `serial` (deptype a), or as its identity (deptype i).
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  return R"(
    SELECT d.objid, d.refobjid, d.refobjsubid, d.deptype
    FROM pg_depend d
    JOIN pg_sequence s ON s.seqrelid = d.objid
    WHERE d.classid = 'pg_class'::regclass
      AND d.refclassid = 'pg_class'::regclass
      AND d.refobjsubid > 0
      AND d.deptype IN ('a', 'i'))";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const int column = static_cast<int>(rows.integer(i, 2));
    catalog.sequence_owners[table_and_column(rows.oid(i, 1), column)].push_back(
        {rows.oid(i, 0), rows.letter(i, 3) == 'i'});
  }
}

}  // namespace

const CatalogReader sequence_owners_reader = {"owners of sequences", sql, decode, false};

}  // namespace si
