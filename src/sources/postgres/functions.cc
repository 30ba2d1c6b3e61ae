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
           CASE WHEN e.objid IS NOT NULL THEN NULL
                WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
                ELSE (SELECT format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %s, STYPE = %s', n.nspname, p.proname,
                                    COALESCE(NULLIF(pg_get_function_arguments(p.oid), ''), '*'), a.aggtransfn,
                                    format_type(a.aggtranstype, NULL))
                             || CASE WHEN a.aggtransspace > 0 THEN ', SSPACE = ' || a.aggtransspace ELSE '' END
                             || CASE WHEN a.aggfinalfn <> 0 THEN ', FINALFUNC = ' || a.aggfinalfn ELSE '' END
                             || CASE WHEN a.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END
                             || CASE WHEN a.aggfinalfn <> 0 THEN ', FINALFUNC_MODIFY = ' || m.words ELSE '' END
                             || CASE WHEN a.aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || a.aggcombinefn ELSE '' END
                             || CASE WHEN a.aggserialfn <> 0 THEN ', SERIALFUNC = ' || a.aggserialfn ELSE '' END
                             || CASE WHEN a.aggdeserialfn <> 0 THEN ', DESERIALFUNC = ' || a.aggdeserialfn ELSE '' END
                             || COALESCE(', INITCOND = ' || quote_literal(a.agginitval), '')
                             || CASE WHEN a.aggmtransfn <> 0
                                  THEN ', MSFUNC = ' || a.aggmtransfn || ', MINVFUNC = ' || a.aggminvtransfn
                                       || ', MSTYPE = ' || format_type(a.aggmtranstype, NULL) ELSE '' END
                             || CASE WHEN a.aggmtransspace > 0 THEN ', MSSPACE = ' || a.aggmtransspace ELSE '' END
                             || CASE WHEN a.aggmfinalfn <> 0 THEN ', MFINALFUNC = ' || a.aggmfinalfn ELSE '' END
                             || CASE WHEN a.aggmfinalextra THEN ', MFINALFUNC_EXTRA' ELSE '' END
                             || COALESCE(', MINITCOND = ' || quote_literal(a.aggminitval), '')
                             || CASE WHEN a.aggsortop <> 0
                                  THEN ', SORTOP = ' || (SELECT format('OPERATOR(%I.%s)', s.nspname, o.oprname)
                                                         FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace
                                                         WHERE o.oid = a.aggsortop) ELSE '' END
                             || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE'
                                                   WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END
                             || CASE WHEN a.aggkind = 'h' THEN ', HYPOTHETICAL' ELSE '' END || ')'
                      FROM pg_aggregate a
                      JOIN pg_namespace n ON n.oid = p.pronamespace
                      JOIN (VALUES ('r', 'READ_ONLY'), ('s', 'SHAREABLE'), ('w', 'READ_WRITE')) AS m(letter, words)
                        ON m.letter = a.aggfinalmodify::text
                      WHERE a.aggfnoid = p.oid) END,
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
