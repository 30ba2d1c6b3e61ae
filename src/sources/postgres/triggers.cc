// Triggers of tables and views; those that the server makes for foreign keys are not shown.
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

std::string sql(const ServerFacts& server) {
  return R"(
    SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal
      AND c.relnamespace IN ()" +
         server.namespaces + ")";
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Relation* relation = catalog.find_relation(rows.oid(i, 1));
    if (relation == nullptr || (relation->table == nullptr && relation->view == nullptr)) continue;
    Definition trigger;
    trigger.name = rows.string(i, 2);
    trigger.enabled = rows.letter(i, 3) != 'D';
    trigger.definition = rows.string(i, 4);
    trigger.comment = catalog.take_comment(kPgTrigger, rows.oid(i, 0));
    (relation->table != nullptr ? relation->table->triggers : relation->view->triggers).push_back(std::move(trigger));
  }
}

}  // namespace

const CatalogReader triggers_reader = {"triggers", sql, decode, false};

}  // namespace si
