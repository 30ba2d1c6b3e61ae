"""Closure on real applications: SQLAlchemy creates their models on an empty server, and schema-inspector, which only reads
their source, must find nothing to say about it.

    closure.py [--program FILE] [--size ci|real] [--write] [APPLICATION...]
    closure.py --program FILE --postgres MAJOR [--postgres MAJOR...] [--write] [APPLICATION...]

For each application of applications.toml: a virtual environment of its own under build/judge/ (kept), the models imported
and created on a private server, then

  1. `compare-db-models` over the installed source tree: no finding at all, every table and 99.5 % of the columns compared;
  2. `introspect --source models` attribute by attribute against SQLAlchemy's metadata and against the database: nothing
     wrong; what is unknown is counted.

`--write` puts the table of results into docs/accuracy.md. With `--postgres` only the first, on servers of those versions,
created by SQLAlchemy there; then `--write` puts its table into docs/servers.md. Exit status 1 when anything fails.
"""
import argparse
import copy
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

import catalog
import postgres
import snapshots

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "build" / "judge"
TABLE = HERE / "applications.toml"
ACCURACY = ROOT / "docs" / "accuracy.md"
SERVERS = ROOT / "docs" / "servers.md"
ON_SERVERS = ["optuna", "ckan", "freqtrade", "mailman", "langflow-base", "keystone"]


def run(command, **options):
    return subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, **options)


def environment(application, log=print):
    """The application's virtual environment, made when its requirements are new. Returns its Python."""
    alone = application.get("alone", [])
    requires = ["psycopg2-binary==2.9.13", *application.get("requires", [])]
    key = hashlib.sha256(json.dumps([alone, requires, sys.version_info[:2]]).encode()).hexdigest()[:12]
    folder = WORK / f"{application['name']}-{key}"
    python = folder / "bin" / "python"
    if (folder / ".complete").exists():
        return python
    log(f"{application['name']}: installing into {folder}")
    if shutil.which("uv"):  # Ten times faster, the same packages.
        install = ["uv", "pip", "install", "--quiet", "--python", python]
        steps = [["uv", "venv", "--quiet", "--clear", "--python", sys.executable, folder]]
    else:
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        steps = [[sys.executable, "-m", "venv", "--clear", folder]]
    steps.append([*install, *requires])
    if alone:
        steps.append([*install, "--no-deps", *alone])
    for step in steps:
        done = run(step)
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, step))}\n{done.stderr}")
    (folder / ".complete").touch()
    return python


def site_packages(python):
    return next((python.parent.parent / "lib").glob("python3.*/site-packages"))


