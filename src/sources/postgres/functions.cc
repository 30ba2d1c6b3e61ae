// Functions, procedures, aggregates and window functions.
#include <algorithm>
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

// A range type's constructors come with it, and are left out (deptype i). An extension's functions are many and its own
// affair: they are listed without their definitions.
std::string sql(const ServerFacts& server) {
  return R"(
    SELECT p.oid, p.pronamespace, p.proname, pg_get_function_identity_arguments(p.oid), p.prokind,
           pg_get_function_result(p.oid), l.lanname, p.provolatile, p.proisstrict, p.prosecdef,
           CASE WHEN p.prokind <> 'a' AND e.objid IS NULL THEN pg_get_functiondef(p.oid) END,
           pg_get_userbyid(p.proowner), p.proacl
    FROM pg_proc p
    LEFT JOIN pg_language l ON l.oid = p.prolang
    LEFT JOIN pg_depend e ON e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
    WHERE NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
      AND p.pronamespace IN ()" +
         server.namespaces + ")";
}

const char* volatility(char letter) {
  switch (letter) {
    case 'i': return "immutable";
    case 's': return "stable";
    default: return "volatile";
  }
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Oid oid = rows.oid(i, 0);
    Namespace* space = catalog.find_namespace(rows.oid(i, 1));
    if (space == nullptr) continue;
    Function function;
    function.name = rows.string(i, 2);
    function.arguments = rows.string(i, 3);
    const std::string key = function.name + '(' + function.arguments + ')';
    switch (const char kind = rows.letter(i, 4)) {
      case 'f': function.kind = FunctionKind::kFunction; break;
      case 'p': function.kind = FunctionKind::kProcedure; break;
      case 'a': function.kind = FunctionKind::kAggregate; break;
      case 'w': function.kind = FunctionKind::kWindow; break;
      default:
        catalog.not_read(catalog.namespace_name(rows.oid(i, 1)) + '.' + key,
                         std::string("a function of the unknown kind '") + kind + '\'');
        continue;
    }
    function.returns = rows.string(i, 5);
    function.language = rows.string(i, 6);
    function.volatility = volatility(rows.letter(i, 7));
    function.strict = rows.flag(i, 8);
    function.security_definer = rows.flag(i, 9);
    function.definition = rows.string(i, 10);
    function.owner = rows.string(i, 11);
    function.privileges = parse_array(rows.text(i, 12));
    std::sort(function.privileges.begin(), function.privileges.end());
    function.extension = catalog.extension_of(kPgProc, oid);
    function.comment = catalog.take_comment(kPgProc, oid);
    space->functions.emplace(key, std::move(function));
  }
}

}  // namespace

const CatalogReader functions_reader = {"functions", sql, decode, false};

}  // namespace si
