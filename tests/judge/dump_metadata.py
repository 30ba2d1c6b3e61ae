"""What SQLAlchemy's own MetaData declares, as a snapshot in the project's JSON format.

    dump_metadata.py MODULE... [--path FOLDER] [--prepare FILE]

Everything is asked of SQLAlchemy's PostgreSQL dialect: type compiler, DDL compiler, identifier preparer. So the
snapshot says what `create_all` would send, spelled as the server's `format_type` would spell it back. Works with
SQLAlchemy 1.4, 2.0 and 2.1.
"""
import argparse
import importlib
import json
import re
import sys

import sqlalchemy
from sqlalchemy import MetaData, Table, schema, types
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

FORMAT = "schema-inspector/snapshot/1"

# Key words that PostgreSQL's quote_identifier puts in quotes: all but the unreserved ones.
QUOTED_WORDS = set("""
all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
in initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit
localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order
out outer overlaps overlay placing position precision primary real references returning right row select session_user
setof similar smallint some substring symmetric table tablesample then time timestamp to trailing treat trim true union
unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
""".split())

# The names that the dialect's type compiler writes, and what format_type makes of them.
FORMAT_TYPE = {
    "INT": "integer", "INTEGER": "integer", "INT4": "integer", "BIGINT": "bigint", "INT8": "bigint",
    "SMALLINT": "smallint", "INT2": "smallint", "BOOL": "boolean", "BOOLEAN": "boolean",
    "VARCHAR": "character varying", "CHARACTER VARYING": "character varying", "CHAR": "character",
    "CHARACTER": "character", "BPCHAR": "bpchar", "DECIMAL": "numeric", "NUMERIC": "numeric", "REAL": "real",
    "FLOAT4": "real", "FLOAT8": "double precision", "DOUBLE PRECISION": "double precision", "DOUBLE": "double precision",
    "TIMESTAMP": "timestamp without time zone", "TIMESTAMP WITHOUT TIME ZONE": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone", "TIMESTAMPTZ": "timestamp with time zone",
    "TIME": "time without time zone", "TIME WITHOUT TIME ZONE": "time without time zone",
    "TIME WITH TIME ZONE": "time with time zone", "TIMETZ": "time with time zone", "BIT": "bit",
    "BIT VARYING": "bit varying", "VARBIT": "bit varying",
}
SERIAL = {"SERIAL": "integer", "BIGSERIAL": "bigint", "SMALLSERIAL": "smallint"}

# What the dialect learns when it connects: a server 15 with standard_conforming_strings on.
DIALECT = postgresql.dialect(paramstyle="named")
DIALECT.server_version_info = (15, 0)
DIALECT._backslash_escapes = False
DIALECT.supports_virtual_generated_columns = False


def quote(name):
    if re.fullmatch(r"[a-z_][a-z0-9_$]*", name) and name not in QUOTED_WORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def format_type(compiled):
    """The server's spelling of what the type compiler wrote: 'VARCHAR(50)[]' is 'character varying(50)[]'."""
    match = re.fullmatch(r"(.*?)((?:\[\])*)", compiled.strip(), re.S)
    base, array = match.group(1).strip(), "[]" if match.group(2) else ""
    if base.startswith('"') or "." in base.split("(")[0]:
        return base + array
    arguments = re.search(r"\(([^)]*)\)", base)
    arguments = re.sub(r"\s*,\s*", ",", arguments.group(1).strip()) if arguments else ""
    plain = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", "", base)).strip()
    word = plain.upper()
    if word == "FLOAT":
        return ("real" if arguments and int(arguments) <= 24 else "double precision") + array
    if word.startswith("INTERVAL"):
        return plain.lower() + (f"({arguments})" if arguments else "") + array
    if word in ("NUMERIC", "DECIMAL") and arguments and "," not in arguments:
        arguments += ",0"
    if word in ("CHAR", "CHARACTER", "BIT") and not arguments:
        arguments = "1"
    if word == "GEOMETRY" or word == "GEOGRAPHY":
        # PostGIS writes the kind of shape in its own capitals, and no modifier for the wholly general type.
        kind, _, srid = arguments.partition(",")
        arguments = f"{kind.capitalize()},{srid}" if srid not in ("", "-1") else kind.capitalize()
        arguments = "" if arguments == "Geometry" else arguments
    name = FORMAT_TYPE.get(word, plain if plain != plain.upper() else plain.lower())
    suffix = f"({arguments})" if arguments else ""
    if name.endswith("time zone"):
        first, rest = name.split(" ", 1)
        return f"{first}{suffix} {rest}{array}"
    return name + suffix + array


def implementation(type_):
    """The dialect's own type below decorators and variants."""
    impl = type_.dialect_impl(DIALECT)
    while isinstance(impl, types.TypeDecorator):
        inner = impl.impl_instance if hasattr(impl, "impl_instance") else impl.impl
        impl = inner.dialect_impl(DIALECT)
    return impl


