"""Mending: changes are planted in databases that SQLAlchemy created from real models, `fix-models --apply` edits a copy of the
models' source, and the judges look at what came out.

    mend.py --program FILE [--size ci|real] [--seed N] [--singles N] [--heaps N] [--only TEXT] [--write]
            [--results FOLDER] [--again] [APPLICATION...]

For each application: `--singles` single changes and `--heaps` heaps of twenty, chosen by the seed (no heaps in
size ci). After each,

  1. the diff that is printed without --apply is one that `git apply --check` takes;
  2. every edited file parses; fix-models, run again, changes nothing, and says of every finding that is left why;
  3. real SQLAlchemy imports the edited models and configures the mappers, and Alembic's compare_metadata says of the tables
     that are mended nothing that it did not say before (every heap, and every `--import-every`th single);
  4. the lines that changed are counted, and those that had to (changed_lines.py; singles).

`--write` puts the rates into docs/mending.md. With `--results FOLDER` each application's results are kept there, and the page
tells of all that are kept: so a long run can be cut into shares. `--again` judges anew what of those a judge disagreed with,
or took more lines than the fewest. Exit status 1 when a file is broken, or a finding is neither mended nor
declared.
"""
import argparse
import ast
import collections
import contextlib
import dataclasses
import difflib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tomllib

import psycopg2

import changed_lines
import closure
import mutation
import mutations
import postgres

PAGE = closure.ROOT / "docs" / "mending.md"
REAL = ["streaming", "mailman", "freqtrade", "privacyidea", "fief-server", "buildbot", "murfey", "octavia", "optuna", "housekeeper", "jupyterhub",
        "langflow-base"]
CI = ["streaming"]
HEAP = 20
EACH = 12  # of one kind at most, to choose from
# What a fix that was made and then found wanting is said to be: these are failures, not declared limits.
TAKEN_BACK = re.compile(r"the finding would stay|it would bring|could no longer be read|would no longer parse")
# What Alembic cannot judge; every line of it that is let through is counted under its reason. All but "declared" only where
# the table, created anew by SQLAlchemy from the mended models, has the index or default of the database, word for word.
#   It compares two defaults by SELECT a = b: two calls of these are never equal.
VOLATILE = re.compile(r"nextval|clock_timestamp|gen_random_uuid|random\(")
#   It reads a key with an order, a collation, an operator class or a cast back as a plain column or as another text, and takes
#   the index for another one of the same name.
UNREADABLE = re.compile(r"COLLATE|DESC|NULLS|_ops|::|lower\(|upper\(")
LIMITS = {"declared": "about what fix-models declared not fixable",
          "volatile": "a volatile default, compared by calling it; SQLAlchemy creates the database's",
          "unreadable": "an index whose keys Alembic does not read back; SQLAlchemy creates the database's",
          "uncompared": "a default that the server cannot compare with =; SQLAlchemy creates the database's"}
# Changes that more than one statement may have to follow: what names the column, the relationships of a key; an index or a
# unique constraint that index=True or unique=True can no longer say.
SEVERAL = re.compile(r"rename|drop|^foreign key|^table|^enum|^primary key|add with|^index: (?!unique|not unique|drop|new)|^unique: (?!drop|new)")


def subject(words):
    """The table and column that one of Alembic's lines is about: "modify_type None users name …", "add_index Index x of users"."""
    if words[0].startswith(("modify_", "uncompared_")):
        return words[2], words[3]
    if words[0] in ("add_column", "remove_column"):
        return words[2], words[4]
    return (words[words.index("of") + 1] if "of" in words else words[2]), ""


