"""Single changes of a database, each with what a comparison with the models must say of it.

`candidates(catalog, declared)` gives, by kind, every place where that kind of change can be made. A mutation knows its SQL and
the findings that are due: (rule, table, column, words), where `words` is what the finding's object must hold. An empty
list means that nothing may be reported; `silent` then says why: "equal" (it is the same schema in other words) or
"undeclared" (models have no words for it; it must stand under not_compared).
"""
import dataclasses
import re

ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


def q(name):
    return '"' + name.replace('"', '""') + '"'


def lit(text):
    return "'" + text.replace("'", "''") + "'" if "\\" not in text else "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclasses.dataclass
class Due:
    rule: str
    schema: str
    table: str = ""
    column: str = ""
    name: str = ""                     # of the constraint, index, enum …
    columns: tuple = ()
    severity: str = ""                 # empty: any


@dataclasses.dataclass
class Mutation:
    kind: str
    sql: list
    due: list
    silent: str = ""
    tables: list = dataclasses.field(default_factory=list)  # (schema, table) that it touches
    missed_words: str = ""  # silent "undeclared": what not_compared must speak of


COLUMNS = """
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
       a.attidentity::text, a.attgenerated::text, col_description(c.oid, a.attnum), t.typtype::text, t.typcategory::text,
       (SELECT collname FROM pg_collation k WHERE k.oid = a.attcollation AND a.attcollation <> t.typcollation),
       a.attnum, et.typtype::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type et ON et.oid = t.typelem AND t.typlen = -1 AND t.typelem <> 0
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')
ORDER BY 1, 2, a.attnum"""
CONSTRAINTS = """
SELECT n.nspname, c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid),
       (SELECT array_agg(a.attname ORDER BY i.ord)::text[] FROM unnest(k.conkey) WITH ORDINALITY i(num, ord)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.num),
       fn.nspname, f.relname,
       (SELECT array_agg(a.attname ORDER BY i.ord)::text[] FROM unnest(k.confkey) WITH ORDINALITY i(num, ord)
        JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = i.num),
       k.confdeltype::text, k.confupdtype::text, k.condeferrable, pg_get_expr(k.conbin, k.conrelid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype IN ('p', 'f', 'u', 'c', 'x') AND c.relkind = 'r' AND NOT c.relispartition AND n.nspname !~ '^pg_'
ORDER BY 1, 2, 3"""
INDEXES = """
SELECT n.nspname, c.relname, i.relname, x.indisunique, m.amname, pg_get_expr(x.indpred, x.indrelid),
       (SELECT array_agg(pg_get_indexdef(x.indexrelid, k, true) ORDER BY k) FROM generate_series(1, x.indnkeyatts) k),
       (SELECT array_agg(a.attname ORDER BY k)::text[] FROM generate_series(1, x.indnkeyatts) k
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[k - 1] AND x.indkey[k - 1] <> 0),
       (SELECT array_agg(format_type(a.atttypid, NULL) ORDER BY k)::text[] FROM generate_series(1, x.indnkeyatts) k
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[k - 1] AND x.indkey[k - 1] <> 0),
       pg_get_indexdef(x.indexrelid)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = i.relam
WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
ORDER BY 1, 2, 3"""
ENUMS = """
SELECT n.nspname, t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[]
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1, 2 ORDER BY 1, 2"""


class Column:
    def __init__(self, row):
        (self.schema, self.table, self.name, self.type, self.not_null, self.default, self.identity, self.generated, self.comment,
         self.typtype, self.category, self.collation, self.number, self.element_typtype) = row
        self.serial = (self.default or "").startswith("nextval(")

    @property
    def at(self):
        return f"{q(self.schema)}.{q(self.table)}"

    def alter(self, what):
        return f"ALTER TABLE {self.at} ALTER COLUMN {q(self.name)} {what}"


class Constraint:
    def __init__(self, row):
        (self.schema, self.table, self.name, self.type, self.definition, self.columns, self.target_schema, self.target,
         self.target_columns, self.on_delete, self.on_update, self.deferrable, self.expression) = row
        self.columns = self.columns or []

    @property
    def at(self):
        return f"{q(self.schema)}.{q(self.table)}"


class Index:
    def __init__(self, row):
        (self.schema, self.table, self.name, self.unique, self.method, self.predicate, self.keys, self.columns, self.types,
         self.definition) = row

    @property
    def at(self):
        return f"{q(self.schema)}.{q(self.table)}"


class Catalog:
    def __init__(self, connection):
        with connection.cursor() as cursor:
            def rows(sql):
                cursor.execute(sql)
                return cursor.fetchall()
            self.columns = [Column(r) for r in rows(COLUMNS)]
            self.constraints = [Constraint(r) for r in rows(CONSTRAINTS)]
            self.indexes = [Index(r) for r in rows(INDEXES)]
            self.enums = rows(ENUMS)
            self.comments = {(r[0], r[1]): r[2] for r in rows(
                "SELECT n.nspname, c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname !~ '^pg_'")}
        self.tables = {}
        for column in self.columns:
            self.tables.setdefault((column.schema, column.table), []).append(column)
        self.keys = {t: [k for k in self.constraints if (k.schema, k.table) == t] for t in self.tables}
        self.table_indexes = {t: [i for i in self.indexes if (i.schema, i.table) == t] for t in self.tables}

    def uses(self, column):
        """The kinds of what rests on a column: p, u, f, c, x, i, and 'r' where a foreign key points to it."""
        table = (column.schema, column.table)
        kinds = {k.type for k in self.keys[table] if column.name in k.columns}
        for index in self.table_indexes[table]:
            if re.search(r'(?<!\w)' + re.escape(column.name) + r'(?!\w)', index.definition.split(" ON ", 1)[1].split(" ", 1)[1]):
                kinds.add("i")
        for key in self.constraints:
            if key.type == "f" and (key.target_schema, key.target) == table and column.name in key.target_columns:
                kinds.add("r")
        for other in self.tables[table]:
            if other.generated and re.search(r'\b' + re.escape(column.name) + r'\b', other.default or ""):
                kinds.add("g")
        return kinds

    def referenced(self, table):
        return any(k.type == "f" and (k.target_schema, k.target) == table for k in self.constraints)


