// The snapshot's keys, written down once for both directions: snapshot_writer.cc and snapshot_reader.cc each hand an
// archive to these functions.
//
// An archive has `always(key, value)`, a key that is written whatever the value (null for an empty optional; left out
// when the source is models: there, nothing is what was not declared), `rare(key, value)`, a key that is written only
// where the value is not the default, and one function for each shape that is not its field's own (identity, generated,
// references, enums, extensions …). The order of the calls is the order of the keys: the contract's first, ours after.
#pragma once

#include "model/schema.h"

namespace si::snapshot {

inline constexpr std::string_view kFormat = "schema-inspector/snapshot/1";

// `const T&` for the writer, `T&` for the reader.
template <typename Archive, typename T>
using Ref = typename Archive::template Ref<T>;

template <typename A>
void describe(A& a, Ref<A, SequenceOptions> o) {
  a.rare("start", o.start);
  a.rare("increment", o.increment);
  a.rare("minimum", o.minimum);
  a.rare("maximum", o.maximum);
  a.rare("cache", o.cache);
  a.rare("cycle", o.cycle);
}

// What a column has beside its name and type. In a table the contract's keys are always there; in a view or a composite
// type only what says something.
template <typename A>
void describe_column_facts(A& a, Ref<A, Column> c) {
  a.rare("serial", c.serial);
  a.rare("inherited", c.inherited);
  a.rare("attribute", c.attribute);
  a.rare("python_type", c.python_type);
  a.rare("has_python_default", c.has_python_default);
  a.rare("has_python_onupdate", c.has_python_onupdate);
  a.location(c.location);
}

template <typename A>
void describe(A& a, Ref<A, Column> c) {
  a.always("name", c.name);
  a.always("type", c.type);
  a.always("nullable", c.nullable);
  a.always("default", c.default_value);
  a.identity(c.identity);
  a.generated(c.generated);
  a.always("collation", c.collation);
  a.always("comment", c.comment);
  describe_column_facts(a, c);
}

template <typename A>
void describe_lean_column(A& a, Ref<A, Column> c) {
  a.always("name", c.name);
  a.always("type", c.type);
  a.rare("nullable", c.nullable, true);
  a.rare("default", c.default_value);
  a.rare("collation", c.collation);
  a.rare("comment", c.comment);
  describe_column_facts(a, c);
}

template <typename A>
void describe(A& a, Ref<A, PrimaryKey> k) {
  a.object_name(k);
  a.always("columns", k.columns);
  a.rare("include", k.include);
  a.rare("deferrable", k.deferrable);
  a.rare("initially_deferred", k.initially_deferred);
  a.rare("comment", k.comment);
  a.location(k.location);
}

template <typename A>
void describe(A& a, Ref<A, ForeignKey> k) {
  a.object_name(k);
  a.always("columns", k.columns);
  a.references(k);
  a.always("on_delete", k.on_delete);
  a.always("on_update", k.on_update);
  a.rare("on_delete_columns", k.on_delete_columns);
  a.always("match", k.match);
  a.always("deferrable", k.deferrable);
  a.always("initially_deferred", k.initially_deferred);
  a.always("validated", k.validated);
  a.rare("enforced", k.enforced, true);
  a.rare("inherited", k.inherited);
  a.rare("comment", k.comment);
  a.location(k.location);
}

template <typename A>
void describe(A& a, Ref<A, Unique> u) {
  a.object_name(u);
  a.always("columns", u.columns);
  a.always("nulls_not_distinct", u.nulls_not_distinct);
  a.rare("include", u.include);
  a.rare("deferrable", u.deferrable);
  a.rare("initially_deferred", u.initially_deferred);
  a.rare("comment", u.comment);
  a.location(u.location);
}

template <typename A>
void describe(A& a, Ref<A, Check> c) {
  a.object_name(c);
  a.always("expression", c.expression);
  a.rare("no_inherit", c.no_inherit);
  a.rare("validated", c.validated, true);
  a.rare("enforced", c.enforced, true);
  a.rare("inherited", c.inherited);
  a.rare("from_type", c.from_type);
  a.rare("comment", c.comment);
  a.location(c.location);
}

template <typename A>
void describe(A& a, Ref<A, Exclusion> e) {
  a.object_name(e);
  a.always("definition", e.definition);
  a.rare("deferrable", e.deferrable);
  a.rare("initially_deferred", e.initially_deferred);
  a.rare("comment", e.comment);
  a.location(e.location);
}

template <typename A>
void describe(A& a, Ref<A, IndexKey> k) {
  a.index_key(k);
  a.rare("operator_class", k.operator_class);
  a.rare("operator_class_options", k.operator_class_options);
  a.rare("collation", k.collation);
  a.rare("descending", k.descending);
  a.rare("nulls_first", k.nulls_first, k.descending);
}

template <typename A>
void describe(A& a, Ref<A, Index> i) {
  a.object_name(i);
  a.always("unique", i.unique);
  a.rare("nulls_not_distinct", i.nulls_not_distinct);
  a.always("method", i.method);
  a.always("keys", i.keys);
  a.always("include", i.include);
  a.always("predicate", i.predicate);
  a.index_definition(i);
  a.rare("storage_parameters", i.storage_parameters);
  a.rare("valid", i.valid, true);
  a.rare("inherited", i.inherited);
  a.rare("comment", i.comment);
  a.location(i.location);
}

template <typename A>
void describe(A& a, Ref<A, Definition> d) {
  a.always("name", d.name);
  a.always("definition", d.definition);
  a.always("enabled", d.enabled);
  a.rare("comment", d.comment);
}

template <typename A>
void describe(A& a, Ref<A, Policy> p) {
  a.always("name", p.name);
  a.always("command", p.command);
  a.always("permissive", p.permissive);
  a.always("roles", p.roles);
  a.always("using", p.using_expression);
  a.always("with_check", p.with_check);
  a.rare("comment", p.comment);
}

template <typename A>
void describe(A& a, Ref<A, MappedClass> c) {
  a.always("name", c.name);
  a.rare("module", c.module);
  a.location(c.location);
}

template <typename A>
void describe(A& a, Ref<A, Table> t) {
  a.table_kind(t.kind);
  a.always("comment", t.comment);
  a.always("partition_of", t.partition_of);
  a.always("partition_key", t.partition_key);
  a.always("inherits", t.inherits);
  a.always("columns", t.columns);
  a.always("primary_key", t.primary_key);
  a.always("foreign_keys", t.foreign_keys);
  a.always("unique_constraints", t.uniques);
  a.always("check_constraints", t.checks);
  a.always("exclusion_constraints", t.exclusions);
  a.indexes(t.name, t.kind == TableKind::kPartitioned, t.indexes);
  a.always("triggers", t.triggers);
  a.always("policies", t.policies);
  a.rare("rules", t.rules);
  a.rare("partition_bound", t.partition_bound);
  a.rare("unlogged", t.unlogged);
  a.rare("owner", t.owner);
  a.rare("tablespace", t.tablespace);
  a.rare("access_method", t.access_method);
  a.rare("foreign_server", t.foreign_server);
  a.rare("options", t.options);
  a.rare("storage_parameters", t.storage_parameters);
  a.rare("row_security", t.row_security);
  a.rare("force_row_security", t.force_row_security);
  a.rare("extension", t.extension);
  a.rare("privileges", t.privileges);
  a.mapped_classes(t.classes);
  a.rare("bind_key", t.bind_key);
  a.rare("is_view", t.is_view);
  a.rare("unresolved_columns", t.unresolved_columns);
  a.rare("unresolved_schema", t.unresolved_schema);
  a.rare("unresolved_constraints", t.unresolved_constraints);
  a.location(t.location);
}

template <typename A>
void describe(A& a, Ref<A, View> v) {
  a.lean_columns(v.columns);
  a.always("definition", v.definition);
  a.always("comment", v.comment);
  if (!v.indexes.empty() || A::kReads) a.indexes(v.name, false, v.indexes);
  a.rare("options", v.options);
  a.rare("triggers", v.triggers);
  a.rare("rules", v.rules);
  a.rare("populated", v.populated, true);
  a.rare("owner", v.owner);
  a.rare("extension", v.extension);
  a.rare("privileges", v.privileges);
}

template <typename A>
void describe(A& a, Ref<A, Sequence> s) {
  a.always("type", s.type);
  describe(a, s.options);
  a.owned_by(s);
  a.rare("identity", s.identity);
  a.rare("owner", s.owner);
  a.rare("extension", s.extension);
  a.rare("privileges", s.privileges);
  a.always("comment", s.comment);
}

template <typename A>
void describe(A& a, Ref<A, Domain> d) {
  a.always("type", d.type);
  a.always("nullable", d.nullable);
  a.always("default", d.default_value);
  a.always("collation", d.collation);
  a.always("check_constraints", d.checks);
  a.always("comment", d.comment);
  a.rare("extension", d.extension);
}

template <typename A>
void describe(A& a, Ref<A, CompositeType> c) {
  a.lean_columns(c.columns);
  a.always("comment", c.comment);
  a.rare("extension", c.extension);
}

template <typename A>
void describe(A& a, Ref<A, RangeType> r) {
  a.always("subtype", r.subtype);
  a.always("definition", r.definition);
  a.always("comment", r.comment);
  a.rare("extension", r.extension);
}

template <typename A>
void describe(A& a, Ref<A, Function> f) {
  a.always("name", f.name);
  a.always("arguments", f.arguments);
  a.function_kind(f.kind);
  a.always("returns", f.returns);
  a.always("language", f.language);
  a.always("volatility", f.volatility);
  a.rare("strict", f.strict);
  a.rare("security_definer", f.security_definer);
  a.always("definition", f.definition);
  a.always("comment", f.comment);
  a.rare("owner", f.owner);
  a.rare("extension", f.extension);
  a.rare("privileges", f.privileges);
}

template <typename A>
void describe(A& a, Ref<A, OtherObject> o) {
  a.always("kind", o.kind);
  a.always("name", o.name);
  a.always("definition", o.definition);
  a.rare("extension", o.extension);
  a.rare("comment", o.comment);
}

template <typename A>
void describe(A& a, Ref<A, Namespace> n) {
  a.always("tables", n.tables);
  a.always("views", n.views);
  a.always("materialized_views", n.materialized_views);
  a.always("sequences", n.sequences);
  a.enums(n.enums);
  a.always("domains", n.domains);
  a.always("composite_types", n.composite_types);
  a.always("functions", n.functions);
  a.rare("range_types", n.range_types);
  a.rare("other_objects", n.other);
  a.rare("owner", n.owner);
  a.rare("extension", n.extension);
  a.rare("privileges", n.privileges);
  a.rare("comment", n.comment);
}

template <typename A>
void describe(A& a, Ref<A, Unresolved> u) {
  a.unresolved_object(u);
  a.always("reason", u.reason);
  a.location(u.location);
}

template <typename A>
void describe(A& a, Ref<A, NotRead> n) {
  a.always("what", n.what);
  a.always("why", n.why);
}

template <typename A>
void describe(A& a, Ref<A, Schema> s) {
  a.always("schemas", s.schemas);
  a.extensions(s.extensions);
  a.always("unresolved", s.unresolved);
  a.always("search_path", s.search_path);
  a.rare("database_objects", s.database_objects);
  a.rare("not_read", s.not_read);
  a.rare("comment", s.comment);
}

}  // namespace si::snapshot
