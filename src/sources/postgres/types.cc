// Types that users made: enums with their labels, domains, composite and range types. Constraints of domains and
// columns of composite types come with those of tables.
#include <cstdlib>
#include <utility>

#include "sources/postgres/catalog.h"

namespace si {
namespace {

// Multirange types come and go with their range type. Every table has a row type here, so nothing is joined to all
// rows.
std::string sql(const ServerFacts& server) {
  return R"(
    SELECT t.oid, t.typnamespace, t.typname, t.typtype, t.typnotnull, t.typdefault, t.typrelid,
           CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
           CASE WHEN t.typtype = 'd' AND t.typcollation <> 0
             THEN (SELECT NULLIF(t.typcollation, b.typcollation) FROM pg_type b WHERE b.oid = t.typbasetype) END,
           CASE WHEN t.typtype = 'e'
             THEN ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END,
           CASE WHEN t.typtype = 'r'
             THEN (SELECT ARRAY[format_type(r.rngsubtype, NULL),
                                CASE WHEN NOT o.opcdefault THEN quote_ident(o.opcname) END,
                                NULLIF(r.rngcollation, s.typcollation)::text,
                                NULLIF(r.rngcanonical::oid, 0)::regproc::text,
                                NULLIF(r.rngsubdiff::oid, 0)::regproc::text]
                   FROM pg_range r
                   JOIN pg_type s ON s.oid = r.rngsubtype
                   JOIN pg_opclass o ON o.oid = r.rngsubopc
                   WHERE r.rngtypid = t.oid) END
    FROM pg_type t
    WHERE (t.typtype <> 'c' OR t.typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c'))
      AND t.typtype <> 'm'
      AND NOT (t.typtype = 'b' AND t.typcategory = 'A')
      AND t.typnamespace IN ()" +
         server.namespaces + ")";
}

void decode_domain(const Rows& rows, int i, Catalog& catalog, Domain& domain) {
  domain.name = rows.string(i, 2);
  domain.nullable = !rows.flag(i, 4);
  domain.default_value = rows.optional(i, 5);
  domain.type = parse_type(rows.text(i, 7));  // its schema is judged when every type is known
  if (const Oid collation = rows.oid(i, 8); collation != 0) domain.collation = catalog.collations[collation];
}

void decode_range(const Rows& rows, int i, const Catalog& catalog, const QualifiedName& name, RangeType& type) {
  const std::vector<std::string> parts = parse_array(rows.text(i, 10));
  if (parts.size() != 5) return;
  type.subtype = parse_type(parts[0]);
  type.definition = "CREATE TYPE " + to_string(name) + " AS RANGE (subtype = " + parts[0];
  if (!parts[1].empty()) type.definition += ", subtype_opclass = " + parts[1];
  if (const auto found = catalog.collations.find(static_cast<Oid>(std::strtoul(parts[2].c_str(), nullptr, 10)));
      found != catalog.collations.end())
    type.definition += ", collation = " + quote_identifier(found->second);
  if (!parts[3].empty()) type.definition += ", canonical = " + parts[3];
  if (!parts[4].empty()) type.definition += ", subtype_diff = " + parts[4];
  type.definition += ')';
}

// One type; its comment and extension go where its struct has them.
template <typename Object>
Object& add(std::map<std::string, Object>& objects, const Rows& rows, int i, Catalog& catalog) {
  Object& object = objects[rows.string(i, 2)];
  object.name = rows.string(i, 2);
  object.extension = catalog.extension_of(kPgType, rows.oid(i, 0));
  object.comment = catalog.take_comment(kPgType, rows.oid(i, 0));
  return object;
}

void decode(const Rows& rows, const ServerFacts&, Catalog& catalog) {
  for (int i = 0; i < rows.size(); ++i) {
    const Oid oid = rows.oid(i, 0), space_oid = rows.oid(i, 1);
    Namespace* space = catalog.find_namespace(space_oid);
    if (space == nullptr) continue;
    const QualifiedName name = {catalog.namespace_name(space_oid), rows.string(i, 2)};
    switch (const char kind = rows.letter(i, 3)) {
      case 'e': add(space->enums, rows, i, catalog).labels = parse_array(rows.text(i, 9)); break;
      case 'd': {
        Domain& domain = add(space->domains, rows, i, catalog);
        decode_domain(rows, i, catalog, domain);
        catalog.domains.emplace(oid, &domain);
        break;
      }
      case 'c': {
        CompositeType& type = add(space->composite_types, rows, i, catalog);
        Relation relation;
        relation.name = name;
        relation.composite = &type;
        catalog.relations.emplace(rows.oid(i, 6), std::move(relation));
        break;
      }
      case 'r': decode_range(rows, i, catalog, name, add(space->range_types, rows, i, catalog)); break;
      case 'b':  // its input and output functions are C code: nothing that SQL could say
      case 'p': {
        OtherObject type;
        type.kind = kind == 'p' ? "shell type" : "base type";
        type.name = name.name;
        type.extension = catalog.extension_of(kPgType, oid);
        type.comment = catalog.take_comment(kPgType, oid);
        space->other.push_back(std::move(type));
        break;
      }
      default: catalog.not_read(to_string(name), std::string("a type of the unknown kind '") + kind + '\'');
    }
  }
  for (auto& [space_name, space] : catalog.schema.schemas) {
    for (auto& [name, domain] : space.domains) domain.type = catalog.type(to_string(domain.type));
    for (auto& [name, range] : space.range_types) range.subtype = catalog.type(to_string(range.subtype));
  }
}

}  // namespace

const CatalogReader types_reader = {"types", sql, decode, true};

}  // namespace si