def sequence_options(item):
    """Of a Sequence or an Identity: what is said, in the words of the snapshot."""
    options = {}
    for ours, theirs in (("start", "start"), ("increment", "increment"), ("minimum", "minvalue"), ("maximum", "maxvalue"),
                         ("cache", "cache"), ("cycle", "cycle")):
        value = getattr(item, theirs, None)
        if value is not None and value is not False:
            options[ours] = value
    return options


class Dump:
    def __init__(self, default_schema="public"):
        self.default_schema = default_schema
        self.compiler = DIALECT.ddl_compiler(DIALECT, None)
        self.preparer = DIALECT.identifier_preparer
        self.schemas = {}
        self.unresolved = []

    def schema(self, name):
        return self.schemas.setdefault(name or self.default_schema, {
            "tables": {}, "views": {}, "materialized_views": {}, "sequences": {}, "enums": {}, "domains": {},
            "composite_types": {}, "functions": {}})

    def sql(self, expression):
        return self.compiler.sql_compiler.process(expression, include_table=False, literal_binds=True)

    def name(self, constraint):
        """The name that would be sent: convention applied, cut at 63 bytes; None where the server chooses."""
        return self.preparer.format_constraint(constraint, _alembic_quote=False) if constraint.name is not None else None

    def named(self, constraint, fields):
        name = self.name(constraint)
        # What is too long after all (SQLAlchemy would refuse it) the server cuts.
        return {"name": str(name).encode()[:63].decode(errors="ignore"), **fields} if name is not None else fields

    def type(self, column):
        process = getattr(DIALECT, "type_compiler_instance", None) or DIALECT.type_compiler
        impl = implementation(column.type)
        collation = getattr(impl, "collation", None)
        element = impl
        while isinstance(element, types.ARRAY):
            element = implementation(element.item_type)
        self.declare(element)
        array = "[]" if element is not impl else ""
        if isinstance(element, types.Enum) and getattr(element, "native_enum", False):
            return self.user_type(element) + array, None
        if type(element).__name__ == "DOMAIN":
            return self.user_type(element) + array, None
        compiled = process.process(column.type, type_expression=column)
        return format_type(re.sub(r' COLLATE ("(?:[^"]|"")*"|\S+)', "", compiled)), collation

    def user_type(self, type_):
        schema_name = self.type_schema(type_)
        prefix = "" if schema_name in (None, self.default_schema) else quote(schema_name) + "."
        return prefix + quote(str(type_.name))

    def type_schema(self, type_):
        return getattr(type_, "schema", None)

    def declare(self, type_):
        """Enums and domains that the type brings along."""
        if isinstance(type_, types.Enum) and getattr(type_, "native_enum", False) and type_.name:
            self.schema(self.type_schema(type_))["enums"][str(type_.name)] = list(type_.enums)
        elif type(type_).__name__ == "DOMAIN":
            process = getattr(DIALECT, "type_compiler_instance", None) or DIALECT.type_compiler
            self.schema(self.type_schema(type_))["domains"][str(type_.name)] = {
                "type": format_type(process.process(type_.data_type)), "nullable": not type_.not_null,
                "default": None if type_.default is None else str(type_.default), "collation": type_.collation,
                "check_constraints": [] if type_.check is None else [{"expression": str(type_.check)}], "comment": None}

    def column(self, column):
        type_name, collation = self.type(column)
        specification = self.compiler.get_column_specification(column)
        written = specification[len(self.preparer.format_column(column)):].split()
        identity = getattr(column, "identity", None)
        computed = getattr(column, "computed", None)
        result = {"name": str(column.name), "type": type_name,
                  "nullable": bool(column.nullable and not column.primary_key and identity is None),
                  "default": None, "identity": None, "generated": None, "collation": collation,
                  "comment": column.comment}
        if written and written[0] in SERIAL:
            result["type"], result["serial"] = SERIAL[written[0]], True
        elif identity is not None:
            result["identity"] = "always" if identity.always else "by default"
            if options := sequence_options(identity):
                result["identity_options"] = options
        elif computed is not None:
            result["generated"] = self.sql(computed.sqltext)
            # SQLAlchemy 2.0 always writes STORED, 2.1 leaves it to the server where `persisted` is not said.
            result["generated_kind"] = "stored" if "STORED" in specification.upper().split() else "virtual"
        elif column.server_default is not None:
            text = self.compiler.get_column_default_string(column)
            result["default"] = text if text is not None else {"unresolved": "FetchedValue: the database's own default"}
        return result

    def foreign_key(self, constraint):
        target = list(constraint.elements)[0].column.table
        return self.named(constraint, {
            "columns": [str(e.parent.name) for e in constraint.elements],
            "references": {"schema": str(target.schema or self.default_schema), "table": str(target.name),
                           "columns": [str(e.column.name) for e in constraint.elements]},
            "on_delete": (constraint.ondelete or "no action").lower(),
            "on_update": (constraint.onupdate or "no action").lower(),
            "match": (constraint.match or "simple").lower(), "deferrable": bool(constraint.deferrable),
            "initially_deferred": (constraint.initially or "").lower() == "deferred",
            "validated": not constraint.dialect_options["postgresql"].get("not_valid", False)
            if "postgresql" in constraint.dialect_options else True})

    def wanted(self, item):
        """Whether the dialect would create a constraint or index that has conditions."""
        rule = getattr(item, "_create_rule", None)
        if rule is not None and not rule(self.compiler):
            return False
        condition = getattr(item, "_ddl_if", None)
        return condition is None or condition._should_execute(None, item, None, compiler=self.compiler)

    def index_key(self, expression, index):
        key, order, nulls = expression, None, None
        while isinstance(key, UnaryExpression) and key.modifier is not None:
            if key.modifier is operators.desc_op:
                order = "desc"
            elif key.modifier is operators.asc_op:
                order = "asc"
            elif "first" in key.modifier.__name__:
                nulls = "first"
            elif "last" in key.modifier.__name__:
                nulls = "last"
            else:
                break
            key = key.element
        if isinstance(key, schema.Column):
            result = {"column": str(key.name)}
        else:
            # text("created DESC") is a column and its order to the server.
            text = self.sql(key)
            plain = re.fullmatch(r"([a-z_]\w*)(?: (asc|desc))?(?: nulls (first|last))?", text.strip(), re.I)
            if plain and plain.group(1) in index.table.columns:
                result = {"column": plain.group(1)}
                order, nulls = order or (plain.group(2) or "").lower(), nulls or (plain.group(3) or "").lower()
            else:
                result = {"expression": text}
        classes = index.dialect_options["postgresql"]["ops"]
        name = getattr(expression, "key", None)
        if name in classes:
            result["operator_class"] = classes[name]
        if order == "desc":
            result["descending"] = True
        if nulls and nulls != ("first" if order == "desc" else "last"):
            result["nulls_first"] = nulls == "first"
        return result

    def index(self, index):
        options = index.dialect_options["postgresql"]
        where = options["where"]
        if isinstance(where, str):
            where = sqlalchemy.text(where)
        result = self.named(index, {
            "unique": bool(index.unique), "method": (options["using"] or "btree").lower(),
            "keys": [self.index_key(e, index) for e in index.expressions],
            "include": [c if isinstance(c, str) else str(c.name) for c in options.get("include") or []],
            "predicate": self.sql(where) if where is not None else None})
        if options.get("nulls_not_distinct"):
            result["nulls_not_distinct"] = True
        if options.get("with"):
            result["storage_parameters"] = [f"{k}={v}" for k, v in sorted(options["with"].items())]
        return result

    def table(self, table):
        columns = [self.column(c) for c in table.columns if not getattr(c, "system", False)]
        result = {"kind": "table", "comment": table.comment, "partition_of": None, "partition_key": None,
                  "inherits": [], "columns": columns, "primary_key": None, "foreign_keys": [],
                  "unique_constraints": [], "check_constraints": [], "exclusion_constraints": [], "indexes": [],
                  "triggers": [], "policies": []}
        options = table.dialect_options["postgresql"]
        if options.get("partition_by"):
            result["kind"], result["partition_key"] = "partitioned table", options["partition_by"]
        if options.get("inherits"):
            parents = options["inherits"]
            result["inherits"] = [{"schema": str(table.schema or self.default_schema), "table": parent}
                                  for parent in ([parents] if isinstance(parents, str) else parents)]
        inline = [k for c in table.columns for k in c.constraints if isinstance(k, schema.CheckConstraint)]
        for constraint in [*inline, *(k for k in table.constraints if k not in inline)]:
            if not self.wanted(constraint):
                continue
            if isinstance(constraint, schema.PrimaryKeyConstraint):
                if len(constraint.columns):
                    result["primary_key"] = self.named(constraint, {"columns": [str(c.name) for c in constraint.columns]})
            elif isinstance(constraint, schema.ForeignKeyConstraint):
                result["foreign_keys"].append(self.foreign_key(constraint))
            elif isinstance(constraint, postgresql.ExcludeConstraint):
                text = self.compiler.process(constraint)
                text = text[text.index("EXCLUDE"):]
                result["exclusion_constraints"].append(self.named(constraint, {"definition": text.strip()}))
            elif isinstance(constraint, schema.UniqueConstraint):
                postgres = constraint.dialect_options["postgresql"] if "postgresql" in constraint.dialect_options else {}
                unique = self.named(constraint, {
                    "columns": [str(c.name) for c in constraint.columns],
                    "nulls_not_distinct": bool(postgres.get("nulls_not_distinct"))})
                if constraint.deferrable:
                    unique["deferrable"] = True
                    unique["initially_deferred"] = (constraint.initially or "").lower() == "deferred"
                result["unique_constraints"].append(unique)
            elif isinstance(constraint, schema.CheckConstraint):
                check = self.named(constraint, {"expression": self.sql(constraint.sqltext)})
                if getattr(constraint, "_type_bound", False):
                    check["from_type"] = True
                result["check_constraints"].append(check)
        result["indexes"] = [self.index(i) for i in table.indexes if self.wanted(i)]
        for kind in ("foreign_keys", "unique_constraints", "check_constraints", "exclusion_constraints", "indexes"):
            result[kind].sort(key=lambda item: (item.get("name") or "", json.dumps(item, sort_keys=True)))
        self.schema(table.schema)["tables"][str(table.name)] = result

    def sequence(self, sequence):
        if sequence.optional:
            return
        data_type = getattr(sequence, "data_type", None)
        process = getattr(DIALECT, "type_compiler_instance", None) or DIALECT.type_compiler
        self.schema(sequence.schema)["sequences"][str(sequence.name)] = {
            "type": format_type(process.process(data_type)) if data_type is not None else "bigint",
            **sequence_options(sequence), "comment": None}

    def metadata(self, metadata):
        for table in metadata.tables.values():
            if not table.info.get("is_view"):
                self.table(table)
        for sequence in metadata._sequences.values():
            self.sequence(sequence)
        for table in metadata.tables.values():
            for column in table.columns:
                if isinstance(column.default, schema.Sequence):
                    self.sequence(column.default)

    def mapper(self, mapper):
        """The ORM's names on the tables and columns that a class maps itself."""
        table = mapper.local_table
        if not isinstance(table, Table):
            return
        entry = self.schemas.get(table.schema or self.default_schema, {}).get("tables", {}).get(str(table.name))
        if entry is None:
            return
        if not mapper.single:
            entry.setdefault("class", mapper.class_.__name__)
        by_name = {c["name"]: c for c in entry["columns"]}
        for column in table.columns:
            prop = mapper._columntoproperty.get(column)
            if prop is not None and str(column.name) in by_name:
                by_name[str(column.name)].setdefault("attribute", prop.key)


