// Row-security policies.
#include <algorithm>
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  return R"(
    SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
           ARRAY(SELECT CASE WHEN r.oid = 0 THEN 'public' ELSE pg_get_userbyid(r.oid) END
                 FROM unnest(p.polroles) AS r(oid)),
           pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace IN ()" +
         server.namespaces + ")";
}

const char* command(char letter) {
  switch (letter) {
    case 'r': return "select";
    case 'a': return "insert";
    case 'w': return "update";
    case 'd': return "delete";
    default: return "all";
  }
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 1));
    if (relation == nullptr || relation->table == nullptr) continue;
    Policy policy;
    policy.name = rows.string(i, 2);
    policy.command = command(rows.letter(i, 3));
    policy.permissive = rows.flag(i, 4);
    policy.roles = parse_array(rows.text(i, 5));
    std::sort(policy.roles.begin(), policy.roles.end());
    policy.using_expression = rows.optional(i, 6);
    policy.with_check = rows.optional(i, 7);
    policy.comment = catalog.take_comment(kPgPolicy, rows.oid(i, 0));
    relation->table->policies.push_back(std::move(policy));
  }
}

}  // namespace

const CatalogReader policies_reader = {"policies", sql, decode, false, "EXISTS (SELECT FROM pg_policy)"};

}  // namespace si