class Scratch:
    """A copy of the source that the models are in, restored after each use."""

    def __init__(self, application, python):
        self.folder = closure.WORK / "mend" / application["name"]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if "path" in application:
            self.site = pathlib.Path(application["path"][0])
            tops = [p.name for p in self.site.iterdir() if p.name not in ("schema-inspector.toml", "schema.sql")]
            self.models = [os.path.relpath(m, self.site) for m in application["models"]]
        else:
            self.site = closure.site_packages(python)
            tops = sorted({m.split("/")[0] for m in application["models"]})
            self.models = application["models"]
        for top in tops:
            source = self.site / top
            if source.is_dir():
                shutil.copytree(source, self.folder / top, ignore=shutil.ignore_patterns("__pycache__", "*.so", "node_modules"))
            else:
                shutil.copy(source, self.folder / top)
        (self.folder / "schema-inspector.toml").write_text(
            f"[models]\npaths = {json.dumps(self.models)}\nimport_paths = {json.dumps([str(self.site)])}\n")
        self.before = {}

    def files(self):
        return [p for m in self.models for p in ([self.folder / m] if (self.folder / m).is_file() else (self.folder / m).rglob("*.py"))]

    def keep(self):
        self.before = {p: p.read_bytes() for p in self.files()}

    def restore(self):
        for path in self.files():
            if path not in self.before:
                path.unlink()
        for path, content in self.before.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)

    def broken(self):
        found = []
        for path in self.files():
            if path.read_bytes() != self.before.get(path):
                try:
                    ast.parse(path.read_bytes())
                except SyntaxError as error:
                    found.append(f"{path.name}: {error}")
        return found


