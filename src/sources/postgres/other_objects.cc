// Every other kind of object, each as a name and, where it can be said in a line, a definition: one query with a part
// for each kind. Names of objects in schemas are bare; the rest belongs to the database.
#include <utility>

#include "sources/postgres/catalog.h"
#include "support/strings.h"

namespace si {
namespace {

// What initdb made has smaller OIDs. Each part: kind, catalog, OID, schema (0: none), name, definition, options.
std::string parts_in_schemas(const ServerFacts& server) {
  const char* locale = server.at_least(17)   ? "COALESCE(c.colllocale, c.collcollate)"
                       : server.at_least(15) ? "COALESCE(c.colliculocale, c.collcollate)"
                                             : "c.collcollate";
  return std::string(R"(
    SELECT 'collation', 'pg_collation'::regclass::oid, c.oid, c.collnamespace, c.collname::text,
           format('CREATE COLLATION %I.%I (provider = %s, locale = %L, deterministic = %s)', n.nspname, c.collname,
                  CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, )") +
         locale + R"(, CASE WHEN c.collisdeterministic THEN 'true' ELSE 'false' END), NULL::text[]
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid >= 16384
    UNION ALL
    SELECT 'statistics', 'pg_statistic_ext'::regclass, s.oid, s.stxnamespace, s.stxname,
           pg_get_statisticsobjdef(s.oid), NULL
    FROM pg_statistic_ext s WHERE s.oid >= 16384
    UNION ALL
    SELECT 'operator', 'pg_operator'::regclass, o.oid, o.oprnamespace,
           format('%s (%s, %s)', o.oprname, CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
                  CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END),
           'FUNCTION = ' || o.oprcode::regproc, NULL
    FROM pg_operator o WHERE o.oid >= 16384
    UNION ALL
    SELECT 'operator class', 'pg_opclass'::regclass, o.oid, o.opcnamespace,
           format('%s USING %s', o.opcname, m.amname),
           format('%sFOR TYPE %s%s', CASE WHEN o.opcdefault THEN 'DEFAULT ' ELSE '' END, format_type(o.opcintype, NULL),
                  CASE WHEN f.opfname <> o.opcname OR f.opfnamespace <> o.opcnamespace
                    THEN format(' FAMILY %I.%I', fn.nspname, f.opfname) ELSE '' END)
             || COALESCE(' AS ' || (
               SELECT string_agg(i.text, ', ' ORDER BY i.text)
               FROM (SELECT format('OPERATOR %s %s%s', a.amopstrategy, a.amopopr::regoperator,
                                   CASE WHEN a.amoppurpose = 'o'
                                     THEN (SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname)
                                           FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                                           WHERE s.oid = a.amopsortfamily) ELSE '' END) AS text
                     FROM pg_amop a
                     JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                     WHERE d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid
                     UNION ALL
                     SELECT format('FUNCTION %s (%s, %s) %s', a.amprocnum, format_type(a.amproclefttype, NULL),
                                   format_type(a.amprocrighttype, NULL), a.amproc::regprocedure)
                     FROM pg_amproc a
                     JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
                     WHERE d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid
                     UNION ALL
                     SELECT 'STORAGE ' || format_type(o.opckeytype, NULL)
                     WHERE o.opckeytype NOT IN (0, o.opcintype)) i), ''), NULL
    FROM pg_opclass o
    JOIN pg_am m ON m.oid = o.opcmethod
    JOIN pg_opfamily f ON f.oid = o.opcfamily
    JOIN pg_namespace fn ON fn.oid = f.opfnamespace
    WHERE o.oid >= 16384
    UNION ALL
    SELECT 'operator family', 'pg_opfamily'::regclass, o.oid, o.opfnamespace, format('%s USING %s', o.opfname, m.amname),
           '', NULL
    FROM pg_opfamily o JOIN pg_am m ON m.oid = o.opfmethod WHERE o.oid >= 16384
    UNION ALL
    SELECT 'conversion', 'pg_conversion'::regclass, c.oid, c.connamespace, c.conname,
           format('%L TO %L FROM %s', pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding),
                  c.conproc::regproc), NULL
    FROM pg_conversion c WHERE c.oid >= 16384
    UNION ALL
    SELECT 'text search configuration', 'pg_ts_config'::regclass, c.oid, c.cfgnamespace, c.cfgname,
           (SELECT string_agg(format('%s: %s', t.alias, m.dictionaries), '; ' ORDER BY t.tokid)
            FROM ts_token_type(c.cfgparser) AS t(tokid, alias, description)
            JOIN LATERAL (SELECT string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
                          FROM pg_ts_config_map m
                          WHERE m.mapcfg = c.oid AND m.maptokentype = t.tokid) m ON m.dictionaries IS NOT NULL), NULL
    FROM pg_ts_config c WHERE c.oid >= 16384
    UNION ALL
    SELECT 'text search dictionary', 'pg_ts_dict'::regclass, d.oid, d.dictnamespace, d.dictname,
           format('TEMPLATE = %s%s', t.tmplname, ', ' || d.dictinitoption), NULL
    FROM pg_ts_dict d JOIN pg_ts_template t ON t.oid = d.dicttemplate WHERE d.oid >= 16384
    UNION ALL
    SELECT 'text search parser', 'pg_ts_parser'::regclass, p.oid, p.prsnamespace, p.prsname, '', NULL
    FROM pg_ts_parser p WHERE p.oid >= 16384
    UNION ALL
    SELECT 'text search template', 'pg_ts_template'::regclass, t.oid, t.tmplnamespace, t.tmplname, '', NULL
    FROM pg_ts_template t WHERE t.oid >= 16384)";
}

