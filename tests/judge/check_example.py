"""Holds the hand-written expectations of examples/streaming to SQLAlchemy, Alembic and a real server.

    check_example.py

The program has no part in it. Read are the catalog of a server that has loaded schema.sql and the MetaData that
Flask-SQLAlchemy makes of the models; their differences must be the rows of expected-findings.tsv, no more and no
fewer, and Alembic must count the same. Of the queries, those that expected-queries.md calls wrong must fail when the
server prepares them, and all others must not.
"""
import ast
import collections
import csv
import glob
import os
import re
import subprocess
import sys

import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

import postgres

EXAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../examples/streaming")
FACTS = {"tables": 57, "columns": 761, "foreign keys": 157, "views": 1}

COUNTS = """
SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AS "tables",
       (SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0) AS "columns",
       (SELECT count(*) FROM pg_constraint WHERE contype = 'f') AS "foreign keys",
       (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v') AS "views"
"""
COLUMNS = """
SELECT c.relname AS table_name, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null, pg_get_expr(d.adbin, d.adrelid) AS default_text
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
# What the PostgreSQL dialect of SQLAlchemy calls a type, and what the server calls it.
SPELLING = {"VARCHAR": "character varying", "FLOAT": "double precision", "SERIAL": "integer", "BIGSERIAL": "bigint"}
# Pairs of types that Python code can't tell apart.
EQUIVALENT = {("jsonb", "json"), ("real", "double precision"), ("text[]", "character varying[]")}

failures = []


def fail(message):
    failures.append(message)


def type_of(column):
    text = column.type.compile(dialect=postgresql.dialect())
    name, rest = re.match(r"([A-Z ]+[A-Z])(.*)", text).groups()
    return SPELLING.get(name, name.lower()) + rest.replace(", ", ",")


def differences(connection, metadata, renamed):
    """The findings (rule, severity, object, expected, actual), by the rules' own definitions."""
    live = collections.defaultdict(dict)
    for row in connection.execute(sqlalchemy.text(COLUMNS)):
        live[row.table_name][row.name] = row
    inspector = sqlalchemy.inspect(connection)
    found = set()
    for name, columns in live.items():
        if name not in metadata.tables:
            found.add(("table-missing", "warning", name, name, ""))
            continue
        table = metadata.tables[name]
        declared = {column.name: column for column in table.columns}
        to_live = {}
        for theirs, ours in renamed.get(name, {}).items():
            if ours in declared and theirs in columns and ours not in columns and theirs not in declared:
                found.add(("probable-rename", "critical", f"{name}.{theirs}", theirs, ours))
                declared[theirs] = declared.pop(ours)
                to_live[ours] = theirs
        found |= column_differences(name, columns, declared)
        found |= key_differences(name, table, inspector, lambda c: to_live.get(c, c), set(columns) & set(declared))
    for name in set(metadata.tables) - set(live):
        found.add(("table-extra", "critical", name, "", name))
    return found


def column_differences(table, live, declared):
    found = set()
    for name in set(declared) - set(live):
        found.add(("column-extra", "critical", f"{table}.{name}", "", type_of(declared[name])))
    for name, row in live.items():
        place = f"{table}.{name}"
        required = row.not_null and row.default_text is None
        if name not in declared:
            found.add(("column-missing", "critical" if required else "warning", place, row.type, ""))
            continue
        column = declared[name]
        if (pair := (row.type, type_of(column))) not in {(row.type, row.type)}:
            found.add(("column-type", "info" if pair in EQUIVALENT else "warning", place, *pair))
        if row.not_null and column.nullable:
            found.add(("column-nullable", "critical" if required else "warning", place, "NOT NULL", "NULL"))
        if not row.not_null and not column.nullable:
            found.add(("column-nullable", "warning", place, "NULL", "NOT NULL"))
        theirs = "" if (row.default_text or "").startswith("nextval(") else row.default_text or ""
        ours = str(column.server_default.arg) if column.server_default is not None else ""
        if theirs != ours:
            found.add(("column-default", "warning", place, theirs, ours))
    return found


