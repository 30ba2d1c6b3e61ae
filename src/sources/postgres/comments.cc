// Comments on every kind of object, in one scan: the functions that look one up cost more than all the rest.
#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts&) {
  // What initdb made has smaller OIDs; of that only the schema `public` is read.
  return R"(
    SELECT d.classoid, d.objoid, d.objsubid, d.description
    FROM pg_description d
    WHERE d.objoid >= 16384
       OR (d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema'))";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  catalog.comments.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    const std::uint64_t object = std::uint64_t{rows.oid(i, 0)} << 32 | rows.oid(i, 1);
    catalog.comments[object].emplace_back(static_cast<int>(rows.integer(i, 2)), rows.string(i, 3));
  }
  for (const Oid oid : catalog.wanted_namespaces)
    catalog.find_namespace(oid)->comment = catalog.take_comment(kPgNamespace, oid);
}

}  // namespace

const CatalogReader comments_reader = {"comments", sql, decode, false};

}  // namespace si