// Options may hold secrets; those of user mappings are not even asked for.
std::string parts_of_the_database(const ServerFacts& server) {
  const char* tables = server.at_least(15) ? R"(
             SELECT string_agg(t.text, ', ' ORDER BY t.text)
             FROM (SELECT format('TABLE %s%s%s', r.prrelid::regclass,
                                 ' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                                          FROM pg_attribute a
                                          WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')',
                                 ' WHERE ' || pg_get_expr(r.prqual, r.prrelid)) AS text
                   FROM pg_publication_rel r WHERE r.prpubid = p.oid
                   UNION ALL
                   SELECT 'TABLES IN SCHEMA ' || n.pnnspid::regnamespace
                   FROM pg_publication_namespace n WHERE n.pnpubid = p.oid) t)"
                                           : R"(
             SELECT string_agg('TABLE ' || r.prrelid::regclass, ', ' ORDER BY r.prrelid::regclass::text)
             FROM pg_publication_rel r WHERE r.prpubid = p.oid)";
  return std::string(R"(
    UNION ALL
    SELECT 'event trigger', 'pg_event_trigger'::regclass, e.oid, 0, e.evtname,
           format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()%s', e.evtname, e.evtevent,
                  (SELECT ' WHEN TAG IN (' || string_agg(quote_literal(t), ', ') || ')' FROM unnest(e.evttags) AS u(t)),
                  e.evtfoid::regproc, CASE WHEN e.evtenabled = 'D' THEN ' (disabled)' ELSE '' END), NULL
    FROM pg_event_trigger e
    UNION ALL
    SELECT 'publication', 'pg_publication'::regclass, p.oid, 0, p.pubname,
           format('CREATE PUBLICATION %I%s WITH (publish = %L)', p.pubname,
                  CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE ' FOR ' || ()") +
         tables + R"() END,
                  concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                            CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)), NULL
    FROM pg_publication p
    UNION ALL
    SELECT 'subscription', 'pg_subscription'::regclass, 0, 0, s.subname,
           format('PUBLICATION %s', array_to_string(s.subpublications, ', ')), NULL
    FROM pg_subscription s
    WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    UNION ALL
    SELECT 'foreign data wrapper', 'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwname,
           format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname), w.fdwoptions
    FROM pg_foreign_data_wrapper w WHERE w.oid >= 16384
    UNION ALL
    SELECT 'foreign server', 'pg_foreign_server'::regclass, s.oid, 0, s.srvname,
           format('CREATE SERVER %I FOREIGN DATA WRAPPER %I', s.srvname, w.fdwname), s.srvoptions
    FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    UNION ALL
    SELECT 'user mapping', 0, 0, 0, format('%s on %s', m.usename, m.srvname), '', NULL
    FROM pg_user_mappings m
    UNION ALL
    SELECT 'cast', 'pg_cast'::regclass, c.oid, 0,
           format('%s AS %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
           format('%s%s', CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
                                            WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
                  CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END), NULL
    FROM pg_cast c
    WHERE c.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
    UNION ALL
    SELECT 'transform', 'pg_transform'::regclass, t.oid, 0, format('%s FOR %s', format_type(t.trftype, NULL), l.lanname), '', NULL
    FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
    UNION ALL
    SELECT 'language', 'pg_language'::regclass, l.oid, 0, l.lanname, '', NULL
    FROM pg_language l WHERE l.oid >= 16384
    UNION ALL
    SELECT 'access method', 'pg_am'::regclass, a.oid, 0, a.amname, 'HANDLER ' || a.amhandler, NULL
    FROM pg_am a WHERE a.oid >= 16384
    UNION ALL
    SELECT 'default privileges', 'pg_default_acl'::regclass, d.oid, d.defaclnamespace,
           format('%s of %s', CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                                                   WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
                                                   ELSE d.defaclobjtype::text END, pg_get_userbyid(d.defaclrole)),
           (SELECT string_agg(a::text, ', ' ORDER BY a::text) FROM unnest(d.defaclacl) AS u(a)), NULL
    FROM pg_default_acl d)";
}

