"""Mutation: single changes planted in databases that SQLAlchemy created from real models. Each must be reported exactly once,
by the right rule, on the right object and line, and nothing else may be.

    mutation.py --server FILE [--size ci|real] [--seed N] [--per-kind N] [--share N] [--only TEXT] [--no-alembic] [--write] [APPLICATION...]

For each application: the models are imported and created on a private server (as closure.py does); each mutation is made
in a fresh copy of that database, which `compare-server` (the program's own comparison, with the models read once)
compares with the models. Alembic's autogenerate is asked about the same database. The seed chooses the places: the same
seed, the same mutations. `--write` puts the tables and every miss into docs/mutations.md. With `--results FOLDER` each application's
results are kept there, and the page tells of all that are kept: so a long run can be cut into shares. Exit status 1 on any miss.
"""
import argparse
import collections
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import tomllib

import psycopg2

import closure
import mutations
import postgres

HERE = closure.HERE
PAGE = closure.ROOT / "docs" / "mutations.md"
ALEMBIC = "1.20.1"
EXAMPLE = {"name": "streaming", "version": "example", "path": [str(closure.ROOT / "examples/streaming")], "import": ["models"],
           "metadata": ["extensions:db.metadata"], "models": [str(closure.ROOT / "examples/streaming/models")]}
REAL = ["optuna", "mailman", "jupyterhub", "privacyidea", "keystone", "prefect", "ckan", "open-webui", "octavia", "freqtrade",
        "langflow-base", "flask-appbuilder"]
CI = ["streaming", "optuna"]
CI_SHARE = 60  # mutations an application


def alembic_folder():
    """Alembic beside the applications' own environments: the same for all."""
    folder = closure.WORK / f"alembic-{ALEMBIC}"
    if not (folder / ".complete").exists():
        done = closure.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder,
                            f"alembic=={ALEMBIC}", "Mako==1.4.3", "MarkupSafe==3.0.4", "typing_extensions==4.16.0"])
        if done.returncode:
            raise RuntimeError(done.stderr)
        (folder / ".complete").touch()
    return folder


class Asked:
    """A process that answers one line with one answer."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, **options)

    def send(self, text):
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a helping process ended")
        return line

    def report(self):
        return json.loads(self.process.stdout.read(int(self.line())))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def object_of(finding):
    o = finding["object"]
    return " ".join(f"{k}={o[k]}" for k in ("schema", "table", "column", "kind", "name", "columns") if o.get(k))


def matches(finding, due):
    o = finding["object"]
    return (finding["rule"] == due.rule and o.get("schema", "public") == due.schema
            and (not due.table or o.get("table") == due.table) and o.get("column", "") == due.column
            and (not due.name or o.get("name") == due.name) and (not due.columns or o.get("columns") == list(due.columns))
            and (not due.severity or finding["severity"] == due.severity))


def place_is_right(finding, due, places, root):
    """Whether the finding's line is where Python says that the object, or what would hold it, is declared."""
    location = finding.get("location")
    if not location:
        return due.rule.startswith(("table-missing", "enum-missing"))  # nothing declares it
    if due.rule == "table-missing":
        return True
    file, line = os.path.realpath(os.path.join(root, location["file"])), location["line"]
    table = f"{due.schema}\t{due.table}"
    spans = places["tables"].get(table)
    if due.rule == "probable-rename" and finding.get("actual"):
        spans = places["tables"].get(table) or places["tables"].get(f"{due.schema}\t{finding['actual']}")
        exact = places["columns"].get(f"{table}\t{finding['actual']}") if due.column else None
    else:
        exact = places["columns"].get(f"{table}\t{due.column}") if due.column and due.rule != "column-missing" else None
    if exact:
        return any(os.path.realpath(f) == file and a <= line <= b for f, a, b in exact)
    if not spans:
        return True  # a Core table or an enum: nothing independent knows its place
    return any(os.path.realpath(f) == file for f, _, _ in spans)