def load(application, python, url, dump):
    """Imports the models in their own environment; writes the metadata's snapshot and creates everything at `url`."""
    entry = dump.with_suffix(".application.json")
    entry.write_text(json.dumps(application))
    command = [python, HERE / "load_application.py", entry, "--dump", dump]
    done = run(command + (["--url", url] if url else []), cwd=WORK,
               env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONWARNINGS": "ignore"})
    if done.returncode:
        raise RuntimeError(f"cannot load the models of {application['name']}:\n{done.stdout[-2000:]}{done.stderr[-6000:]}")
    return json.loads(dump.read_text())


def without_ddl(application, lines):
    """What is said of objects that the models make by DDL is nothing the metadata could know."""
    return [line for line in lines if not any(name in line for name in application.get("ddl", ()))]


def without_ddl_indexes(application, read):
    read = copy.deepcopy(read)
    for schema in read["schemas"].values():
        for table in schema["tables"].values():
            table["indexes"] = [i for i in table.get("indexes", []) if i.get("name") not in application.get("ddl", ())]
    return read


def prepare(application, server):
    """A database with what SQLAlchemy created from the application's models, and the snapshot of its metadata.

    Both are kept as files: importing a large application takes half a minute, loading its schema a second.
    """
    python = environment(application)
    name = application["name"]
    scripts = "".join((HERE / f).read_text() for f in ("load_application.py", "dump_metadata.py", "create_all.py", "catalog.py"))
    asked = {k: v for k, v in application.items() if k not in ("version", "size", "models", "server")}
    key = hashlib.sha256(json.dumps([asked, str(python), scripts]).encode()).hexdigest()[:12]
    dump, script = WORK / f"{name}-{key}.metadata.json", WORK / f"{name}-{key}.sql"
    database = "app_" + re.sub(r"\W", "_", name)
    server.drop_database(database)
    server.create_database(database)
    url = server.uri(database)
    for statement in [*(f'CREATE EXTENSION IF NOT EXISTS "{e}"' for e in application.get("extensions", ())),
                      *application.get("server", ())]:
        done = run([f"{server.tools}/psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement])
        if done.returncode:
            raise RuntimeError(done.stderr)
    if server.bin != server.tools:  # what SQLAlchemy makes on that version
        return python, url, load(application, python, url, WORK / f"{name}.other.metadata.json")
    if script.exists():
        done = run([f"{server.tools}/psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", script])
    else:
        declared = load(application, python, url, dump)
        if dishonest := without_ddl(application, catalog.differences(url, declared)):
            raise RuntimeError(f"the dump of {name}'s metadata is not what the server has:\n" + "\n".join(dishonest))
        done = run([f"{server.tools}/pg_dump", "--no-owner", "-d", url, "-f", script])
    if done.returncode:
        raise RuntimeError(done.stderr)
    return python, url, json.loads(dump.read_text())


def ask(program, arguments):
    """One command of the program, as JSON, with its seconds."""
    start = time.monotonic()
    done = run([program, *arguments], cwd=WORK)
    seconds = time.monotonic() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(f"schema-inspector {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout), seconds


def judge(application, program, server):
    name = application["name"]
    python, url, declared = prepare(application, server)
    sources = [site_packages(python) / path for path in application["models"]]
    for path in sources:
        if not path.exists():
            raise RuntimeError(f"{name}: no {path}")
    models = [argument for path in sources for argument in ("--models", path)]
    result = {"name": name, "version": application["version"], "tables": 0, "columns": 0}
    for schema in declared["schemas"].values():
        result["tables"] += compared_by_default(schema)
        result["columns"] += sum(len(t["columns"]) for key, t in schema["tables"].items() if key != "alembic_version")
    if not program:
        return result
    findings, seconds = ask(program, ["compare-db-models", "--format", "json", "--db", url, *models])
    (WORK / f"{name}.findings.json").write_text(json.dumps(findings, indent=1, ensure_ascii=False))
    read, reading = ask(program, ["introspect", "--source", "models", "--format", "json", *models])
    (WORK / f"{name}.models.json").write_text(json.dumps(read, indent=1, ensure_ascii=False))
    live, _ = ask(program, ["introspect", "--format", "json", "--db", url])
    (WORK / f"{name}.database.json").write_text(json.dumps(live, indent=1, ensure_ascii=False))
    scores = snapshots.compare(declared, without_ddl_indexes(application, read))
    against_database = snapshots.compare(live, read, database=True)
    (WORK / f"{name}.wrong.txt").write_text("".join(f"{w}\n" for w in scores.wrong + against_database.wrong))
    result.update(
        findings=findings["findings"], compared_tables=findings["summary"]["tables_compared"],
        compared_columns=findings["summary"]["columns_compared"], unresolved=findings["unresolved"],
        seconds=seconds, reading=reading, facts=scores.facts, known=scores.known, unknown=scores.unknown,
        wrong=scores.wrong, wrong_database=against_database.wrong)
    return result


def compared_by_default(schema):
    return sum(name != "alembic_version" for name in schema["tables"])


def failures(result):
    found = []
    if result.get("error"):
        return [result["error"]]
    if "findings" not in result:
        return []
    if result["findings"]:
        found.append(f"{len(result['findings'])} findings where there must be none")
    if result["compared_tables"] != result["tables"]:
        found.append(f"{result['compared_tables']} of {result['tables']} tables compared")
    if result["compared_columns"] < 0.995 * result["columns"] or result["compared_columns"] > result["columns"]:
        found.append(f"{result['compared_columns']} of {result['columns']} columns compared")
    if result["wrong"]:
        found.append(f"{len(result['wrong'])} attributes differ from the metadata")
    if result["wrong_database"]:
        found.append(f"{len(result['wrong_database'])} attributes differ from the database")
    return found


HEAD = ["application", "version", "SQLAlchemy", "tables", "columns", "compared", "findings", "facts", "wrong", "unknown",
        "unresolved", "seconds"]


def row(application, result):
    sqlalchemy = next((r.split("==")[1] for r in application.get("requires", []) if r.lower().startswith("sqlalchemy==")), "")
    if "findings" not in result:
        return [result["name"], application["version"], sqlalchemy, *[str(result.get(k, "–")) for k in ("tables", "columns")],
                *["not run"] * 7]
    return [result["name"], application["version"], sqlalchemy, str(result["tables"]), str(result["columns"]),
            f"{result['compared_tables']} / {result['compared_columns']}", str(len(result["findings"])),
            str(result["facts"]), str(len(result["wrong"]) + len(result["wrong_database"])), str(result["unknown"]),
            str(len(result["unresolved"])), f"{result['seconds']:.2f}"]


def markdown(applications, results):
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    lines += ["| " + " | ".join(row(applications[r["name"]], r)) + " |" for r in results]
    return "\n".join(lines)


def text_table(applications, results):
    rows = [HEAD] + [row(applications[r["name"]], r) for r in results]
    widths = [max(len(r[i]) for r in rows) for i in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(r, widths)).rstrip() for r in rows)


def write_accuracy(applications, results):
    text = [
        "# How exactly the models are read",
        "",
        "Printed by `tests/judge/closure.py --write`; not written by hand. Every application is installed from the Python",
        "package registry in an environment of its own. SQLAlchemy imports its models and creates them on an empty server;",
        "`schema-inspector compare-db-models` then reads the installed *source* and must find nothing.",
        "",
        "*compared*: tables / columns that took part in the comparison. *facts*: single statements of the metadata (a type, a",
        "nullability, a default, a key, a target, a name …) held against the static reading; *wrong* of them differ, from",
        "the metadata or from the database; *unknown* are said to be unknown. *seconds*: the whole of `compare-db-models`. The",
        "order of the columns counts.",
        "",
        "How exactly queries are checked: [queries.md](queries.md).",
        "What planted changes make the comparison say: [mutations.md](mutations.md). Silence on other servers: [servers.md](servers.md).",
        "", markdown(applications, results), ""]
    bad = [(r["name"], failure) for r in results for failure in failures(r)]
    if bad:
        text += ["## What does not hold", ""] + [f"- {name}: {failure.splitlines()[0]}" for name, failure in bad] + [""]
    stubbed = [a for a in applications.values() if a.get("stubs") or a.get("alone")]
    if stubbed:
        text += ["## How they were imported", "",
                 "Some applications are installed without all of their dependencies, with stand-ins for modules that their models",
                 "import but do not need. That concerns the judge only: the program reads the source and imports nothing.", ""]
        for application in stubbed:
            stubs = ", ".join(f"`{s}`" for s in application.get("stubs", [])) or "none"
            text.append(f"- {application['name']}: stand-ins: {stubs}")
        text.append("")
    reasons = {}
    for result in results:
        for item in result.get("unresolved", []):
            reasons.setdefault(item.get("reason", "?"), set()).add(result["name"])
    if reasons:
        text += ["## What was not resolved, and why", ""]
        text += [f"- {reason} ({', '.join(sorted(names))})" for reason, names in sorted(reasons.items())] + [""]
    ACCURACY.parent.mkdir(exist_ok=True)
    ACCURACY.write_text("\n".join(text))


def on_servers(options, table):
    """Silence on servers of other versions: the findings of each application there."""
    rows, failed = [], 0
    for major in options.postgres:
        fetched = run([HERE.parent / "matrix" / "fetch", major])
        if fetched.returncode:
            raise SystemExit(fetched.stderr)
        folder = fetched.stdout.strip().splitlines()[-1]
        os.environ["SI_POSTGRES_BIN"] = folder  # the program's own scratch server
        with postgres.Server(folder=folder) as server:
            for name in options.applications or ON_SERVERS:
                try:
                    python, url, declared = prepare(table[name], server)
                except RuntimeError as error:  # what the application needs is not there, or not yet
                    why = next((l for l in reversed(str(error).splitlines()) if "psycopg2.errors." in l or "Error: " in l), "")
                    rows.append([name, table[name]["version"], f"PostgreSQL {major}", "not created", "", "", why.split(") ", 1)[-1]])
                    print(*rows[-1], flush=True)
                    continue
                models = [a for m in table[name]["models"] for a in ("--models", site_packages(python) / m)]
                report, _ = ask(options.program, ["compare-db-models", "--format", "json", "--db", url, *models])
                tables = sum(compared_by_default(s) for s in declared["schemas"].values())
                summary = report["summary"]
                good = not report["findings"] and summary["tables_compared"] == tables
                failed += not good
                rows.append([name, table[name]["version"], report["truth"]["detail"], f"{summary['tables_compared']} / {tables}",
                             summary["columns_compared"], len(report["findings"]), summary["unresolved"]])
                print(*rows[-1], "" if good else "NOT SILENT", flush=True)
                for finding in report["findings"] if options.verbose else []:
                    print(f"  {finding['rule']}: {finding['message']}")
    if options.write:
        head = ["application", "version", "server", "tables compared", "columns compared", "findings", "unresolved"]
        SERVERS.write_text("\n".join([
            "# Silence on other servers", "", "Printed by `tests/judge/closure.py --postgres … --write`; not written by hand. SQLAlchemy creates the",
            "models of an application on a server of that version; `compare-db-models` must find nothing. What a server refuses to",
            "create for want of a function or an extension is listed with its words.", "",
            "| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *("| " + " | ".join(map(str, r)) + " |" for r in rows)]) + "\n")
    sys.exit(1 if failed else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", help="the schema-inspector to judge; without it only the judge's own side is run")
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    parser.add_argument("--verbose", action="store_true", help="print every finding and every wrong fact")
    parser.add_argument("--postgres", action="append", help="a major version of tests/matrix/servers.lock")
    options = parser.parse_args()
    if options.program:
        options.program = pathlib.Path(options.program).resolve()
    table = {a["name"]: a for a in tomllib.loads(TABLE.read_text())["application"]}
    unknown = set(options.applications) - set(table)
    if unknown:
        parser.error(f"not in {TABLE.name}: {', '.join(sorted(unknown))}")
    if options.postgres:
        WORK.mkdir(parents=True, exist_ok=True)
        on_servers(options, table)
    chosen = [a for n, a in table.items() if (n in options.applications if options.applications else
                                              options.size == "real" or a.get("size") == "ci")]
    WORK.mkdir(parents=True, exist_ok=True)
    results = []
    with postgres.Server() as server:
        for application in chosen:
            try:
                result = judge(application, options.program, server)
            except RuntimeError as error:
                result = {"name": application["name"], "error": str(error)}
            results.append(result)
            print(f"{application['name']}: done", flush=True)
            for failure in failures(result):
                print(f"{application['name']}: {failure}")
            if options.verbose:
                for finding in result.get("findings", []):
                    print(f"  {finding['rule']}: {finding['message']}")
                for wrong in result.get("wrong", []) + result.get("wrong_database", []):
                    print(f"  wrong: {wrong}")
            sys.stdout.flush()
    print(text_table(table, results))
    if options.write:
        write_accuracy(table, results)
    failed = sum(1 for r in results if failures(r))
    print(f"{len(results) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