# A column's type -> types that it can be changed to by a cast, each another kind of difference.
RETYPES = {
    "integer": ["bigint", "smallint", "numeric", "text", "double precision"],
    "bigint": ["integer", "numeric(20,0)", "text"],
    "smallint": ["integer", "bigint"],
    "text": ["character varying(120)", "character varying", "bytea", "character(40)", "text[]", "jsonb"],
    "character varying": ["text", "character varying(77)", "character(33)"],
    "boolean": ["integer", "text"],
    "timestamp without time zone": ["timestamp with time zone", "date", "timestamp(3) without time zone", "text"],
    "timestamp with time zone": ["timestamp without time zone", "date", "timestamp(0) with time zone"],
    "date": ["timestamp without time zone", "timestamp with time zone", "text"],
    "time without time zone": ["time with time zone", "interval"],
    "interval": ["text", "interval(2)", "interval day to second"],
    "double precision": ["real", "numeric", "integer", "numeric(10,2)"],
    "real": ["double precision"],
    "numeric": ["numeric(12,4)", "double precision", "bigint"],
    "json": ["jsonb", "text"],
    "jsonb": ["json", "text"],
    "uuid": ["text", "character varying(36)"],
    "bytea": ["text"],
}


def retypes(column):
    base = re.sub(r"\(.*?\)", "", column.type)
    match = re.fullmatch(r"(character varying|character|bit varying|bit)\((\d+)\)", column.type)
    if match:
        n = int(match.group(2))
        yield f"{match.group(1)}({n + 13})"
        if n > 1:
            yield f"{match.group(1)}({n - 1})"
        yield "text"
        if match.group(1) == "character varying":
            yield "character varying"
            yield f"character({n})"
        return
    if match := re.fullmatch(r"numeric\((\d+),(\d+)\)", column.type):
        p, s = int(match.group(1)), int(match.group(2))
        yield f"numeric({p + 2},{s})"
        yield f"numeric({p + 2},{s + 1})"
        yield "numeric"
        yield "double precision"
        return
    if column.typtype == "e":
        yield "text"
        yield "character varying(40)"
        return
    if column.type.endswith("[]"):
        yield "text" if column.type != "text[]" else "character varying(9)[]"
        return
    yield from RETYPES.get(base, [])


def using(column, target):
    old, name = column.type, q(column.name)
    if target.endswith("[]"):
        return f"ARRAY[{name}]::{target}" if not old.endswith("[]") else f"{name}::text[]::{target}"
    if target == "bytea" or old == "bytea":
        return f"convert_to({name}, 'UTF8')" if target == "bytea" else f"encode({name}, 'hex')"
    if target in ("interval",):
        return f"{name}::interval"
    if target == "jsonb" and old == "text":
        return f"to_jsonb({name})"
    if target == "time with time zone":
        return f"{name}::time with time zone"
    return f"{name}::text::{target}" if old == "boolean" and target == "text" else f"{name}::{target}"