class Judge:
    def __init__(self, application, options, server):
        self.application, self.options, self.server = application, options, server
        self.name = application["name"]
        self.python, self.url, self.declared = prepare(application, server)
        sources = [closure.site_packages(self.python) / m if not os.path.isabs(m) else pathlib.Path(m) for m in application["models"]]
        self.compare = Asked([options.server, *sources])
        entry = closure.WORK / f"{self.name}.application.json"
        entry.write_text(json.dumps(application))
        path = os.pathsep.join([str(HERE), str(alembic_folder())])
        self.alembic = None if options.no_alembic and options.no_places else Asked(
            [self.python, HERE / "application_server.py", entry], cwd=closure.WORK, env={**os.environ, "PYTHONPATH": path})
        self.places = {"tables": {}, "columns": {}}
        if self.alembic:
            self.alembic.send('{"places": true}')
            self.places = json.loads(self.alembic.line())
        self.template = "app_" + re.sub(r"\W", "_", self.name)
        self.admin = psycopg2.connect(server.uri())
        self.admin.autocommit = True
        self.alembic_before = {}

    def close(self):
        self.compare.close()
        if self.alembic:
            self.alembic.close()
        self.admin.close()

    def execute(self, sql):
        with self.admin.cursor() as cursor:
            cursor.execute(sql)

    def compare_with_models(self, url):
        self.compare.send(url)
        report = self.compare.report()
        if "error" in report:
            raise RuntimeError(report["error"])
        return report

    def autogenerate(self, url, tables):
        self.alembic.send(json.dumps({"url": url, "tables": tables}))
        return json.loads(self.alembic.line())

    def alembic_difference(self, url, tables):
        """What Alembic says of the mutated database and did not say before; None: it failed."""
        key = json.dumps(tables)
        if key not in self.alembic_before:
            self.alembic_before[key] = self.autogenerate(self.url, tables)
        before, after = self.alembic_before[key], self.autogenerate(url, tables)
        if isinstance(after, dict) or isinstance(before, dict):
            return None
        return [c for c in after if c not in before]

    def chosen(self):
        with contextlib.closing(psycopg2.connect(self.url)) as connection:
            catalog = mutations.Catalog(connection)
        kinds = mutations.candidates(catalog, self.declared)
        rng = random.Random(f"{self.options.seed} {self.name}")
        picked = []
        for kind in sorted(kinds):
            found = kinds[kind]
            if self.options.only and self.options.only not in kind:
                continue
            picked += rng.sample(found, min(self.options.per_kind, len(found)))
        share = self.options.share or (CI_SHARE if self.options.size == "ci" else len(picked))
        if len(picked) > share:
            picked = rng.sample(picked, share)
        return sorted(picked, key=lambda m: (m.kind, m.sql))

    def run(self):
        before = self.compare_with_models(self.url)
        noise = {f["id"] for f in before["findings"]}
        results = []
        self.baseline = len(noise)
        for mutation in self.chosen():
            self.execute("DROP DATABASE IF EXISTS mutated")
            self.execute("DROP ROLE IF EXISTS zz_owner")
            self.execute(f"CREATE DATABASE mutated TEMPLATE {self.template}")
            url = self.server.uri("mutated")
            try:
                with contextlib.closing(psycopg2.connect(url)) as connection:
                    connection.autocommit = True
                    with connection.cursor() as cursor:
                        cursor.execute("SET client_min_messages = error")
                        for statement in mutation.sql:
                            cursor.execute(statement)
            except psycopg2.Error as error:
                results.append((mutation, "impossible", str(error).splitlines()[0], None))
                continue
            try:
                report = self.compare_with_models(url)
            except RuntimeError as error:  # a catalog made inconsistent by hand (an enum's label that a default uses)
                results.append((mutation, "impossible", str(error), None))
                continue
            verdict, why = self.judge(mutation, before, report, noise)
            seen = None if self.options.no_alembic else self.alembic_difference(url, mutation.tables)
            results.append((mutation, verdict, why, seen))
            if verdict not in ("found", "silent") and self.options.verbose:
                print(f"  {self.name}: {mutation.kind}: {verdict}: {why}\n      {'; '.join(mutation.sql)}", flush=True)
        self.execute("DROP DATABASE IF EXISTS mutated")
        return results

    def judge(self, mutation, before, report, noise):
        new = [f for f in report["findings"] if f["id"] not in noise]
        told = [f"{f['rule']} ({f['severity']}) {object_of(f)}: {f['message']}" for f in new]
        left = list(new)
        for due in mutation.due:
            found = next((f for f in left if matches(f, due)), None)
            if found is None:
                if not new and self.is_unresolved(due, report):
                    return "unresolved", f"{due.rule} {due.table}.{due.column}{due.name}"
                return "missed", f"no {due.rule} on {due.table}.{due.column}{due.name}{list(due.columns)} {due.severity}; said: " + "; ".join(told)
            if not place_is_right(found, due, self.places, "/"):
                return "wrong place", f"{found['message']} at {found.get('location')}"
            left.remove(found)
        if left:
            return "noise", "; ".join(f"{f['rule']} {object_of(f)}: {f['message']}" for f in left)
        if mutation.silent == "undeclared":
            said = [n for n in report["not_compared"] if mutation.missed_words in n["what"]]
            if not said:
                return "unsaid", f"not_compared does not speak of {mutation.missed_words}"
            return "silent", ""
        return ("silent" if mutation.silent else "found"), ""

    def is_unresolved(self, due, report):
        return any(u["object"].get("table") == due.table and (not due.column or u["object"].get("column") in (None, "", due.column))
                   for u in report["unresolved"])