class Judge:
    def __init__(self, application, options, server):
        self.application, self.options, self.server = application, options, server
        self.name = application["name"]
        self.python, self.url, self.declared = mutation.prepare(application, server)
        self.scratch = Scratch(application, self.python)
        self.scratch.keep()
        self.limit = changed_lines.usual_length(content.decode("utf-8", "replace") for content in self.scratch.before.values())
        self.admin = psycopg2.connect(server.uri())
        self.admin.autocommit = True
        self.template = "app_" + re.sub(r"\W", "_", self.name)
        self.known = {f["id"] for f in self.compare(self.url)["findings"]}
        self.alembic_known = self.alembic(self.url)
        if isinstance(self.alembic_known, str):
            raise RuntimeError(f"{self.name}: {self.alembic_known}")

    def program(self, *arguments):
        done = closure.run([self.options.program, *arguments], cwd=self.scratch.folder)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(map(str, arguments))}: {done.returncode}: {done.stderr[-600:]}")
        return json.loads(done.stdout)

    def compare(self, url):
        return self.program("compare-db-models", "--format", "json", "--db", url)

    def ask_application(self, *questions):
        """The answers of the application, with the models as they are now; a text: they can't be imported."""
        entry = closure.WORK / f"{self.name}.mend.json"
        entry.write_text(json.dumps({**self.application, "path": [str(self.scratch.folder)]}))
        path = os.pathsep.join([str(closure.HERE), str(mutation.alembic_folder()), str(self.scratch.folder)])
        done = subprocess.run([str(self.python), str(closure.HERE / "application_server.py"), str(entry)], cwd=closure.WORK,
                              env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"},
                              input="".join(json.dumps(q) + "\n" for q in questions),
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        if done.returncode or len(lines) < len(questions):
            return "the models do not import: " + done.stderr.strip().splitlines()[-1][:300] if done.stderr.strip() else "no answer"
        answers = [json.loads(line) for line in lines]
        return next((a["error"] for a in answers if isinstance(a, dict) and "error" in a), answers)

    def alembic(self, url):
        """What Alembic says of the models as they are now; a text: they can't be imported."""
        tables = [[s, t] for s, schema in self.declared["schemas"].items() for t in schema["tables"]]
        answers = self.ask_application({"mappers": True}, {"url": url, "tables": tables, "tolerant": True})
        return answers if isinstance(answers, str) else answers[1]

    def create(self):
        """What SQLAlchemy makes of the mended models, on a copy of the planted database that has all but its tables."""
        if self.created:
            return self.created
        with self.admin.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS created")
            cursor.execute("CREATE DATABASE created TEMPLATE mutated")
        url = self.server.uri("created")
        with contextlib.closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("SET client_min_messages = error")
            cursor.execute("""SELECT schemaname, tablename, format('%I.%I', schemaname, tablename) FROM pg_tables
                              WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""")
            tables = cursor.fetchall()
            cursor.execute("""SELECT d.objid::regclass::text FROM pg_depend d JOIN pg_class s ON s.oid = d.objid
                              WHERE s.relkind = 'S' AND d.deptype = 'a' AND d.classid = 'pg_class'::regclass""")
            for (sequence,) in cursor.fetchall():
                cursor.execute(f"ALTER SEQUENCE {sequence} OWNED BY NONE")
            for _, _, table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
        answers = self.ask_application({"create": url, "tables": [[s, t] for s, t, _ in tables]})
        if isinstance(answers, str):
            raise RuntimeError("SQLAlchemy does not create the models: " + answers)
        self.created = url
        return url

    def is_created_alike(self, words, url):
        """Whether the index or default that Alembic speaks of is in the created database as it is in the planted one."""
        table, column = subject(words)
        if words[0] in ("add_index", "remove_index"):
            query, values = "SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname = %s", (table, words[2])
        else:
            query, values = """SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_class t ON t.oid = d.adrelid
                               JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                               WHERE t.relname = %s AND a.attname = %s""", (table, column)
        found = []
        for each in (url, self.create()):
            with contextlib.closing(psycopg2.connect(each)) as connection, connection.cursor() as cursor:
                cursor.execute(query, values)
                found.append(sorted(cursor.fetchall()))
        return found[0] == found[1] and found[0] != []

    def plant(self, chosen, most=None):
        """The database with these changes, up to `most` of those that it takes; and which they are."""
        self.created = None
        with self.admin.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS mutated")
            cursor.execute(f"CREATE DATABASE mutated TEMPLATE {self.template}")
        url, made = self.server.uri("mutated"), []
        with contextlib.closing(psycopg2.connect(url)) as connection:
            for each in chosen:
                if len(made) == most:
                    break
                try:
                    with connection, connection.cursor() as cursor:
                        cursor.execute("SET client_min_messages = error")
                        for statement in each.sql:
                            cursor.execute(statement)
                    made.append(each)
                except psycopg2.Error:
                    connection.rollback()
        return url, made

    def mend(self, chosen, imported, single):
        url, made = self.plant(chosen)
        if not made:
            return None
        result = {"made": made, "problems": [], "declared": [], "taken_back": [], "mended": 0, "lines": 0, "least": 0, "asked": 0,
                  "imported": False, "excused": []}
        try:
            self.check_diff(url, result)
            fixes = self.program("fix-models", "--apply", "--unsafe", "--format", "json", "--db", url)
            ours = [f for f in fixes["fixes"] if f["finding"] not in self.known]
            result["asked"] = len(ours)
            result["mended"] = sum(1 for f in ours if f["made"])
            for fix in ours:
                if not fix["made"]:
                    kind = "taken_back" if TAKEN_BACK.search(fix["cost"]) or not fix["cost"] else "declared"
                    result[kind].append(f"{fix['title']}: {fix['cost']}" if kind == "taken_back" else f"{fix['rule']}: {fix['cost']}")
            result["problems"] += [f"taken back: {f}" for f in result["taken_back"]]
            result["problems"] += [f"broken file: {b}" for b in self.scratch.broken()]
            again = self.program("fix-models", "--unsafe", "--format", "json", "--db", url)
            result["problems"] += [f"a second run would change {f['file']}" for f in again["files"]]
            left = [f for f in again["fixes"] if f["finding"] not in self.known]
            result["problems"] += [f"left: {f['title']}: {f['cost']}" for f in left if not f["cost"]]
            if single:
                self.count_lines(result)
            if imported:
                said = self.alembic(url)
                if isinstance(said, str):
                    result["problems"].append(said)
                else:
                    result["imported"] = True
                    for change in said:
                        if change in self.alembic_known:
                            continue
                        if limit := self.limit_of(change, left, url):
                            result["excused"].append(limit)
                        else:
                            result["problems"].append(f"Alembic: {change}")
        except RuntimeError as error:
            result["problems"].append(str(error))
        finally:
            if self.options.keep and result["problems"]:
                shutil.copytree(self.scratch.folder, self.options.keep, dirs_exist_ok=True)
                (pathlib.Path(self.options.keep) / "planted.sql").write_text("".join(f"{s};\n" for m in made for s in m.sql))
            self.scratch.restore()
        return result

    def defaults(self, url):
        with contextlib.closing(psycopg2.connect(url)) as connection:
            return {(c.table, c.name): c.default or "" for c in mutations.Catalog(connection).columns}

    def index_keys(self, table, index, url):
        with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname = %s", (table, index))
            return " ".join(row[0].partition(" WHERE ")[0] for row in cursor.fetchall())

    def limit_of(self, change, left, url):
        """Why Alembic's word does not count; nothing: it does."""
        words = change.split()
        table, column = subject(words)
        for fix in left:
            at = fix["object"]
            if at.get("table") == table and (not at.get("column") or not column or at["column"] == column):
                return "declared"
            # A renamed column, or an enum, is the finding's by its new name, and Alembic's by its old one or both.
            if fix["rule"] == "probable-rename" and at.get("table") in ("", None, table):
                if set(re.split(r"[\s:.]+", fix.get("title", fix.get("message", "")))) & {column, *words[5:]} - {""}:
                    return "declared"
            # A renamed table is the finding's by its new name, and Alembic's by its old one.
            if fix["rule"] == "probable-rename" and table in fix.get("title", fix.get("message", "")).split():
                return "declared"
            # The database has no key to a table that it lacks.
            if fix["rule"] == "table-extra" and words[0] == "add_fk" and words[3].rpartition(".")[0].split(".")[-1] == at.get("table"):
                return "declared"
        limit = ""
        if words[0] == "uncompared_default":
            limit = "uncompared"
        if words[0] == "modify_default" and VOLATILE.search(self.defaults(url).get((table, column), "")):
            limit = "volatile"
        if words[0] in ("add_index", "remove_index") and UNREADABLE.search(self.index_keys(table, words[2], url)):
            limit = "unreadable"
        return limit if limit and self.is_created_alike(words, url) else ""

    def check_diff(self, url, result):
        done = closure.run([self.options.program, "fix-models", "--unsafe", "--db", url], cwd=self.scratch.folder)
        if not done.stdout:
            return
        checked = subprocess.run(["git", "apply", "--check", "-"], input=done.stdout, text=True, cwd=self.scratch.folder,
                                 capture_output=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(self.scratch.folder.parent)})
        if checked.returncode:
            result["problems"].append(f"git apply --check: {checked.stderr.strip()[-200:]}")

    def count_lines(self, result):
        touched = []
        for path in self.scratch.files():
            before, after = self.scratch.before.get(path, b""), path.read_bytes()
            if before == after:
                continue
            total, least, texts = changed_lines.measure(before.decode("utf-8-sig", "replace"), after.decode("utf-8-sig", "replace"), self.limit)
            result["lines"] += total
            result["least"] += least
            touched += texts
        if len(touched) > 1 and not SEVERAL.search(result["made"][0].kind):
            result["least"] = 1
        if self.options.diffs and result["lines"] > result["least"]:
            self.write_diff(result)

    def write_diff(self, result):
        folder = pathlib.Path(self.options.diffs)
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob(f"{self.name}-*")))
        text = "".join(f"-- {s}\n" for m in result["made"] for s in m.sql) + f"-- {result['lines']} lines for {result['least']}\n"
        for path in self.scratch.files():
            before = self.scratch.before.get(path, b"").decode("utf-8", "replace").splitlines(keepends=True)
            after = path.read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
            text += "".join(difflib.unified_diff(before, after, str(path.relative_to(self.scratch.folder)), ""))
        (folder / f"{self.name}-{number + 1:02}.diff").write_text(text)

    def again(self, results):
        """The results with those that were not as they should be made anew."""
        out = []
        for kind, result in results:
            right = not result["problems"] and result["lines"] <= result["least"]
            out.append((kind, result if right else self.mend(result["made"], True, kind == "single")))
        return out

    def run(self):
        with contextlib.closing(psycopg2.connect(self.url)) as connection:
            kinds = mutations.candidates(mutations.Catalog(connection), self.declared)
        rng = random.Random(f"{self.options.seed} {self.name}")
        pool = [m for kind in sorted(kinds) if not self.options.only or self.options.only in kind
                for m in rng.sample(kinds[kind], min(EACH, len(kinds[kind]))) if m.due]
        singles = rng.sample(pool, min(self.options.singles, len(pool)))
        results = []
        for number, each in enumerate(singles):
            results.append(("single", self.mend([each], number % self.options.import_every == 0, True)))
            if self.options.verbose:
                print(f"  {self.name}: {number + 1} of {len(singles)}: {each.kind}", flush=True)
        for _ in range(self.options.heaps):
            results.append(("heap", self.mend(rng.sample(pool, min(HEAP, len(pool))), True, False)))
        with self.admin.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS mutated")
            cursor.execute("DROP DATABASE IF EXISTS created")
        self.admin.close()
        return [(kind, r) for kind, r in results if r]


