"""The campaign on a copy of examples/streaming, with a server of its own, before real Flask-SQLAlchemy and Alembic.

    campaign.py --program FILE [--keep FOLDER]

  1. a dry run changes no file outside of the report folder, and nothing in the database;
  2. `reconcile --apply --ddl …` with the two changes that the change log tells of: both are in the database afterwards,
     each is logged once, and the run ends with `validate: PASS`: what no rename mends in the queries stands in
     query_decisions.toml;
  3. without those decisions nothing fails but the queries, and of these only places that expected-queries.md lists;
  4. the models import, the mappers configure, and Alembic's compare_metadata is empty;
  5. every figure of that run's final report equals a count that this file makes by other means;
  6. one more run changes no byte.
"""
import argparse
import collections
import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import psycopg2

import postgres

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "streaming"
JUDGE = """
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ".")
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from extensions import db
import models
sqlalchemy.orm.configure_mappers()
stamps = [c for t in db.metadata.tables.values() for c in t.columns if c.name == "created_at"]
renamed = sum(1 for m in db.Model.registry.mappers for a in m.column_attrs
              if a.columns[0].table is m.local_table and a.key != a.columns[0].name)
engine = sqlalchemy.create_engine(sys.argv[1])
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    differences = [repr(d) for d in compare_metadata(context, db.metadata)]
print(json.dumps({"differences": differences, "tables": len(db.metadata.tables), "stamps": len(stamps),
                  "stamped": sum(c.server_default is not None for c in stamps), "renamed": renamed}))
"""
failures = []


def expect(holds, message):
    if not holds:
        failures.append(message)
        print("FAIL", message, flush=True)


