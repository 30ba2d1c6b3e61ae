// Rewrite rules of tables and views, but for the one that is a view's query.
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  return R"(
    SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, pg_get_ruledef(r.oid)
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class
    WHERE r.rulename <> '_RETURN'
      AND c.relnamespace IN ()" +
         server.namespaces + ")";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 1));
    if (relation == nullptr || (relation->table == nullptr && relation->view == nullptr)) continue;
    Definition rule;
    rule.name = rows.string(i, 2);
    rule.enabled = rows.letter(i, 3) != 'D';
    rule.definition = rows.string(i, 4);
    rule.comment = catalog.take_comment(kPgRewrite, rows.oid(i, 0));
    (relation->table != nullptr ? relation->table->rules : relation->view->rules).push_back(std::move(rule));
  }
}

}  // namespace

const CatalogReader rewrite_rules_reader = {
    "rules", sql, decode, false, "EXISTS (SELECT FROM pg_rewrite r WHERE r.rulename <> '_RETURN' AND r.oid >= 16384)"};

}  // namespace si