def candidates(catalog, declared, default_schema="public"):
    """kind -> list of mutations."""
    found = {}

    def add(kind, sql, due, tables=(), silent="", missed_words=""):
        sql = [sql] if isinstance(sql, str) else sql
        mutation = Mutation(kind, sql, due, silent, list(tables), missed_words)
        found.setdefault(kind, []).append(mutation)

    def declared_table(schema, table):
        return declared["schemas"].get(schema, {}).get("tables", {}).get(table)

    def named_in_models(constraint):
        """Whether the models give this constraint its name."""
        table = declared_table(constraint.schema, constraint.table)
        if table is None:
            return False
        lists = {"p": [table["primary_key"]] if table["primary_key"] else [], "f": table["foreign_keys"],
                 "u": table["unique_constraints"], "c": table["check_constraints"], "x": table["exclusion_constraints"]}
        return any(item.get("name") == constraint.name for item in lists[constraint.type])

    for (schema, table), columns in catalog.tables.items():
        at = f"{q(schema)}.{q(table)}"
        here = [(schema, table)]
        keys = catalog.keys[(schema, table)]
        referenced = catalog.referenced((schema, table))
        names = {c.name for c in columns}

        def due(rule, column="", name="", cols=(), severity="", schema=schema, table=table):
            return Due(rule, schema, table, column, name, tuple(cols), severity)

        # ---- the table itself
        add("table: drop", f"DROP TABLE {at} CASCADE", [due("table-extra", severity="critical")], here)
        add("table: create like", f"CREATE TABLE {q(schema)}.zz_invoices (ident bigint PRIMARY KEY, remark text, amount numeric(9,2))",
            [due("table-missing", table="zz_invoices")], [(schema, "zz_invoices")])
        first = next((k for k in keys if k.type == "p" and len(k.columns) == 1), None)
        if first:
            column = next(c for c in columns if c.name == first.columns[0])
            add("table: create with references",
                f"CREATE TABLE {q(schema)}.zz_orders (ident bigint PRIMARY KEY, owner {column.type} REFERENCES {at}, made_on date)",
                [due("table-missing", table="zz_orders")], [(schema, "zz_orders"), (schema, table)])
        if len(table) > 5 and (schema, table + "_old") not in catalog.tables:
            add("table: rename (near)", f"ALTER TABLE {at} RENAME TO {q(table + '_old')}",
                [due("probable-rename", table=table + "_old")], [(schema, table), (schema, table + "_old")])
        if len(columns) >= 5:
            add("table: rename (far)", f"ALTER TABLE {at} RENAME TO zz_archive",
                [due("probable-rename", table="zz_archive")], [(schema, table), (schema, "zz_archive")])
        comment = catalog.comments.get((schema, table))
        add("table: comment", f"COMMENT ON TABLE {at} IS 'planted here'", [due("table-comment")], here)
        if comment:
            add("table: comment dropped", f"COMMENT ON TABLE {at} IS NULL", [due("table-comment")], here)
        add("table: move to another schema", ["CREATE SCHEMA zz_other", f"ALTER TABLE {at} SET SCHEMA zz_other"],
            [due("probable-rename", schema="zz_other", severity="critical")], here)
        # ---- what models do not declare
        add("undeclared: unlogged", f"ALTER TABLE {at} SET UNLOGGED", [], here, "undeclared", "storage")
        add("undeclared: fillfactor of a table", f"ALTER TABLE {at} SET (fillfactor = 70)", [], here, "undeclared", "storage")
        add("undeclared: row security", f"ALTER TABLE {at} ENABLE ROW LEVEL SECURITY", [], here, "undeclared", "row security")
        add("undeclared: policy", f"CREATE POLICY zz_policy ON {at} USING (true)", [], here, "undeclared", "policies")
        add("undeclared: trigger", [
            f"CREATE FUNCTION {q(schema)}.zz_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            f"CREATE TRIGGER zz_touch BEFORE UPDATE ON {at} FOR EACH ROW EXECUTE FUNCTION {q(schema)}.zz_touch()"],
            [], here, "undeclared", "triggers")
        add("undeclared: rule", f"CREATE RULE zz_rule AS ON DELETE TO {at} DO INSTEAD NOTHING", [], here, "undeclared", "rules")
        add("undeclared: privilege", f"GRANT SELECT ON {at} TO PUBLIC", [], here, "undeclared", "privileges")
        add("undeclared: owner", ["CREATE ROLE zz_owner", f"ALTER TABLE {at} OWNER TO zz_owner"], [], here, "undeclared", "owners")
        add("undeclared: view", f"CREATE VIEW {q(schema)}.zz_view AS SELECT {q(columns[0].name)} FROM {at}", [], here, "undeclared", "views")
        add("undeclared: materialized view", f"CREATE MATERIALIZED VIEW {q(schema)}.zz_mv AS SELECT {q(columns[0].name)} FROM {at}",
            [], here, "undeclared", "materialized views")
        add("undeclared: function", f"CREATE FUNCTION {q(schema)}.zz_f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 1'", [],
            here, "undeclared", "functions")
        add("undeclared: sequence", f"CREATE SEQUENCE {q(schema)}.zz_numbers START 5", [], here, "undeclared", "sequences")
        add("undeclared: domain", f"CREATE DOMAIN {q(schema)}.zz_domain AS text CHECK (VALUE <> '')", [], here, "undeclared", "domains")
        add("undeclared: composite type", f"CREATE TYPE {q(schema)}.zz_pair AS (a integer, b text)", [], here, "undeclared", "composite types")
        add("undeclared: range type", f"CREATE TYPE {q(schema)}.zz_range AS RANGE (subtype = float8)", [], here, "undeclared", "range types")
        add("undeclared: extension", "CREATE EXTENSION IF NOT EXISTS tablefunc", [], here, "undeclared", "extensions")
        if len(columns) > 1:
            add("undeclared: statistics", f"CREATE STATISTICS {q(schema)}.zz_stats ON {q(columns[0].name)}, {q(columns[1].name)} FROM {at}",
                [], here, "undeclared", "other objects")
        add("undeclared: statistics target", f"ALTER TABLE {at} ALTER COLUMN {q(columns[0].name)} SET STATISTICS 500", [], here,
            "undeclared", "storage")
        add("undeclared: enum unused", f"CREATE TYPE {q(schema)}.zz_mood AS ENUM ('sad', 'ok')",
            [Due("enum-missing", schema, name="zz_mood", severity="info")], here)

        # ---- columns
        add("column: add nullable", f"ALTER TABLE {at} ADD COLUMN zz_phone text", [due("column-missing", "zz_phone", severity="warning")], here)
        add("column: add with default", f"ALTER TABLE {at} ADD COLUMN zz_flag boolean NOT NULL DEFAULT false",
            [due("column-missing", "zz_flag", severity="warning")], here)
        add("column: add NOT NULL", f"ALTER TABLE {at} ADD COLUMN zz_code integer NOT NULL",
            [due("column-missing", "zz_code", severity="critical")], here)
        add("column: add with unique, check, index",
            [f"ALTER TABLE {at} ADD COLUMN zz_slug text UNIQUE CHECK (zz_slug <> '')", f"CREATE INDEX ON {at} (lower(zz_slug))"],
            [due("column-missing", "zz_slug")], here)
        add("column: add generated", f"ALTER TABLE {at} ADD COLUMN zz_sum integer GENERATED ALWAYS AS (1 + 1) STORED",
            [due("column-missing", "zz_sum")], here)
        if not any(c.identity for c in columns):
            add("column: add identity", f"ALTER TABLE {at} ADD COLUMN zz_id bigint GENERATED ALWAYS AS IDENTITY",
                [due("column-missing", "zz_id")], here)
        add("column: add serial", f"ALTER TABLE {at} ADD COLUMN zz_no serial", [due("column-missing", "zz_no")], here)
        plain = [c for c in columns if not catalog.uses(c) and not c.generated]
        for c in columns:
            col, uses = q(c.name), catalog.uses(c)
            if len(columns) > 1 and "r" not in uses:
                kind = ("column: drop a plain one" if not uses else "column: drop one of the primary key" if "p" in uses else
                        "column: drop one with constraints")
                if "p" in uses and len([k for k in keys if k.type == "p"][0].columns) == len(columns):
                    pass
                add(kind, f"ALTER TABLE {at} DROP COLUMN {col} CASCADE", [due("column-extra", c.name, severity="critical")], here)
            if len(c.name) >= 4 and c.name + "_old" not in names:
                add("column: rename (near)", f"ALTER TABLE {at} RENAME COLUMN {col} TO {q(c.name + '_old')}",
                    [due("probable-rename", c.name + "_old", severity="critical")], here)
            if 1 < c.number < len(columns):
                add("column: rename (far)", f"ALTER TABLE {at} RENAME COLUMN {col} TO zz_wholly_else",
                    [due("probable-rename", "zz_wholly_else")], here)
            for target in retypes(c):
                if c.generated or c.serial and target not in ("integer", "bigint", "smallint"):
                    continue
                if c.default and not c.serial and not c.typtype == "e" and "(" in c.default and "text" in target:
                    continue
                steps = []
                if c.default and not c.serial:
                    steps.append(c.alter("DROP DEFAULT"))
                steps.append(c.alter(f"TYPE {target} USING {using(c, target)}"))
                if c.default and not c.serial:
                    if c.typtype == "e":
                        value = re.match(r"('(?:[^']|'')*')::", c.default)
                        if not value:
                            continue
                        steps.append(c.alter(f"SET DEFAULT {value.group(1)}"))
                    elif re.fullmatch(r"'(?:[^']|'')*'(::.*)?|-?[\d.]+|now\(\)|CURRENT_TIMESTAMP", c.default) and not target.endswith("[]"):
                        steps.append(c.alter(f"SET DEFAULT {re.sub(r'::.*', '', c.default)}"))
                    else:
                        continue
                add(f"column: retype {kind_of(c)} to {re.sub(r'[(]([0-9,]+)[)]', '(n)', target)}", steps,
                    [due("column-type", c.name)], here)
            if c.not_null and "p" not in uses and not c.identity:
                add("column: drop NOT NULL", c.alter("DROP NOT NULL"), [due("column-nullable", c.name)], here)
            if not c.not_null:
                add("column: set NOT NULL", c.alter("SET NOT NULL"), [due("column-nullable", c.name, severity="" if c.default or c.generated else "critical")], here)
            defaults(add, due, c, uses, here)
            if c.category == "S" and c.typtype == "b" and not c.collation and "f" not in uses and "r" not in uses and not c.generated and "g" not in uses:
                add("column: collation", c.alter(f'TYPE {c.type} COLLATE "C"'), [due("column-collation", c.name)], here)
            if c.collation:
                add("column: collation dropped", c.alter(f'TYPE {c.type} COLLATE "default"'), [due("column-collation", c.name)], here)
            add("column: comment", f"COMMENT ON COLUMN {at}.{col} IS 'planted here'", [due("column-comment", c.name)], here)
            if c.comment:
                add("column: comment dropped", f"COMMENT ON COLUMN {at}.{col} IS NULL", [due("column-comment", c.name)], here)
                add("column: comment changed", f"COMMENT ON COLUMN {at}.{col} IS {lit(c.comment + '!')}", [due("column-comment", c.name)], here)
            if c.category in "SUA" and c.typtype == "b" and c.type in ("text", "jsonb", "bytea", "json"):
                add("undeclared: storage of a column", c.alter("SET STORAGE EXTERNAL"), [], here, "undeclared", "storage")
            if c in plain and c.number < len(columns) and not c.default and not c.not_null and not c.comment and not c.collation:
                add("equal: column moved to the end", [f"ALTER TABLE {at} DROP COLUMN {col}", f"ALTER TABLE {at} ADD COLUMN {col} {c.type}"],
                    [], here, "equal")

        # ---- primary key
        key = next((k for k in keys if k.type == "p"), None)
        if key:
            drop = f"ALTER TABLE {at} DROP CONSTRAINT {q(key.name)}"
            cols = ", ".join(map(q, key.columns))
            spare = [c for c in columns if c.name not in key.columns and c.not_null and c.type not in ("json",)]
            if not referenced:
                add("primary key: drop", drop, [due("primary-key", cols=key.columns, severity="critical")], here)
                if len(key.columns) > 1:
                    swapped = key.columns[1:] + key.columns[:1]
                    add("primary key: reorder", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({', '.join(map(q, swapped))})"],
                        [due("primary-key")], here)
                    add("primary key: narrow", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({q(key.columns[0])})"],
                        [due("primary-key")], here)
                if spare:
                    add("primary key: widen", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({cols}, {q(spare[0].name)})"],
                        [due("primary-key")], here)
                    add("primary key: move", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({q(spare[0].name)})"],
                        [due("primary-key")], here)
                    add("primary key: INCLUDE", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({cols}) INCLUDE ({q(spare[0].name)})"],
                        [due("primary-key")], here)
                add("primary key: deferrable", [drop, f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} PRIMARY KEY ({cols}) DEFERRABLE"],
                    [due("primary-key")], here)
            named = named_in_models(key)
            add("primary key: rename" if named else "equal: primary key renamed, name not declared",
                f"ALTER TABLE {at} RENAME CONSTRAINT {q(key.name)} TO zz_key",
                [due("constraint-name", severity="info")] if named else [], here, "" if named else "equal")

        constraints(add, due, catalog, columns, keys, named_in_models, here)
        indexes(add, due, catalog, columns, here)

    enums(add, catalog)
    return found


def kind_of(column):
    return "enum" if column.typtype == "e" else re.sub(r"\(.*?\)", "(n)", column.type)


def defaults(add, due, c, uses, here):
    if c.generated:
        add("generated: drop expression", c.alter("DROP EXPRESSION"), [due("column-generated", c.name)], here)
        return
    if c.identity:
        add("identity: drop", c.alter("DROP IDENTITY"), [due("column-identity", c.name)], here)
        other = "ALWAYS" if c.identity == "d" else "BY DEFAULT"
        add("identity: other kind", c.alter(f"SET GENERATED {other}"), [due("column-identity", c.name)], here)
        add("identity: increment", c.alter("SET INCREMENT BY 10"), [due("column-identity", c.name)], here)
        add("identity: start", c.alter("SET START WITH 77"), [due("column-identity", c.name)], here)
        add("identity: cycle", c.alter("SET CYCLE"), [due("column-identity", c.name)], here)
        add("identity: cache", c.alter("SET CACHE 20"), [due("column-identity", c.name)], here)
        add("identity: maximum", c.alter("SET MAXVALUE 99999"), [due("column-identity", c.name)], here)
        return
    if c.serial:
        add("default: drop of serial", c.alter("DROP DEFAULT"), [due("column-default", c.name)], here)
        add("identity: in place of serial", [c.alter("DROP DEFAULT"), c.alter("ADD GENERATED BY DEFAULT AS IDENTITY")],
            [due("column-identity", c.name)], here)
        return
    if c.default:
        add("default: drop", c.alter("DROP DEFAULT"), [due("column-default", c.name)], here)
        if re.fullmatch(r"-?\d+", c.default):
            add("default: another number", c.alter(f"SET DEFAULT {int(c.default) + 1}"), [due("column-default", c.name)], here)
            add("equal: default as a string", c.alter(f"SET DEFAULT '{c.default}'"), [], here, "equal")
        elif c.default in ("true", "false"):
            add("default: the other boolean", c.alter(f"SET DEFAULT {'false' if c.default == 'true' else 'true'}"), [due("column-default", c.name)], here)
            add("equal: default as a string", c.alter(f"SET DEFAULT '{c.default[0]}'"), [], here, "equal")
        elif c.default in ("now()", "CURRENT_TIMESTAMP"):
            add("default: clock_timestamp()", c.alter("SET DEFAULT clock_timestamp()"), [due("column-default", c.name)], here)
            add("default: now() at a zone", c.alter("SET DEFAULT timezone('utc', now())"), [due("column-default", c.name)], here)
            add("equal: now() and CURRENT_TIMESTAMP", c.alter(f"SET DEFAULT {'now()' if c.default != 'now()' else 'CURRENT_TIMESTAMP'}"), [], here, "equal")
        elif match := re.match(r"'((?:[^']|'')*)'::", c.default):
            if c.category == "S":
                add("default: another text", c.alter(f"SET DEFAULT 'zz{match.group(1)[:3]}'"), [due("column-default", c.name)], here)
                add("default: a blank more", c.alter(f"SET DEFAULT '{match.group(1)} '"), [due("column-default", c.name)], here)
            if c.type in ("json", "jsonb"):
                add("default: another JSON", c.alter("SET DEFAULT '{\"zz\": 1}'"), [due("column-default", c.name)], here)
        return
    if "f" in uses:
        return
    if c.category == "N" and c.typtype == "b" and "int" in c.type:
        add("default: new number", c.alter("SET DEFAULT 7"), [due("column-default", c.name)], here)
        if "p" not in uses and c.type in ("integer", "bigint") and c.not_null:
            add("identity: new", c.alter("ADD GENERATED BY DEFAULT AS IDENTITY"), [due("column-identity", c.name)], here)
        add("default: nextval of a sequence", [f"CREATE SEQUENCE {q(c.schema)}.zz_seq", c.alter(f"SET DEFAULT nextval('{q(c.schema)}.zz_seq')")],
            [due("column-default", c.name)], here)
    elif c.category == "S" and c.typtype == "b":
        add("default: new text", c.alter("SET DEFAULT ''"), [due("column-default", c.name)], here)
    elif c.category == "B":
        add("default: new boolean", c.alter("SET DEFAULT true"), [due("column-default", c.name)], here)
    elif c.category == "D" and "timestamp" in c.type:
        add("default: new now()", c.alter("SET DEFAULT now()"), [due("column-default", c.name)], here)
    elif c.type in ("json", "jsonb"):
        add("default: new JSON", c.alter("SET DEFAULT '{}'"), [due("column-default", c.name)], here)
    elif c.type == "uuid":
        add("default: new function", c.alter("SET DEFAULT gen_random_uuid()"), [due("column-default", c.name)], here)


def constraints(add, due, catalog, columns, keys, named_in_models, here):
    (schema, table), = here
    at = f"{q(schema)}.{q(table)}"
    by_name = {c.name: c for c in columns}
    unique_sets = {tuple(sorted(k.columns)) for k in keys if k.type in "pu"}
    unique_sets |= {tuple(sorted(filter(None, i.columns))) for i in catalog.table_indexes[(schema, table)] if i.unique}
    referenced_sets = {tuple(sorted(k.target_columns)) for k in catalog.constraints if k.type == "f" and (k.target_schema, k.target) == (schema, table)}

    def again(key, definition):
        return [f"ALTER TABLE {at} DROP CONSTRAINT {q(key.name)}", f"ALTER TABLE {at} ADD CONSTRAINT {q(key.name)} {definition}"]

    for key in keys:
        cols = ", ".join(map(q, key.columns))
        spare = [c for c in columns if c.name not in key.columns and c.type not in ("json",)]
        drop = f"ALTER TABLE {at} DROP CONSTRAINT {q(key.name)}"
        kind = {"f": "foreign key", "u": "unique", "c": "check", "x": "exclusion"}.get(key.type)
        if kind is None:
            continue
        rule = kind.replace(" ", "-")
        place = dict(name="" if key.type in "fu" else key.name, cols=key.columns if key.type in "fu" else ())
        pinned = key.type == "u" and tuple(sorted(key.columns)) in referenced_sets
        if not pinned:
            add(f"{kind}: drop", drop, [due(f"{rule}-extra", **place)], here)
        named = named_in_models(key)
        add(f"{kind}: rename" if named else f"equal: {kind} renamed, name not declared",
            f"ALTER TABLE {at} RENAME CONSTRAINT {q(key.name)} TO zz_renamed",
            [due("constraint-name", severity="info")] if named else [], here, "" if named else "equal")
        add(f"undeclared: comment on {kind}", f"COMMENT ON CONSTRAINT {q(key.name)} ON {at} IS 'planted'", [], here, "undeclared", "comments")
        if key.type == "f":
            target = f"{q(key.target_schema)}.{q(key.target)} ({', '.join(map(q, key.target_columns))})"
            base = f"FOREIGN KEY ({cols}) REFERENCES {target}"
            delete = f" ON DELETE {ACTIONS[key.on_delete]}" if key.on_delete != "a" else ""
            update = f" ON UPDATE {ACTIONS[key.on_update]}" if key.on_update != "a" else ""
            tail = " DEFERRABLE INITIALLY DEFERRED" if "INITIALLY DEFERRED" in key.definition else " DEFERRABLE" if key.deferrable else ""
            both = here + [(key.target_schema, key.target)]
            definition = [due("foreign-key-definition", cols=key.columns)]
            for action in ("r", "c", "n", "d", "a"):
                if action != key.on_delete:
                    add(f"foreign key: ON DELETE to {ACTIONS[action]}", again(key, f"{base}{update} ON DELETE {ACTIONS[action]}{tail}"), definition, both)
                if action != key.on_update:
                    add(f"foreign key: ON UPDATE to {ACTIONS[action]}", again(key, f"{base} ON UPDATE {ACTIONS[action]}{delete}{tail}"), definition, both)
            if key.deferrable:
                add("foreign key: not deferrable", again(key, f"{base}{update}{delete}"), definition, both)
            else:
                add("foreign key: deferrable", again(key, f"{base}{update}{delete} DEFERRABLE"), definition, both)
                add("foreign key: initially deferred", again(key, f"{base}{update}{delete} DEFERRABLE INITIALLY DEFERRED"), definition, both)
            add("foreign key: MATCH FULL", again(key, f"{base} MATCH FULL{update}{delete}{tail}"), definition, both)
            add("undeclared: NOT VALID foreign key", again(key, f"{base}{update}{delete}{tail} NOT VALID"), [], both, "undeclared", "NOT VALID")
            if len(key.columns) > 1:
                add("foreign key: SET NULL of one column", again(key, f"{base}{update} ON DELETE SET NULL ({q(key.columns[0])}){tail}"), definition, both)
            for other in catalog.constraints:
                if other.type == "p" and (other.schema, other.table) not in (here[0], (key.target_schema, key.target)) and len(other.columns) == len(key.columns):
                    if [next(c.type for c in catalog.tables[(other.schema, other.table)] if c.name == n) for n in other.columns] == \
                            [by_name[n].type for n in key.columns]:
                        add("foreign key: another table", again(key, f"FOREIGN KEY ({cols}) REFERENCES {other.at}{update}{delete}{tail}"), definition,
                            both + [(other.schema, other.table)])
                        break
        elif key.type == "u":
            definition = [due("unique-definition", cols=())]
            if pinned:
                continue
            if len(key.columns) > 1:
                swapped = ", ".join(map(q, key.columns[1:] + key.columns[:1]))
                add("unique: reorder", again(key, f"UNIQUE ({swapped})"), definition, here)
                if tuple(sorted(key.columns[:1])) not in unique_sets:
                    add("unique: one column less", again(key, f"UNIQUE ({q(key.columns[0])})"), definition, here)
            if spare:
                add("unique: one column more", again(key, f"UNIQUE ({cols}, {q(spare[-1].name)})"), definition, here)
                add("unique: INCLUDE", again(key, f"UNIQUE ({cols}) INCLUDE ({q(spare[-1].name)})"), definition, here)
            if not key.deferrable:
                add("unique: deferrable", again(key, f"UNIQUE ({cols}) DEFERRABLE"), definition, here)
            if "NULLS NOT DISTINCT" not in key.definition:
                add("unique: NULLS NOT DISTINCT", again(key, f"UNIQUE NULLS NOT DISTINCT ({cols})"), definition, here)
                add("equal: unique index in place of the constraint", [drop, f"CREATE UNIQUE INDEX {q(key.name)} ON {at} ({cols})"], [], here, "equal") \
                    if not key.deferrable else None
        elif key.type == "c":
            definition = [due("check-expression", name=key.name)]
            number = re.search(r"(?<![\w'])\d+(?![\w'])", key.expression)
            if number:
                changed = key.expression[:number.start()] + str(int(number.group()) + 3) + key.expression[number.end():]
                add("check: another number", again(key, f"CHECK ({changed})"), definition, here)
            for a, b in ((" >= ", " > "), (" > ", " >= "), (" = ", " <> "), (" AND ", " OR "), (" OR ", " AND "), (" IS NULL", " IS NOT NULL")):
                if a in key.expression and "ARRAY" not in key.expression:
                    add(f"check:{a}to{b}".rstrip(), again(key, f"CHECK ({key.expression.replace(a, b, 1)})"), definition, here)
                    break
            label = re.search(r"ARRAY\[(.*)\]", key.expression)
            if label:
                parts = label.group(1).split(", ")
                grown = key.expression.replace(label.group(1), label.group(1) + ", " + re.sub(r"'(.*?)'", r"'zz_\1'", parts[0], count=1))
                add("check: a value more", again(key, f"CHECK ({grown})"), definition, here)
                if len(parts) > 1:
                    add("check: a value less", again(key, f"CHECK ({key.expression.replace(label.group(1), ', '.join(parts[:-1]))})"), definition, here)
                    add("equal: check's values in another order", again(key, f"CHECK ({key.expression.replace(label.group(1), ', '.join(parts[::-1]))})"),
                        [], here, "equal")
            add("check: more to it", again(key, f"CHECK (({key.expression}) AND 1 < 2)"), definition, here)
            add("undeclared: NOT VALID check", again(key, f"CHECK ({key.expression}) NOT VALID"), [], here, "undeclared", "NOT VALID")
            add("undeclared: NO INHERIT check", again(key, f"CHECK ({key.expression}) NO INHERIT"), [], here, "undeclared", "NO INHERIT")

    # ---- new ones
    free = [c for c in columns if c.type not in ("json",) and (c.name,) not in unique_sets]
    if free:
        c = free[-1]
        add("unique: new", f"ALTER TABLE {at} ADD CONSTRAINT zz_key UNIQUE ({q(c.name)})", [due("unique-missing", cols=[c.name])], here)
        if len(free) > 1 and tuple(sorted([c.name, free[0].name])) not in unique_sets:
            add("unique: new over two", f"ALTER TABLE {at} ADD CONSTRAINT zz_key UNIQUE ({q(free[0].name)}, {q(c.name)})",
                [due("unique-missing", cols=[free[0].name, c.name])], here)
    c = columns[-1]
    add("check: new", f"ALTER TABLE {at} ADD CONSTRAINT zz_check CHECK ({q(c.name)} IS NOT NULL)", [due("check-missing", name="zz_check")], here)
    add("check: new over two", f"ALTER TABLE {at} ADD CONSTRAINT zz_check CHECK ({q(c.name)} IS NOT NULL OR {q(columns[0].name)} IS NULL)",
        [due("check-missing", name="zz_check")], here)
    for c in columns:
        if c.type in ("integer", "bigint") and "f" not in catalog.uses(c):
            own = next((k for k in keys if k.type == "p" and len(k.columns) == 1 and by_name[k.columns[0]].type == c.type and k.columns[0] != c.name), None)
            if own:
                add("foreign key: new", f"ALTER TABLE {at} ADD CONSTRAINT zz_fk FOREIGN KEY ({q(c.name)}) REFERENCES {at}",
                    [due("foreign-key-missing", cols=[c.name])], here)
                break
    if ranges := [c for c in columns if c.type in ("integer", "bigint", "date")]:
        c = ranges[0]
        function = {"integer": "int4range", "bigint": "int8range", "date": "daterange"}[c.type]
        add("exclusion: new", f"ALTER TABLE {at} ADD CONSTRAINT zz_excl EXCLUDE USING gist ({function}({q(c.name)}, {q(c.name)}, '[]') WITH &&)",
            [due("exclusion-missing", name="zz_excl")], here)


def indexes(add, due, catalog, columns, here):
    (schema, table), = here
    at = f"{q(schema)}.{q(table)}"
    by_name = {c.name: c for c in columns}
    sets = {tuple(i.columns) for i in catalog.table_indexes[(schema, table)]}
    for index in catalog.table_indexes[(schema, table)]:
        at_index = f"{q(schema)}.{q(index.name)}"
        drop = f"DROP INDEX {at_index}"
        where = f" WHERE {index.predicate}" if index.predicate else ""
        unique = "UNIQUE " if index.unique else ""
        keys = list(index.keys)
        definition = [due("index-definition", name=index.name)]
        pinned = index.unique and any(k.type == "f" and (k.target_schema, k.target) == here[0] and set(k.target_columns) == set(index.columns)
                                      for k in catalog.constraints)
        if pinned:
            continue

        def again(keys, where=where, unique=unique, method=index.method, include="", after="", name=index.name):
            return [drop, f"CREATE {unique}INDEX {q(name)} ON {at} USING {method} ({', '.join(keys)}){include}{after}{where}"]

        add("index: drop", drop, [due("index-extra", name=index.name)], here)
        add("index: rename", f"ALTER INDEX {at_index} RENAME TO zz_index", [due("constraint-name", severity="info")], here)
        add("undeclared: comment on an index", f"COMMENT ON INDEX {at_index} IS 'planted'", [], here, "undeclared", "comments")
        add("index: fillfactor", f"ALTER INDEX {at_index} SET (fillfactor = 66)", definition, here) if index.method in ("btree", "hash", "gist") else None
        add("undeclared: invalid index", f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{at_index}'::regclass", [], here,
            "undeclared", "NOT VALID")
        if index.method != "btree":
            if all(index.columns) and index.method == "hash":
                add("index: method", again(keys, method="btree"), definition, here)
            if not index.predicate and index.columns[0]:
                add("index: predicate new", again(keys, where=f" WHERE {q(index.columns[0])} IS NOT NULL"), definition, here)
            continue
        plain = all(index.columns)
        twins = plain and any(k.type in "pu" and set(k.columns) == set(index.columns) for k in catalog.keys[here[0]])
        if index.unique:
            add("index: not unique", again(keys, unique=""), definition, here)
        elif not twins:
            add("index: unique", again(keys, unique="UNIQUE "), definition, here)
        if not index.predicate and plain:
            add("index: predicate new", again(keys, where=f" WHERE {q(index.columns[0])} IS NOT NULL"), definition, here)
            add("index: expression in place of a column",
                again([f"lower({q(index.columns[0])}::text)", *keys[1:]]), definition, here) if by_name[index.columns[0]].category == "S" else None
        if index.predicate:
            add("index: predicate dropped", again(keys, where=""), definition, here)
            add("index: predicate changed", again(keys, where=f" WHERE ({index.predicate}) AND 1 < 2"), definition, here)
        if len(keys) > 1:
            add("index: reorder", again(keys[1:] + keys[:1]), definition, here) if tuple(index.columns[1:] + index.columns[:1]) not in sets else None
            add("index: a key less", again(keys[:-1]), definition, here) if tuple(index.columns[:-1]) not in sets else None
        spare = [c for c in columns if c.name not in index.columns and c.type not in ("json", "jsonb", "bytea") and c.category in "SNDB" and c.typtype == "b"]
        if spare and tuple(index.columns + [spare[-1].name]) not in sets:
            add("index: a key more", again(keys + [q(spare[-1].name)]), definition, here)
        if spare:
            add("index: INCLUDE", again(keys, include=f" INCLUDE ({q(spare[-1].name)})"), definition, here)
        if plain and not any(re.search(r" (DESC|ASC|NULLS)\b|_ops$", k) for k in keys):
            add("index: DESC", again([keys[0] + " DESC", *keys[1:]]), definition, here)
            add("index: NULLS FIRST", again([keys[0] + " NULLS FIRST", *keys[1:]]), definition, here)
            add("index: DESC NULLS LAST", again([keys[0] + " DESC NULLS LAST", *keys[1:]]), definition, here)
            if by_name[index.columns[0]].category == "S" and by_name[index.columns[0]].typtype == "b":
                add("index: operator class", again([keys[0] + " text_pattern_ops", *keys[1:]]), definition, here)
                add("index: collation", again([keys[0] + ' COLLATE "C"', *keys[1:]]), definition, here)
            add("equal: index with its defaults written", again([keys[0] + " ASC NULLS LAST", *keys[1:]]), [], here, "equal")
            if len(keys) == 1 and not index.unique:
                add("index: method", again(keys, method="hash"), definition, here)
                add("index: BRIN", again(keys, method="brin"), definition, here) if by_name[index.columns[0]].category in "ND" else None
        if index.unique and "NULLS NOT DISTINCT" not in index.definition:
            add("index: NULLS NOT DISTINCT", again(keys, after=" NULLS NOT DISTINCT"), definition, here)
    usable = [c for c in columns if c.type not in ("json", "jsonb", "bytea", "xml") and c.category in "SNDBU" and c.typtype == "b"]
    if usable:
        c = usable[-1]
        if (c.name,) not in sets:
            add("index: new", f"CREATE INDEX zz_index ON {at} ({q(c.name)})", [due("index-missing", name="zz_index", severity="info")], here)
        add("index: new partial", f"CREATE INDEX zz_index ON {at} ({q(c.name)}) WHERE {q(c.name)} IS NOT NULL", [due("index-missing", name="zz_index")], here)
        add("index: new unique partial", f"CREATE UNIQUE INDEX zz_index ON {at} ({q(c.name)}) WHERE {q(c.name)} IS NOT NULL",
            [due("index-missing", name="zz_index")], here)
        if c.category == "S":
            add("index: new on an expression", f"CREATE INDEX zz_index ON {at} (upper({q(c.name)}::text))", [due("index-missing", name="zz_index")], here)


def enums(add, catalog):
    for schema, name, labels in catalog.enums:
        used = sorted({(c.schema, c.table) for c in catalog.columns if c.type in (name, q(name), f"{schema}.{name}", f"{q(schema)}.{q(name)}")})
        at = f"{q(schema)}.{q(name)}"
        due = [Due("enum-labels", schema, name=name)]
        add("enum: a label more", f"ALTER TYPE {at} ADD VALUE 'zz_new'", due, used)
        add("enum: a label more in front", f"ALTER TYPE {at} ADD VALUE 'zz_new' BEFORE {lit(labels[0])}", due, used)
        add("enum: a label renamed", f"ALTER TYPE {at} RENAME VALUE {lit(labels[-1])} TO 'zz_other'", due, used)
        # The server refuses to read a default of a label that is gone; the ways that there are to drop one ask for it first.
        defaults = [c.default for columns in catalog.tables.values() for c in columns if c.default and name in c.type]
        if len(labels) > 1:
            where = f"enumtypid = '{at}'::regtype AND enumlabel"
            if not any(lit(labels[-1]) in default for default in defaults):
                add("enum: a label less", f"DELETE FROM pg_enum WHERE {where} = {lit(labels[-1])}", due, used)
            add("enum: labels in another order", f"UPDATE pg_enum SET enumsortorder = enumsortorder + 1000 WHERE {where} = {lit(labels[0])}", due, used)
        if used:
            add("enum: rename", f"ALTER TYPE {at} RENAME TO zz_enum", [Due("probable-rename", schema, name="zz_enum")], used)
        add("undeclared: comment on an enum", f"COMMENT ON TYPE {at} IS 'planted'", [], used, "undeclared", "comments")
