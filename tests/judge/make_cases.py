"""Writes tests/cases/models/*/expected.json from what real SQLAlchemy says of the models beside it.

    make_cases.py [--check] [--no-server] [CASE...]

Each case is imported in a process of its own, dumped, created on a private server and compared there, so that an
expectation is what SQLAlchemy declares *and* what PostgreSQL makes of it. `--check` writes nothing and fails where a
file would change.

Run by the Python of an environment with another SQLAlchemy (1.4, 2.1), it writes and checks `expected-1.4.json` where that
version says something else of the same models. What such a version can't import is skipped.
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

import catalog
import create_all
import dump_metadata
import postgres

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "models"
MAIN_VERSION = "2.0"
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


def make(folder, server, check):
    sys.path.insert(0, str(folder))
    try:
        modules = [importlib.import_module(name) for name in modules_of(folder)]
    except (ImportError, AttributeError, TypeError, sqlalchemy.exc.ArgumentError):
        if sqlalchemy.__version__.startswith(MAIN_VERSION):
            raise
        return []
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
            problems = catalog.differences(server.uri(name), snapshot)
        except sqlalchemy.exc.DBAPIError as error:
            message = str(error.orig)
            if "is not available" in message:
                print(f"{folder.name}: not verified: {message.splitlines()[0]}")
            else:
                problems.append(message)
    path = folder / "expected.json"
    version = ".".join(sqlalchemy.__version__.split(".")[:2])
    if version != MAIN_VERSION:
        # Only where this version says something else has it a file of its own.
        main, path = path.read_text(), folder / f"expected-{version}.json"
        if main == expected:
            if path.exists():
                problems.append(f"{path.name} is the same as expected.json")
            return problems
    if check:
        if not path.exists() or path.read_text() != expected:
            problems.append(f"{path.name} differs from what SQLAlchemy says now")
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