def sums(folder):
    out = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith("reports/") and "__pycache__" not in name:
            out[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return out


class Campaign:
    def __init__(self, options, server, folder):
        self.program, self.server, self.folder = os.path.abspath(options.program), server, folder
        self.url = server.uri("live")

    def run(self, *arguments):
        done = subprocess.run([self.program, "--db", self.url, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{arguments}: exit {done.returncode}: {done.stderr}")
        return done

    def reconcile(self, *arguments):
        done = self.run("reconcile", "--format", "json", *arguments)
        report = json.loads(done.stdout)
        expect((done.returncode == 0) == (report["verdict"] == "PASS"), "the exit status is the verdict")
        return report

    def sql(self, statement):
        with psycopg2.connect(self.url) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def schema(self):
        dump = subprocess.run([f"{self.server.bin}/pg_dump", "--schema-only", "--no-owner", "-d", self.url],
                              capture_output=True, text=True, check=True).stdout
        return re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.M)

    def judge(self):
        url = self.url.replace("postgresql:", "postgresql+psycopg2:")
        done = subprocess.run([sys.executable, "-c", JUDGE, url], cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            expect(False, "the models do not import: " + done.stderr[-800:])
            return None
        return json.loads(done.stdout)

    def log_lines(self, change):
        return (self.folder / "docs/pgdb_changes.md").read_text().count(f" | {change} | ")


def planned(campaign):
    plan = json.loads(campaign.run("plan-ddl", "--format", "json").stdout)
    column = [s["id"] for s in plan["statements"] if s["object"] == {"schema": "public", "table": "tv_channels", "column": "imdb_rating"}]
    key = [s["id"] for s in plan["statements"] if s["rule"] == "primary-key" and s["object"]["table"] == "users_faves_directors"]
    expect(len(column) == 1 and len(key) == 1, f"one statement each is planned: {column} {key}")
    return column + key


def figures(report):
    out = {}
    for phase in report["phases"]:
        for figure in phase["figures"]:
            out[phase["phase"], figure["what"]] = figure
    return out


def check_places(report):
    """What fails in the queries is on the example's own list."""
    text = (EXAMPLE / "expected-queries.md").read_text()
    known = {(path, int(line)) for path, line in re.findall(r"(?:^\| |`[^`]+`(?: R)? \()(\S+\.py):(\d+)(?: \||\))", text, re.M)}
    folder = report["folder"]
    found = {(f["location"]["file"], f["location"]["line"])
             for f in json.loads((folder / "4_queries_after.json").read_text())["findings"] if f["severity"] != "info"}
    # Models are edited before: what follows a removed column may stand a few lines off there.
    strays = {place for place in found if place not in known and not place[0].startswith("models/")}
    expect(not strays, f"places that are not on the list: {sorted(strays)}")
    return len(found)


def count_sql(campaign):
    one = lambda statement: campaign.sql(statement)[0][0]
    public = "relnamespace = 'public'::regnamespace"
    return {
        "tables of the database": one(f"SELECT count(*) FROM pg_class WHERE relkind = 'r' AND {public}"),
        "views of the database": one(f"SELECT count(*) FROM pg_class WHERE relkind = 'v' AND {public}"),
        "sequences": one(f"SELECT count(*) FROM pg_class WHERE relkind = 'S' AND {public}"),
        "extensions": one("SELECT count(*) FROM pg_extension"),
    }


def check_figures(campaign, report, before, judged):
    """Each figure against a count of our own; what no count is made of is said."""
    folder, found = report["folder"], figures(report)
    rows = list(csv.DictReader((EXAMPLE / "expected-findings.tsv").open(newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
    severities = collections.Counter(row["severity"] for row in rows)
    # Since the primary key is in the database when the models are compared, its finding is not there.
    key = sum(row["rule"] == "primary-key" for row in rows)
    severities["critical"] -= key
    rules = collections.Counter(row["rule"] for row in rows if row["rule"] != "primary-key")
    after = sums(campaign.folder)
    changed = {p for p in before if p in after and before[p] != after[p]}
    gone = {p for p in before if p not in after}
    tables = set(re.findall(r"^CREATE TABLE (\w+)", (EXAMPLE / "schema.sql").read_text(), re.M))
    modelled = set(a or b for a, b in re.findall(r"__tablename__\s*=\s*[\"'](\w+)[\"']|db\.Table\(\s*[\"'](\w+)", "".join(p.read_text() for p in (EXAMPLE / "models").glob("*.py"))))
    stale = json.loads((folder / "4_queries_before.json").read_text())
    decided = tomllib.loads((EXAMPLE / "query_decisions.toml").read_text())["edit"]
    expected = {("inventory", what): value for what, value in count_sql(campaign).items()}
    expected |= {
        ("inventory", "model files"): sum("__tablename__" in p.read_text() for p in (EXAMPLE / "models").glob("*.py")),
        ("inventory", "tables without a model"): len(tables - modelled),
        ("inventory", "models without a table"): len(modelled - tables),
        ("database-changes", "changes asked for"): 2,
        ("database-changes", "applied"): 2,
        ("ground-truth", "changes of the database that no log names"): 0,
        ("ground-truth", "told of, and not in the database"): 0,
        ("ground-truth", "baseline: critical"): severities["critical"],
        ("ground-truth", "baseline: warning"): severities["warning"],
        ("ground-truth", "baseline: info"): severities["info"],
        ("ground-truth", "baseline: not resolved"): 0,
        ("models", "model files changed"): sum(p.startswith("models/") for p in changed),
        ("models", "findings before"): sum(severities.values()),
        ("models", "findings gone"): sum(severities.values()),
        ("models", "findings new"): 0,
        ("models", "after: critical"): 0,
        ("models", "after: warning"): 0,
        ("models", "after: info"): 0,
        ("models", "after: not resolved"): 0,
        ("models", "new models"): rules["table-missing"],
        ("models", "creation times in the models"): judged["stamps"],
        ("models", "creation times with a server default"): judged["stamped"],
        ("models", "attributes called otherwise than their column"): judged["renamed"],
        # Those of the models are decided on: what used an attribute that is gone.
        ("queries", "files with queries changed"): sum(p.split("/")[0] in ("routes", "utils") for p in changed)
        + len({e["file"] for e in decided if e["file"].startswith("models/")}),
        ("cleanup", "files archived"): len(gone),
        ("validation", "parts that fail"): sum(p["verdict"] == "FAIL" for p in report["validation"]),
        ("validation", "parts that pass or are not there"): sum(p["verdict"] != "FAIL" for p in report["validation"]),
    }
    expected |= {("models", f"gone: {rule}"): count for rule, count in rules.items()}
    for severity in ("critical", "warning", "info"):
        expected["queries", f"before: {severity}"] = sum(f["severity"] == severity for f in stale["findings"])
    recounted = recount(folder)
    unproved = []
    for where, figure in found.items():
        proof = folder / figure["evidence"]
        expect(proof.is_file(), f"{where}: no file {figure['evidence']}")
        if where in recounted:
            expect(int(figure["value"]) == recounted[where], f"{where} is {figure['value']}, its file says {recounted[where]}")
        elif where not in expected:
            unproved.append(where)
        elif int(figure["value"]) != expected[where]:
            expect(False, f"{where} is {figure['value']}, and {expected[where]} by our count")
    missing = [where for where in expected if where not in found]
    expect(not missing, f"figures that the report lacks: {missing}")
    return len(found), len(expected), unproved


def recount(folder):
    """Figures that are counts of what their file lists."""
    read = lambda name: json.loads((folder / name).read_text())
    inventory, log, plan, docs = read("1_inventory.json"), read("2_change_log.json"), read("2_ddl_plan.json"), read("5_agent_docs.json")
    before, after, archive = read("4_queries_before.json"), read("4_queries_after.json"), read("6_inventory.json")
    classes = collections.Counter(artifact["class"] for artifact in inventory["artifacts"])
    to_archive = [a for a in archive["artifacts"] if a["class"] in ("redundant", "obsolete") and a["action"] != "archive"]
    counts = {("inventory", f"files classed {c}"): classes[c] for c in ("canonical", "current", "redundant", "obsolete")}
    counts |= {
        ("inventory", "references between them"): len(inventory["references"]),
        ("database-changes", "checks of the data"): sum(len(s["data"]["checks"]) for s in plan["statements"]),
        ("ground-truth", "lines of the change log that tell of a change"): log["lines"],
        ("ground-truth", "of these, said before"): log["said_before"],
        ("agent-docs", "stale blocks, references and names"): len(docs["findings"]),
        ("agent-docs", "of these put right"): sum(f["fixable"] for f in docs["findings"]),
        ("cleanup", "outdated files that stay because something needs them"): len(to_archive),
        ("queries", "before: not resolved"): len(before["unresolved"]),
        ("queries", "after: not resolved"): len(after["unresolved"]),
    }
    for severity in ("critical", "warning", "info"):
        counts["queries", f"after: {severity}"] = sum(f["severity"] == severity for f in after["findings"])
    for path in folder.glob("*_query_update_plan_*.json"):
        plan = json.loads(path.read_text())
        counts["queries", f"places to change in {plan['area']}"] = sum(len(f["changes"]) for f in plan["files"])
    return counts


def undecided(options, work):
    """The same campaign where nobody decided anything: the places in queries that it leaves to a person."""
    folder = work / "undecided"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    config = folder / "schema-inspector.toml"
    config.write_text("".join(line for line in config.read_text().splitlines(True) if not line.startswith("decisions")))
    done = subprocess.run([os.path.abspath(options.program), "reconcile", "--apply", "--format", "json"], cwd=folder,
                          capture_output=True, text=True)
    expect(done.returncode == 1, f"without decisions the campaign fails: exit {done.returncode}: {done.stderr}")
    report = json.loads(done.stdout)
    failing = [part["part"] for part in report["validation"] if part["verdict"] == "FAIL"]
    # The primary key comes with --ddl alone, which a file: database cannot keep.
    expect(failing == ["models", "queries"], f"nothing fails but the key and the queries: {failing}")
    report["folder"] = folder / report["run"]
    return check_places(report)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--keep", help="work there and leave it")
    options = parser.parse_args()
    work = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="campaign-"))
    folder = work / "streaming"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    with postgres.Server() as server:
        server.create_database("live")
        subprocess.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.uri("live"),
                        "-f", f"{EXAMPLE}/schema.sql"], check=True)
        campaign = Campaign(options, server, folder)
        before, schema = sums(folder), campaign.schema()
        campaign.reconcile()
        expect(sums(folder) == before, "a dry run changes no file")
        expect(campaign.schema() == schema, "a dry run changes nothing in the database")

        ids = planned(campaign)
        report = campaign.reconcile("--apply", "--ddl", *ids)
        report["folder"] = folder / report["run"]
        failing = [part["part"] for part in report["validation"] if part["verdict"] == "FAIL"]
        expect(not failing and report["verdict"] == "PASS", f"the campaign passes: {failing}")
        places = undecided(options, work)
        expect(places > 0, "without decisions places remain")
        rating = campaign.sql("SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                              "WHERE attrelid = 'tv_channels'::regclass AND attname = 'imdb_rating'")
        expect(rating == [("numeric(3,1)",)], f"the column is there: {rating}")
        key = campaign.sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint "
                           "WHERE conrelid = 'users_faves_directors'::regclass AND contype = 'p'")
        expect(key == [("PRIMARY KEY (id)",)], f"the key is there: {key}")
        expect([campaign.log_lines(change) for change in ids] == [1, 1], "each change is logged once")

        judged = campaign.judge()
        if judged:
            expect(not judged["differences"], f"Alembic: {judged['differences'][:3]}")
            expect(judged["tables"] == 57, f"{judged['tables']} tables have a model")
            counted, independent, unproved = check_figures(campaign, report, before, judged)
        final = campaign.run("reconcile", "--apply", "--ddl", *ids)
        expect(final.stdout.rstrip().endswith("validate: PASS"), "the campaign ends with validate: PASS:\n" + final.stdout[-3000:])
        expect("Time" in next(iter(sorted(folder.glob("reports/reconcile_*/final_report.md")))).read_text(), "the time stands there")
        expect([campaign.log_lines(change) for change in ids] == [1, 1], "each change is still logged once")
        again = sums(folder)
        campaign.reconcile("--apply", "--ddl", *ids)
        expect(sums(folder) == again, "one more run changes no byte: " + str(
            [p for p, s in sums(folder).items() if again.get(p) != s]))
        judged = campaign.judge()
        expect(judged and not judged["differences"], "Alembic after the edits")
    seconds = {phase["phase"]: round(phase["seconds"], 2) for phase in report["phases"]}
    if judged:
        print(f"{counted} figures, {independent} counted by other means, {counted - independent - len(unproved)} recounted in "
              "their files; taken as they are: "
              + "; ".join(f"{a}: {b}" for a, b in unproved))
    print(f"without decisions {places} places in queries are left to a person; seconds: {seconds}")
    if not options.keep:
        shutil.rmtree(work)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