def share(part, whole):
    return f"{part} / {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def row(name, results):
    singles = [r for kind, r in results if kind == "single"]
    heaps = [r for kind, r in results if kind == "heap"]
    asked, mended = sum(r["asked"] for _, r in results), sum(r["mended"] for _, r in results)
    declared = sum(len(r["declared"]) for _, r in results)
    sound = sum(1 for _, r in results if not r["problems"])
    broken = sum(1 for _, r in results for p in r["problems"] if "broken file" in p or "do not import" in p)
    edited = [r for r in singles if r["lines"]]
    least = sum(1 for r in edited if r["lines"] <= r["least"])
    return [name, len(singles), len(heaps), asked, declared, share(mended, asked - declared), broken, share(sound, len(results)),
            share(least, len(edited))]


HEAD = ["application", "singles", "heaps", "findings", "declared not fixable", "fixable ones mended", "broken", "judges agree",
        "fewest lines"]


def page(all_results, options):
    lines = ["# Models mended, and what the judges say", "", "Printed by `tests/judge/mend.py --write`; not written by hand.", "",
             "Changes are planted in a database that SQLAlchemy created from an application's models, singly and in heaps of",
             f"{HEAP}; `fix-models --apply --unsafe` edits a copy of the source. *Declared*: fix-models says why a person has to decide;",
             "a fix that it had to take back counts as fixable and not mended. *Broken*: files that do not parse, or models that do not",
             "import. *Judges agree*: the printed diff is one that `git apply --check` takes, the files parse, every finding left was",
             "declared, a second run changes nothing, real SQLAlchemy imports the models (every heap, and a share of the singles) and",
             "Alembic's compare_metadata says nothing new of the mended tables. *Fewest lines*: of the singles that changed anything,",
             "those that changed no line that did not have to: one that holds a token which went or came; a statement takes more lines",
             "than one only where it would be longer than the longest line of the project; imports are not counted.", "",
             f"Seed {options.seed}.", ""]
    rows = [row(name, r) for name, r in all_results.items()]
    rows.append(row("**all**", [x for r in all_results.values() for x in r]))
    lines += mutation.table(rows, HEAD)
    checked = [x for r in all_results.values() for _, x in r if x["imported"]]
    excused = collections.Counter(e for x in checked for e in x["excused"])
    lines += ["", f"SQLAlchemy imported and Alembic compared {len(checked)} of the results. What Alembic said and what did not count:", ""]
    lines += [f"- {n} × {LIMITS[limit]}" for limit, n in excused.most_common()] or ["- nothing"]
    reasons = collections.Counter(re.sub(r"\b\d+\b", "N", d) for r in all_results.values() for _, x in r for d in x["declared"])
    lines += ["", "## Declared not fixable", ""] + [f"- {n} × {reason}" for reason, n in reasons.most_common(40)]
    lines += ["", "## Where a judge disagrees", ""]
    bad = [(name, kind, x) for name, r in all_results.items() for kind, x in r if x["problems"]]
    lines += [f"- {name}, {kind} ({x['made'][0].kind if kind == 'single' else len(x['made'])}): {p[:300]}"
              for name, kind, x in bad for p in x["problems"][:2]] or ["Nowhere."]
    large = [(name, x) for name, r in all_results.items() for kind, x in r if kind == "single" and x["lines"] > x["least"]]
    lines += ["", "## Single changes that took more lines than the fewest", ""]
    lines += [f"- {name}, {x['made'][0].kind}: {x['lines']} for {x['least']}: `{'; '.join(x['made'][0].sql)[:160]}`" for name, x in large] or ["None."]
    return "\n".join(lines) + "\n"


