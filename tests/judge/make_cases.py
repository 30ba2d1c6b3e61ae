"""Writes tests/cases/models/*/expected.json from what real SQLAlchemy says of the models beside it.

    make_cases.py [--check] [--no-server] [CASE...]

Each case is imported in a process of its own, dumped, created on a private server and compared there, so that an
expectation is what SQLAlchemy declares *and* what PostgreSQL makes of it. `--check` writes nothing and fails where a
file would change.
"""
import argparse
import importlib
import json
import os
import pathlib
import sys
import traceback

import sqlalchemy
import sqlalchemy.orm
from sqlalchemy import text

import create_all
import dump_metadata
import postgres

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "models"
EXTENSION_OF_TYPE = {"citext": "citext", "hstore": "hstore", "ltree": "ltree", "lquery": "ltree", "vector": "vector",
                     "halfvec": "vector", "geometry": "postgis", "geography": "postgis"}


def modules_of(folder):
    names = []
    for path in sorted(folder.rglob("*.py")):
        parts = list(path.relative_to(folder).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if parts:
            names.append(".".join(parts))
    return names


def extensions_of(snapshot):
    words = {c["type"].split("(")[0].rstrip("[]") for s in snapshot["schemas"].values()
             for t in s["tables"].values() for c in t["columns"]}
    names = {EXTENSION_OF_TYPE[w] for w in words if w in EXTENSION_OF_TYPE}
    if any(t["exclusion_constraints"] for s in snapshot["schemas"].values() for t in s["tables"].values()):
        names.add("btree_gist")
    if "gin_trgm_ops" in json.dumps(snapshot):
        names.add("pg_trgm")
    return sorted(names)


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
                theirs = rows.get((*key, kind), [])
                named = {o["name"] for o in ours if "name" in o}
                if len(ours) != len(theirs) or not named <= set(theirs):
                    found.append(f"{key}: {kind} {[o.get('name') for o in ours]} against {theirs}")
    engine.dispose()
    return found


def make(folder, server, check):
    sys.path.insert(0, str(folder))
    modules = [importlib.import_module(name) for name in modules_of(folder)]
    metadatas = dump_metadata.metadatas_of(modules)
    sqlalchemy.orm.configure_mappers()
    snapshot = dump_metadata.dump(metadatas)
    snapshot["source"]["name"] = folder.name
    # Our format leaves the versions of the judge out, so that the files change only when the meaning does.
    expected = json.dumps(snapshot, indent=1, ensure_ascii=False) + "\n"
    problems = []
    if server:
        name = "case_" + folder.name.replace("-", "_")
        server.create_database(name)
        try:
            create_all.create(server.uri(name), metadatas, extensions_of(snapshot))
            problems = differences(server.uri(name), snapshot)
        except sqlalchemy.exc.DBAPIError as error:
            message = str(error.orig)
            if "is not available" in message:
                print(f"{folder.name}: not verified: {message.splitlines()[0]}")
            else:
                problems.append(message)
    path = folder / "expected.json"
    if check:
        if not path.exists() or path.read_text() != expected:
            problems.append("expected.json differs from what SQLAlchemy says now")
    else:
        path.write_text(expected)
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--no-server", action="store_true")
    options = parser.parse_args()
    folders = [CASES / name for name in options.cases] or sorted(p for p in CASES.iterdir() if p.is_dir())
    failed = 0

    def run(server):
        nonlocal failed
        for folder in folders:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                status = 0
                try:
                    for problem in make(folder, server, options.check):
                        print(f"{folder.name}: {problem}")
                        status = 1
                except BaseException:
                    traceback.print_exc()
                    print(f"{folder.name}: failed")
                    status = 1
                sys.stdout.flush()
                os._exit(status)
            failed += os.waitpid(child, 0)[1] != 0

    if options.no_server:
        run(None)
    else:
        with postgres.Server() as server:
            run(server)
    print(f"{len(folders) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