def metadatas_of(modules):
    """Every MetaData that a module holds, itself or through a base class, registry or Flask-SQLAlchemy object."""
    found = {}

    def add(metadata):
        if isinstance(metadata, MetaData):
            found.setdefault(id(metadata), metadata)

    for module in modules:
        for value in list(vars(module).values()):
            try:
                add(value)
                if isinstance(value, Table):
                    add(value.metadata)
                elif isinstance(value, type) or type(value).__name__ in ("registry", "SQLAlchemy"):
                    add(getattr(value, "metadata", None))
                for each in (getattr(value, "metadatas", None) or {}).values() if type(value).__name__ == "SQLAlchemy" else ():
                    add(each)
            except Exception:  # A lazy proxy may refuse to be looked at.
                continue
    return [m for m in found.values() if m.tables]


def mappers_of(metadatas):
    """All mappers that exist in this process, base classes first."""
    from sqlalchemy.orm import mapperlib
    if hasattr(mapperlib, "_mapper_registries"):
        registries = list(mapperlib._all_registries())
        mappers = [m for r in registries for m in r.mappers]
    else:
        mappers = list(mapperlib._mapper_registry)
    wanted = {id(m) for m in metadatas}
    mappers = [m for m in mappers if isinstance(m.local_table, Table) and id(m.local_table.metadata) in wanted]
    return sorted(set(mappers), key=lambda m: (len(list(m.iterate_to_root())), m.class_.__module__, m.class_.__qualname__))


def order_tables(schemas):
    for content in schemas.values():
        for kind in content:
            content[kind] = dict(sorted(content[kind].items()))
    return dict(sorted(schemas.items()))


def dump(metadatas, with_mappers=True):
    out = Dump()
    for metadata in metadatas:
        out.metadata(metadata)
    if with_mappers:
        for mapper in mappers_of(metadatas):
            out.mapper(mapper)
    return {"format": FORMAT, "source": {"kind": "models", "name": "SQLAlchemy " + sqlalchemy.__version__},
            "schemas": order_tables(out.schemas), "extensions": {}, "unresolved": out.unresolved}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--path", action="append", default=[], help="put this folder before Python's path")
    options = parser.parse_args()
    sys.path[:0] = options.path
    modules = [importlib.import_module(name) for name in options.modules]
    json.dump(dump(metadatas_of(modules)), sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