def keep(folder, name, results):
    rows = [[kind, {**r, "made": [dataclasses.asdict(m) for m in r["made"]]}] for kind, r in results]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(rows, indent=1))


def kept(folder):
    all_results = {}
    for file in sorted(folder.glob("*.json"), key=lambda f: REAL.index(f.stem) if f.stem in REAL else len(REAL)):
        rows = json.loads(file.read_text())
        all_results[file.stem] = [(kind, {**r, "made": [mutations.Mutation(**m) for m in r["made"]]}) for kind, r in rows]
    return all_results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", required=True)
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--singles", type=int)
    parser.add_argument("--heaps", type=int)
    parser.add_argument("--import-every", type=int, default=10)
    parser.add_argument("--only")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--results", type=pathlib.Path, help="a folder that keeps each application's results")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--keep", metavar="FOLDER", help="the files of the last mending that a judge disagrees with")
    parser.add_argument("--diffs", metavar="FOLDER", help="the single changes that took more lines than the fewest")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program = pathlib.Path(options.program).resolve()
    options.singles = options.singles if options.singles is not None else (12 if options.size == "ci" else 100)
    options.heaps = options.heaps if options.heaps is not None else (0 if options.size == "ci" else 20)
    known = {"streaming": mutation.EXAMPLE, **{a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}}
    closure.WORK.mkdir(parents=True, exist_ok=True)
    all_results = {}
    with postgres.Server() as server:
        for name in options.applications or (CI if options.size == "ci" else REAL):
            judge = Judge(known[name], options, server)
            all_results[name] = judge.again(kept(options.results)[name]) if options.again else judge.run()
            print("  ".join(map(str, row(name, all_results[name]))), flush=True)
            for kind, result in all_results[name]:
                for problem in result["problems"]:
                    print(f"  {name}, {kind}: {result['made'][0].kind if kind == 'single' else ''}: {problem}"
                          + (f"\n      {'; '.join(s for m in result['made'][:1] for s in m.sql)}" if kind == "single" else ""))
                if options.verbose:
                    for reason in result["declared"]:
                        print(f"  {name}, {kind}: declared: {reason}")
            if options.results:
                keep(options.results, name, all_results[name])
            if options.write:
                PAGE.write_text(page(kept(options.results) if options.results else all_results, options))
    sys.exit(1 if any(x["problems"] for r in all_results.values() for _, x in r) else 0)


if __name__ == "__main__":
    main()