def prepare(application, server):
    if "path" not in application:
        return closure.prepare(application, server)
    # The example: the tests' own environment has what it imports.
    python = pathlib.Path(sys.executable)
    name = application["name"]
    database = "app_" + name
    server.drop_database(database)
    server.create_database(database)
    dump = closure.WORK / f"{name}.metadata.json"
    return python, server.uri(database), closure.load(application, python, server.uri(database), dump)


RIGHT = ("found", "silent")


def table(rows, head):
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *["| " + " | ".join(map(str, r)) + " |" for r in rows]]


def share(part, whole):
    return f"{part} / {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def counts(results):
    """made, right, due, alembic saw, alembic should"""
    made = [r for r in results if r[1] != "impossible"]
    due = [r for r in made if r[0].due]
    asked = [r for r in due if r[3] is not None]
    equal = [r for r in made if r[0].silent == "equal"]
    return {"made": len(made), "right": sum(1 for r in made if r[1] in RIGHT), "due": len(due),
            "found": sum(1 for r in due if r[1] == "found"), "alembic": sum(1 for r in asked if r[3]), "asked": len(asked),
            "equal": len(equal), "quiet": sum(1 for r in equal if r[1] == "silent"),
            "alembic_quiet": sum(1 for r in equal if r[3] is not None and not r[3]),
            "equal_asked": sum(1 for r in equal if r[3] is not None)}


def page(all_results, options):
    by_application = [(name, counts(r)) for name, r in all_results.items()]
    everything = [x for r in all_results.values() for x in r]
    total = counts(everything)
    kinds = collections.defaultdict(list)
    for result in everything:
        kinds[result[0].kind].append(result)
    rows = [[name, c["made"], share(c["found"], c["due"]), share(c["quiet"], c["equal"]), share(c["right"], c["made"]),
             share(c["alembic"], c["asked"])] for name, c in by_application]
    rows.append(["**all**", total["made"], share(total["found"], total["due"]), share(total["quiet"], total["equal"]),
                 share(total["right"], total["made"]), share(total["alembic"], total["asked"])])
    text = ["# What a planted change makes the comparison say", "",
            "Printed by `tests/judge/mutation.py --write`; not written by hand.", "",
            "SQLAlchemy creates the models of an application on an empty server; then a single change is made in a copy of that",
            "database, and the comparison of database and models must report it exactly once, by the right rule, on the right object",
            "and line, and report nothing else. *Differences found* is that. *Equal, silent*: changes that say the same in other words",
            "must not be reported. *All right* counts also what models have no words for (triggers, views, owners …): no finding, but",
            "named under `not_compared`. *Alembic*: of the same differences, those of which Alembic " + ALEMBIC + "'s autogenerate",
            "(`compare_type` and `compare_server_default` on) says anything at all.", "",
            f"Seed {options.seed}, at most {options.per_kind} of a kind and application" +
            (f", {options.share} of them drawn an application" if options.share else "") + f"; {len(kinds)} kinds.", "",
            *table(rows, ["application", "changes", "differences found", "equal, silent", "all right", "Alembic sees"]), "",
            "## By kind", ""]
    kind_rows = []
    for kind in sorted(kinds):
        c = counts(kinds[kind])
        kind_rows.append([kind, c["made"], share(c["right"], c["made"]),
                          share(c["alembic"], c["asked"]) if c["due"] else
                          (f"silent {share(c['alembic_quiet'], c['equal_asked'])}" if c["equal_asked"] else "–")])
    text += table(kind_rows, ["kind of change", "changes", "right", "Alembic sees"]) + [""]
    bad = [(name, *r) for name, results in all_results.items() for r in results if r[1] not in (*RIGHT, "impossible")]
    text += ["## Misses", ""]
    text += [f"- {name}, {m.kind}: {verdict}: `{'; '.join(m.sql)}`: {why[:300]}" for name, m, verdict, why, _ in bad] or ["None."]
    return "\n".join(text) + "\n"