def key_differences(table, declared, inspector, to_live, common):
    found = set()

    def targets(columns, names):
        target = "%s (%s)" % (names[0].split(".")[0], ", ".join(n.split(".")[1] for n in names))
        return tuple(columns), f"FOREIGN KEY ({', '.join(columns)}) REFERENCES {target}"

    ours = {targets([to_live(e.parent.name) for e in key.elements], [e.target_fullname for e in key.elements])
            for key in declared.foreign_key_constraints}
    theirs = {targets(key["constrained_columns"], [f"{key['referred_table']}.{c}" for c in key["referred_columns"]])
              for key in inspector.get_foreign_keys(table)}
    for columns, target in theirs - ours:
        if common.issuperset(columns):
            found.add(("foreign-key-missing", "warning", f"{table}({', '.join(columns)})", target, ""))
    for columns, target in ours - theirs:
        if common.issuperset(columns):
            found.add(("foreign-key-extra", "warning", f"{table}({', '.join(columns)})", "", target))
    live_key = inspector.get_pk_constraint(table)["constrained_columns"]
    own_key = [column.name for column in declared.primary_key]
    if live_key != own_key:
        found.add(("primary-key", "critical", f"{table}({', '.join(own_key)})", ", ".join(live_key), ", ".join(own_key)))
    for kind, theirs, ours in (
        ("unique", {tuple(u["column_names"]) for u in inspector.get_unique_constraints(table)},
         {tuple(u.columns.keys()) for u in declared.constraints if isinstance(u, sqlalchemy.UniqueConstraint)}),
        ("index", {(i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(table)
                   if not i.get("duplicates_constraint")},
         {(i.name, tuple(i.columns.keys())) for i in declared.indexes}),
        ("check", {c["name"] for c in inspector.get_check_constraints(table)},
         {c.name for c in declared.constraints if isinstance(c, sqlalchemy.CheckConstraint)}),
    ):
        if theirs != ours:
            fail(f"{table}: {kind} differs, which the example does not mean: {theirs} and {ours}")
    return found


def check_findings(connection, metadata):
    with open(os.path.join(EXAMPLE, "expected-findings.tsv"), newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    renamed = collections.defaultdict(dict)
    for row in rows:
        if row["rule"] == "probable-rename":
            renamed[row["object"].split(".")[0]][row["expected"]] = row["actual"]
    expected = [tuple(row.values()) for row in rows]
    found = differences(connection, metadata, renamed)
    for row in sorted(found - set(expected)):
        fail(f"not in expected-findings.tsv: {row}")
    for row in sorted(set(expected) - found):
        fail(f"in expected-findings.tsv, but not so: {row}")
    if len(expected) != len(set(expected)):
        fail("expected-findings.tsv says something twice")
    rules = collections.Counter(row["rule"] for row in rows)
    check_alembic(connection, metadata, rules, rows)
    return len(expected)


def check_alembic(connection, metadata, rules, rows):
    """Alembic sees a renamed column as one removed and one added, with its foreign key."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    counted = collections.Counter()
    for difference in compare_metadata(context, metadata):
        for part in difference if isinstance(difference, list) else [difference]:
            counted[part[0]] += 1
    renames = {row["object"] for row in rows if row["rule"] == "probable-rename"}
    lost = {row["object"] for row in rows if row["rule"] == "column-missing"}
    keys = {f"{table}.{key['constrained_columns'][0]}" for table in sqlalchemy.inspect(connection).get_table_names()
            for key in sqlalchemy.inspect(connection).get_foreign_keys(table)}
    kept = collections.Counter(row["rule"] for row in rows if row["object"] not in renames)
    expected = {
        "remove_table": rules["table-missing"],
        "remove_column": rules["column-missing"] + len(renames), "add_column": rules["column-extra"] + len(renames),
        "modify_type": kept["column-type"], "modify_nullable": kept["column-nullable"],
        "modify_default": kept["column-default"],
        "remove_fk": rules["foreign-key-missing"] + len(keys & (lost | renames)),
        "add_fk": rules["foreign-key-extra"] + len(keys & renames),
    }
    if counted != expected:
        fail(f"Alembic counts {dict(counted)}, not {expected}")


def statements():
    """Each SQL string of the routes and utils: file, first and last line, text."""
    for path in sorted(glob.glob(f"{EXAMPLE}/routes/*.py") + glob.glob(f"{EXAMPLE}/utils/*.py")):
        with open(path) as file:
            tree = ast.parse(file.read())
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s", node.value):
                    yield os.path.relpath(path, EXAMPLE), node.lineno, node.end_lineno, node.value


def check_queries(connection):
    wrong, places = collections.defaultdict(set), 0
    with open(os.path.join(EXAMPLE, "expected-queries.md")) as file:
        for match in re.finditer(r"^\| (\S+\.py):(\d+) \| (\S+) \| `([^`]*)`", file.read(), re.M):
            path, line, rule, reference = match.groups()
            places += 1
            wrong[path, int(line)].add(rule)
            with open(os.path.join(EXAMPLE, path)) as source:
                text = source.read().split("\n")[int(line) - 1]
            names = re.findall(r"\w+", reference.replace("filter_by", ""))
            if not any(name in text for name in names[-2:] + names[:1]):
                fail(f"expected-queries.md: {path}:{line} does not hold `{reference}`: {text.strip()}")
    cursor = connection.connection.cursor()
    prepared = 0
    for path, first, last, text in statements():
        order = list(dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", text)))
        sql = re.sub(r"(?<!:):([a-z_]+)", lambda m: f"${order.index(m.group(1)) + 1}", text)
        if "%s" in sql:
            sql = sql.replace("%s", "$1")
        rules = set().union(*(wrong.get((path, line), set()) for line in range(first, last + 1)))
        expected_to_fail = bool(rules & {"query-unknown-column", "query-unknown-table"})
        try:
            cursor.execute(f"PREPARE statement AS {sql}")
            cursor.execute("DEALLOCATE statement")
            error = None
        except Exception as problem:  # whatever the driver raises
            error = str(problem).split("\n")[0]
            connection.connection.rollback()
        prepared += 1
        if expected_to_fail != (error is not None):
            fail(f"{path}:{first}: {error or 'the server takes it, but expected-queries.md calls it wrong'}")
    return places, prepared


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, EXAMPLE)
    with postgres.Server() as server:
        for name in ("live", "created"):
            server.create_database(name)
        subprocess.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.uri("live"),
                        "-f", f"{EXAMPLE}/schema.sql"], check=True)
        from extensions import db
        import models  # noqa: F401  (fills db.metadata)

        orm.configure_mappers()
        urls = {name: server.uri(name).replace("postgresql:", "postgresql+psycopg2:") for name in ("live", "created")}
        created = sqlalchemy.create_engine(urls["created"])
        db.metadata.create_all(created)
        created.dispose()
        engine = sqlalchemy.create_engine(urls["live"])
        with engine.connect() as connection:
            counts = dict(connection.execute(sqlalchemy.text(COUNTS)).one()._mapping)
            if counts != FACTS:
                fail(f"schema.sql has {counts}, not {FACTS}")
            findings = check_findings(connection, db.metadata)
            places, prepared = check_queries(connection)
        engine.dispose()
    for message in failures:
        print(message)
    print(f"{findings} findings, {places} places in queries, {prepared} statements prepared: "
          f"{len(failures)} expectations do not hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
