"""From a database to models and back: generate-models writes classes for all tables of a database, SQLAlchemy imports them and
creates them on an empty server, and the two databases must be equal for everything that the ORM can say.

    round_trip.py --program FILE [--size ci|real] [--write] [APPLICATION...]

The databases are those that SQLAlchemy creates from real models (applications.toml) and the example's. The same is done with
sqlacodegen. What the ORM has no words for (triggers, views, privileges …) is not compared. `--write` puts the table into
docs/generated_models.md. Exit status 1 when a module of ours does not import, or a difference is left.
"""
import argparse
import collections
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tomllib

import psycopg2

import closure
import mutation
import postgres

PAGE = closure.ROOT / "docs" / "generated_models.md"
REAL = ["streaming", "optuna", "mailman", "privacyidea", "keystone", "freqtrade", "octavia", "fief-server", "langflow-base", "arize-phoenix",
        "prefect"]
CI = ["streaming"]
SQLACODEGEN = "4.0.4"
STYLES = ["mapped", "classic", "sqlmodel"]
# Rules about what models declare; the rest are objects that they have no words for.
SAID = ("table-", "column-", "primary-key", "foreign-key-", "unique-", "check-", "exclusion-", "index-", "enum-", "constraint-name",
        "probable-rename")


def sqlacodegen_folder():
    folder = closure.WORK / f"sqlacodegen-{SQLACODEGEN}"
    if not (folder / ".complete").exists():
        done = closure.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder,
                            f"sqlacodegen=={SQLACODEGEN}", "inflect==7.5.0", "more-itertools==10.8.0", "typeguard==4.4.4"])
        if done.returncode:
            raise RuntimeError(done.stderr)
        (folder / ".complete").touch()
    return folder


CREATE = """
import importlib.util, sys, warnings
sys.path[:0] = [{here!r}, {folder!r}]
warnings.simplefilter("ignore")
import sqlalchemy, create_all
from sqlalchemy import orm
spec = importlib.util.spec_from_file_location("generated", {file!r})
module = importlib.util.module_from_spec(spec)
sys.modules["generated"] = module
spec.loader.exec_module(module)
orm.configure_mappers()
metadata = module.SQLModel.metadata if hasattr(module, "SQLModel") else module.Base.metadata if hasattr(module, "Base") else module.metadata
create_all.create({url!r}, [metadata], {extensions!r})
print(len(metadata.tables))
"""


def last_error(text):
    """The line of a traceback that says what is wrong; SQLAlchemy puts the statement and a link behind it."""
    lines = text.strip().splitlines() or ["it failed"]
    return next((line for line in reversed(lines) if line[:1].isalpha() and ": " in line), lines[-1])[:300]


class RoundTrip:
    def __init__(self, application, options, server):
        self.application, self.options, self.server = application, options, server
        self.name = application["name"]
        _, self.url, declared = mutation.prepare(application, server)
        self.tables = sum(len(s["tables"]) for s in declared["schemas"].values())
        self.folder = closure.WORK / "round_trip" / self.name
        self.folder.mkdir(parents=True, exist_ok=True)

    def ours(self, style):
        file = self.folder / f"models_{style}.py"
        done = closure.run([self.options.program, "generate-models", "--db", self.url, "--style", style, "--output", file], cwd=self.folder)
        if done.returncode:
            return {"error": done.stderr.strip()[-300:]}
        return self.back(file)

    def theirs(self):
        file = self.folder / "models_sqlacodegen.py"
        done = closure.run([sys.executable, "-m", "sqlacodegen", self.url.replace("postgresql:", "postgresql+psycopg2:"), "--outfile", file],
                           env={**os.environ, "PYTHONPATH": str(sqlacodegen_folder())})
        if done.returncode:
            return {"error": last_error(done.stderr)}
        return self.back(file)

    def back(self, file):
        self.server.drop_database("round_trip")
        self.server.create_database("round_trip")
        url = self.server.uri("round_trip")
        self.prepare_server(url)
        script = CREATE.format(here=str(closure.HERE), folder=str(self.folder), file=str(file), url=url,
                               extensions=list(self.application.get("extensions", [])))
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        if done.returncode:
            return {"error": last_error(done.stderr)}
        report, _ = closure.ask(self.options.program, ["diff", self.url, url, "--format", "json", "--fail-on", "never"])
        findings = [f for f in report["findings"] if f["rule"].startswith(SAID)]
        return {"tables": int(done.stdout), "findings": findings}

    def prepare_server(self, url):
        """What the application's own database was given before its tables (applications.toml: `server`)."""
        with contextlib.closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            for extension in self.application.get("extensions", []):
                cursor.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
            for statement in self.application.get("server", []):
                cursor.execute(statement)

    def run(self):
        return {**{style: self.ours(style) for style in self.options.styles}, "sqlacodegen": self.theirs()}


def word(result):
    if "error" in result:
        return "does not import"
    n = len(result["findings"])
    tables = len({(f["object"].get("schema"), f["object"].get("table")) for f in result["findings"]})
    return "equal" if not n else f"{n} differences in {tables} tables"


def page(results, options):
    lines = ["# Models generated for whole databases", "", "Printed by `tests/judge/round_trip.py --write`; not written by hand.", "",
             "`generate-models` writes classes for all tables of a database; SQLAlchemy imports them, configures the mappers and creates",
             "them on an empty server. *Equal*: the two databases do not differ in anything that the ORM can say (columns, types, defaults,",
             f"keys, constraints, indexes, enums, comments, names). Beside it sqlacodegen {SQLACODEGEN} in the same run.", ""]
    lines += mutation.table([[name, tables, *[word(r[k]) for k in (*options.styles, "sqlacodegen")]] for name, tables, r in results],
                            ["database of", "tables", *options.styles, "sqlacodegen"])
    for kind in (*options.styles, "sqlacodegen"):
        lines += ["", f"## What differs: {kind}", ""]
        some = [f"- {name}: {r[kind]['error']}" for name, _, r in results if "error" in r[kind]]
        for name, _, r in results:
            rules = collections.Counter(f["rule"] for f in r[kind].get("findings", []))
            some += [f"- {name}: " + ", ".join(f"{n} × {rule}" for rule, n in rules.most_common())] if rules else []
        lines += some or ["Nothing."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", required=True)
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--styles", nargs="+", choices=STYLES, default=STYLES)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program = pathlib.Path(options.program).resolve()
    known = {"streaming": mutation.EXAMPLE, **{a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}}
    closure.WORK.mkdir(parents=True, exist_ok=True)
    results = []
    with postgres.Server() as server:
        for name in options.applications or (CI if options.size == "ci" else REAL):
            trip = RoundTrip(known[name], options, server)
            result = trip.run()
            results.append((name, trip.tables, result))
            print(f"{name}: {trip.tables} tables; " + "; ".join(f"{k}: {word(r)}" for k, r in result.items()), flush=True)
            for kind, each in result.items():
                if options.verbose or kind != "sqlacodegen":
                    print("".join(f"  {name}, {kind}: {e}\n" for e in [each.get("error")] if e)
                          + "".join(f"  {name}, {kind}: {f['message'][:250]}\n" for f in each.get("findings", [])[:12]), end="")
            if options.write:
                PAGE.write_text(page(results, options))
    failed = any("error" in r[k] or r[k]["findings"] for _, _, r in results for k in options.styles)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