def keep(folder, name, results):
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"mutation": dataclasses.asdict(m), "verdict": verdict, "why": why, "seen": seen} for m, verdict, why, seen in results]
    (folder / f"{name}.json").write_text(json.dumps(rows, default=str))


def kept(folder):
    all_results = {}
    for file in sorted(folder.glob("*.json")):
        results = []
        for row in json.loads(file.read_text()):
            row["mutation"]["due"] = [mutations.Due(**{**due, "columns": tuple(due["columns"])}) for due in row["mutation"]["due"]]
            results.append((mutations.Mutation(**row["mutation"]), row["verdict"], row["why"], row["seen"]))
        all_results[file.stem] = results
    return all_results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--server", help="the compare-server program; without it only the page is printed, from --results")
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-kind", type=int, default=4)
    parser.add_argument("--share", type=int, help="at most so many changes an application, drawn by the seed")
    parser.add_argument("--only", help="kinds that hold this text")
    parser.add_argument("--no-alembic", action="store_true")
    parser.add_argument("--no-places", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--results", type=pathlib.Path, help="a folder that keeps each application's results")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not options.server:
        PAGE.write_text(page(kept(options.results), options))
        return
    options.server = pathlib.Path(options.server).resolve()
    known = {EXAMPLE["name"]: EXAMPLE, **{a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}}
    names = options.applications or (CI if options.size == "ci" else [EXAMPLE["name"], *REAL])
    if unknown := set(names) - set(known):
        parser.error(f"not known: {', '.join(sorted(unknown))}")
    closure.WORK.mkdir(parents=True, exist_ok=True)
    all_results, failed = {}, False
    with postgres.Server() as server:
        for name in names:
            start = time.monotonic()
            judge = Judge(known[name], options, server)
            try:
                results = all_results[name] = judge.run()
            finally:
                judge.close()
            if options.results:
                keep(options.results, name, results)
            c = counts(results)
            impossible = collections.Counter(r[0].kind for r in results if r[1] == "impossible")
            print(f"{name}: {c['made']} changes, {c['right']} right; found {share(c['found'], c['due'])}; equal {share(c['quiet'], c['equal'])}; "
                  f"Alembic {share(c['alembic'], c['asked'])}; {judge.baseline} findings before; {sum(impossible.values())} refused by the server; "
                  f"{time.monotonic() - start:.0f} s", flush=True)
            if options.verbose and impossible:
                for m, verdict, why, _ in results:
                    if verdict == "impossible":
                        print(f"  refused: {m.kind}: {why}")
            failed = failed or c["right"] != c["made"] or not c["made"]
    if options.results:
        all_results = kept(options.results)
    if options.write:
        PAGE.write_text(page(all_results, options))
    total = counts([x for r in all_results.values() for x in r])
    kinds = len({r[0].kind for x in all_results.values() for r in x})
    print(f"mutations: {total['made']} changes of {kinds} kinds, {share(total['right'], total['made'])} right, found {share(total['found'], total['due'])}, "
          f"Alembic sees {share(total['alembic'], total['asked'])}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