std::string sql(const ServerFacts& server) { return parts_in_schemas(server) + parts_of_the_database(server); }

std::string with_options(std::string definition, std::vector<std::string> options) {
  if (options.empty()) return definition;
  std::vector<std::string> texts;
  for (const std::string& option : without_secrets(std::move(options))) {
    const std::size_t equals = option.find('=');
    texts.push_back(quote_identifier(option.substr(0, equals)) + ' ' +
                    quote_literal(equals == std::string::npos ? "" : option.substr(equals + 1)));
  }
  return definition + " OPTIONS (" + join(texts, ", ") + ')';
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    OtherObject object;
    object.kind = rows.string(i, 0);
    object.name = rows.string(i, 4);
    object.definition = with_options(rows.string(i, 5), parse_array(rows.text(i, 6)));
    object.extension = catalog.extension_of(rows.oid(i, 1), rows.oid(i, 2));
    object.comment = catalog.take_comment(rows.oid(i, 1), rows.oid(i, 2));
    const Oid space_oid = rows.oid(i, 3);
    if (space_oid == 0) {
      catalog.schema.database_objects.push_back(std::move(object));
    } else if (Namespace* space = catalog.find_namespace(space_oid)) {
      space->other.push_back(std::move(object));
    }
  }
}

// Of the catalogs that sql() looks into; a user mapping needs a server.
constexpr std::string_view kThereAreAny = R"(
    EXISTS (SELECT FROM pg_collation c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_statistic_ext)
    OR EXISTS (SELECT FROM pg_operator o WHERE o.oid >= 16384)
    OR EXISTS (SELECT FROM pg_opclass o WHERE o.oid >= 16384)
    OR EXISTS (SELECT FROM pg_opfamily o WHERE o.oid >= 16384)
    OR EXISTS (SELECT FROM pg_conversion c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_config c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_dict d WHERE d.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_parser p WHERE p.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_template t WHERE t.oid >= 16384)
    OR EXISTS (SELECT FROM pg_event_trigger)
    OR EXISTS (SELECT FROM pg_publication)
    OR EXISTS (SELECT FROM pg_subscription)
    OR EXISTS (SELECT FROM pg_foreign_data_wrapper w WHERE w.oid >= 16384)
    OR EXISTS (SELECT FROM pg_foreign_server)
    OR EXISTS (SELECT FROM pg_cast c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_transform)
    OR EXISTS (SELECT FROM pg_language l WHERE l.oid >= 16384)
    OR EXISTS (SELECT FROM pg_am a WHERE a.oid >= 16384)
    OR EXISTS (SELECT FROM pg_default_acl))";

}  // namespace

const CatalogReader other_objects_reader = {"other objects", sql, decode, false, kThereAreAny};

}  // namespace si
