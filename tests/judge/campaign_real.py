"""The campaign on real applications: fifty changes are planted in a database that SQLAlchemy created from the models, then
`reconcile --apply` has a copy of the source.

    campaign_real.py --program FILE [--seed N] [--changes N] [--write] [APPLICATION...]

Afterwards, for each application:

  1. the run came to its end, and document, snapshot, agent documents and inventory pass;
  2. of the models' findings that are left (and were not there before the planting) each stands in the final report among
     what remains for a person;
  3. every file parses, real SQLAlchemy imports the models, and Alembic says nothing new of the tables that are mended (what it
     cannot judge is created by SQLAlchemy and must be the database's, see mend.py);
  4. one more run changes no byte.

`--write` puts the table into docs/reconciled.md. Exit status 1 where one of these does not hold.
"""
import argparse
import hashlib
import json
import pathlib
import random
import re
import sys
import tomllib

import closure
import mend
import mutation
import mutations
import postgres

APPLICATIONS = ["optuna", "mailman", "freqtrade", "privacyidea", "octavia", "housekeeper", "jupyterhub"]
PAGE = closure.ROOT / "docs" / "reconciled.md"
HEAD = ["application", "changes planted", "findings gone", "left, each with a word", "fixes not made, each with its reason", "verdict",
        "parts that fail", "seconds", "judges"]
INTRODUCTION = """# Real applications reconciled

Printed by `tests/judge/campaign_real.py --write`; not written by hand.

Changes are planted in a database that SQLAlchemy created from an application's models; `reconcile --apply` has a copy of the
source. *Left*: findings of the models that the campaign did not mend, all of which its final report names among what remains
for a person. *Parts that fail*: of its own validation; a planted drop leaves queries and models that only a person can
decide on, and the verdict says so. *Judges*: every file parses, real SQLAlchemy imports the models, Alembic's
compare_metadata says nothing new of what is mended, and one more run changes no byte.
"""


class Judge(mend.Judge):
    def sums(self):
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(self.scratch.folder.rglob("*"))
                if p.is_file() and "reports" not in p.parts and "__pycache__" not in p.parts}

    def reconcile(self, url):
        return self.program("reconcile", "--apply", "--allow-dirty", "--format", "json", "--db", url)

    def campaign(self, changes):
        with mend.contextlib.closing(mend.psycopg2.connect(self.url)) as connection:
            kinds = mutations.candidates(mutations.Catalog(connection), self.declared)
        rng = random.Random(f"{self.options.seed} {self.name}")
        pool = [m for kind in sorted(kinds) for m in rng.sample(kinds[kind], min(8, len(kinds[kind]))) if m.due]
        url, made = self.plant(rng.sample(pool, len(pool)), changes)
        problems = []
        report = self.reconcile(url)
        stopped = [phase for phase in report["phases"] if phase["outcome"] == "stopped"]
        problems += [f"stopped in {phase['phase']}: {phase['reason']}" for phase in stopped]
        verdicts = {part["part"]: part["verdict"] for part in report["validation"]}
        problems += [f"{part} does not pass" for part in ("document", "snapshot", "agents", "inventory") if verdicts.get(part) == "FAIL"]
        unmended = [f for f in self.compare(url)["findings"] if f["id"] not in self.known]
        left = [f for f in unmended if f["severity"] != "info"]
        remains = "\n".join(line for phase in report["phases"] for line in phase["remains"])
        problems += [f"left without a word: {f['rule']}: {f['message']}" for f in left if f["message"] not in remains]
        reasons = remains.count("not changed: ")
        problems += [f"broken file: {b}" for b in self.scratch.broken()]
        said = self.alembic(url)
        if isinstance(said, str):
            problems.append(said)
        else:
            problems += [f"Alembic: {c}" for c in said if c not in self.alembic_known and not self.limit_of(c, unmended, url)]
        before = self.sums()
        self.reconcile(url)
        after = self.sums()
        problems += [f"a second run changes {p}" for p in before.keys() | after.keys() if before.get(p) != after.get(p)]
        seconds = sum(phase["seconds"] for phase in report["phases"])
        gone = next(int(f["value"]) for phase in report["phases"] if phase["phase"] == "models"
                    for f in phase["figures"] if f["what"] == "findings gone")
        self.row = [self.name, len(made), gone, len(left), reasons, report["verdict"],
                    ", ".join(p for p, v in verdicts.items() if v == "FAIL") or "none", f"{seconds:.1f}",
                    "agree" if not problems else f"{len(problems)} disagree"]
        print(", ".join(f"{name}: {value}" for name, value in zip(HEAD, self.row)), flush=True)
        for problem in problems:
            print(f"  {problem}", flush=True)
        self.admin.close()
        return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.program = pathlib.Path(options.program).resolve()
    known = {"streaming": mutation.EXAMPLE, **{a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}}
    closure.WORK.mkdir(parents=True, exist_ok=True)
    failed, rows = 0, []
    with postgres.Server() as server:
        for name in options.applications or APPLICATIONS:
            judge = Judge(known[name], options, server)
            failed += bool(judge.campaign(options.changes))
            rows.append(judge.row)
    if options.write:
        PAGE.write_text("\n".join([INTRODUCTION, f"Seed {options.seed}.", "", *mutation.table(rows, HEAD)]) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
