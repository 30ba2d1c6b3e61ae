"""Holds a dump of metadata against the database that create_all made of it: the judge judged."""
import sqlalchemy
from sqlalchemy import text

import create_all

COLUMNS = text("""
    SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text, col_description(c.oid, a.attnum),
           CASE WHEN a.attcollation <> t.typcollation THEN (SELECT collname FROM pg_collation k WHERE k.oid = a.attcollation) END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')
    ORDER BY 1, 2, a.attnum""")
CONSTRAINTS = text("""
    SELECT n.nspname, c.relname, k.contype::text, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype IN ('p', 'f', 'u', 'c', 'x') ORDER BY 1, 2, 3, 4""")
INDEXES = text("""
    SELECT n.nspname, c.relname, i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')
    ORDER BY 1, 2, 3""")
KINDS = {"p": "primary_key", "f": "foreign_keys", "u": "unique_constraints", "c": "check_constraints",
         "x": "exclusion_constraints"}


def merge_uniques(table):
    """As CREATE TABLE does: a unique constraint on the columns of the primary key or of another one is not made, and of
    two names one is kept. Returns each remaining one as the set of its possible names (empty: the server's choice)."""
    groups = {}
    for unique in table["unique_constraints"]:
        if table["primary_key"] and unique["columns"] == table["primary_key"]["columns"]:
            continue
        names = groups.setdefault((tuple(unique["columns"]), unique["nulls_not_distinct"], unique.get("deferrable")), set())
        names.update([unique["name"]] if "name" in unique else [])
    return list(groups.values())


def differences(uri, snapshot):
    """Where the server that create_all filled disagrees with the snapshot: the proof that the dump is honest."""
    engine = sqlalchemy.create_engine(create_all.sqlalchemy_url(uri))
    found = []
    with engine.connect() as connection:
        live = {}
        for row in connection.execute(COLUMNS):
            live.setdefault((row[0], row[1]), []).append(row[2:])
        said = {(s, t): table for s, content in snapshot["schemas"].items() for t, table in content["tables"].items()}
        for key in sorted(set(live) ^ set(said)):
            found.append(f"table {key} is only {'in the database' if key in live else 'declared'}")
        for key in sorted(set(live) & set(said)):
            columns = said[key]["columns"]
            if [c["name"] for c in columns] != [r[0] for r in live[key]]:
                found.append(f"{key}: columns {[c['name'] for c in columns]} against {[r[0] for r in live[key]]}")
                continue
            for column, (name, type_, nullable, default, identity, generated, comment, collation) in zip(columns, live[key]):
                pairs = [("type", column["type"], type_), ("nullable", column["nullable"], nullable),
                         ("identity", column["identity"], {"a": "always", "d": "by default"}.get(identity)),
                         ("generated", column["generated"] is not None, generated != ""),
                         ("comment", column["comment"], comment), ("collation", column["collation"], collation)]
                if not isinstance(column["default"], dict) and column["generated"] is None:
                    # The server keeps no default that is a plain NULL.
                    declared = column["default"] is not None and not column["default"].upper().startswith("NULL")
                    pairs.append(("default", declared or column.get("serial", False), default is not None))
                if column.get("serial"):
                    pairs.append(("serial", True, (default or "").startswith("nextval(")))
                found += [f"{key}.{name}: {what} is {a!r} in the dump, {b!r} in the database" for what, a, b in pairs if a != b]
        rows = {}
        for schema, table, kind, name in connection.execute(CONSTRAINTS):
            rows.setdefault((schema, table, KINDS[kind]), []).append(name)
        for schema, table, name in connection.execute(INDEXES):
            rows.setdefault((schema, table, "indexes"), []).append(name)
        for key, table in said.items():
            for kind in [*KINDS.values(), "indexes"]:
                ours = table[kind] if isinstance(table[kind], list) else [table[kind]] if table[kind] else []
                names = [{o["name"]} if "name" in o else set() for o in ours]
                if kind == "unique_constraints":
                    names = merge_uniques(table)
                theirs = rows.get((*key, kind), [])
                if len(names) != len(theirs) or not all(n & set(theirs) for n in names if n):
                    found.append(f"{key}: {kind} {[o.get('name') for o in ours]} against {theirs}")
    engine.dispose()
    return found
