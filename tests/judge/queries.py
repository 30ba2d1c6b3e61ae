"""The queries of real applications, held against databases that SQLAlchemy made from their own models.

    queries.py --program FILE --planter FILE [--size ci|real] [--faults N] [--write] [--verbose] [APPLICATION...]

For each application of queries.toml, in the environment that closure.py makes:

  1. silence: `check-queries` over the installed source, asking the server, finds nothing that queries.toml does not list with
     its reason;
  2. planted under SQL: tables and columns renamed away under its statements; every statement that the server then refuses is
     found, at its own characters, nothing else is, and `offline` agrees with the server (judge_queries.cc does this);
  3. planted under models: columns renamed away in a snapshot of the database; every `Class.attribute` that an independent
     reading with Python's own `ast` and SQLAlchemy's own mappers finds to stand for such a column is found, at its
     characters, also in the strings that relationship() takes as expressions; and every finding stands where the source
     spells an attribute of such a column.

Then extraction: statements listed by hand in ten hard files, and how many of them are found.

SQL faults are planted under examples/streaming, too. `--write` prints docs/queries.md. Exit status 1 when a goal is missed.
"""
import argparse
import ast
import json
import pathlib
import random
import re
import sys
import time
import tomllib

import attributes
import closure
import postgres

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "queries.toml"
PAGE = closure.ROOT / "docs" / "queries.md"
EXAMPLE = closure.ROOT / "examples" / "streaming"
SKIPPED = {"tests", "test", "testing", "unittests", "alembic", "alembic_migrations", "versions", "build", "dist", "env", "venv"}
BATCH = 100
EXPRESSIONS = {"primaryjoin", "secondaryjoin", "order_by", "foreign_keys", "remote_side"}


def is_read(path):
    """Whether check-queries reads a file of a folder: no tests, no migrations."""
    folders = path.parts[:-1]
    if any(f in SKIPPED or "migrat" in f for f in folders):
        return False
    return not (path.name.startswith("test_") or path.name.endswith("_test.py") or path.name == "conftest.py")


class Oracle:
    """Every `Class.attribute` of a tree that certainly stands for a column, found without our program."""

    def __init__(self, site, tree, lines):
        self.site = site
        self.columns, self.classes = {}, {}  # (module, class) -> {attribute: "table.column"}; class -> modules
        for line in lines:
            name, attribute, words = line.split(" ", 2)
            kind, _, detail = words.partition(" ")
            module, _, short = name.rpartition(".")
            self.classes.setdefault(short, set()).add(module)
            if kind == "column" and "." in detail:
                self.columns.setdefault((module, short), {})[attribute] = detail
        self.modules = {m for found in self.classes.values() for m in found}
        self.references = {}  # "table.column" -> {(file, line, column)}
        self.strings = {}  # "table.column" -> {(file, span of a string that names it)}
        self.spelled = {}  # "table.column" -> {attribute}
        for owner in self.columns.values():
            for attribute, column in owner.items():
                self.spelled.setdefault(column, set()).add(attribute)
        for path in sorted((site / tree).rglob("*.py")):
            if is_read(path.relative_to(site / tree)):
                self.read(path)

    def meant(self, module, name):
        """The mapped class that `from module import name` gives: of that module, or of one below that package."""
        found = [m for m in self.classes.get(name, ()) if m == module or m.startswith(module + ".")]
        return (found[0], name) if len(found) == 1 else None

    def read_string(self, file, lines, node):
        """A string that relationship() evaluates: "and_(User.id == Order.users_id, …)"; class names are the registry's."""
        try:
            expression = ast.parse(node.value.strip(), mode="eval")
        except (SyntaxError, ValueError):
            return

        def place(line, offset):
            return line, len(lines[line - 1].encode()[:offset].decode()) + 1

        span = (*place(node.lineno, node.col_offset), *place(node.end_lineno, node.end_col_offset))
        for each in ast.walk(expression):
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                modules = self.classes.get(each.value.id, set())
                owner = (next(iter(modules)), each.value.id) if len(modules) == 1 else None
                if column := self.columns.get(owner, {}).get(each.attr):
                    self.strings.setdefault(column, set()).add((file, *span))

    def is_in_string(self, column, place):
        return any(place[0] == file and (line, start) <= place[1:] < (end_line, end)
                   for file, line, start, end_line, end in self.strings.get(column, ()))

    def read(self, path):
        try:
            text = path.read_text()
            tree = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError, ValueError):
            return
        parts = path.relative_to(self.site).with_suffix("").parts
        package = parts[:-1]
        names, bound, modules = {}, {}, {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    up = package[:len(package) - node.level + 1]
                    base = ".".join([*up, *([base] if base else [])])
                for alias in node.names:
                    key = alias.asname or alias.name
                    bound[key] = bound.get(key, 0) + 1
                    if cls := self.meant(base, alias.name):
                        names[key] = cls
                    elif any(m == f"{base}.{alias.name}" for m in self.modules):
                        modules[key] = f"{base}.{alias.name}"
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    key = (alias.asname or alias.name).split(".")[0]
                    bound[key] = bound.get(key, 0) + 1
            elif isinstance(node, ast.arg):
                bound[node.arg] = bound.get(node.arg, 0) + 1
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                bound[node.id] = bound.get(node.id, 0) + 1
            elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                bound[node.name] = bound.get(node.name, 0) + 1
        guarded = "AttributeError" in text or "hasattr" in text
        lines = text.splitlines()
        file = str(path.relative_to(self.site))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "relationship":
                for keyword in node.keywords:
                    if keyword.arg in EXPRESSIONS and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                        self.read_string(file, lines, keyword.value)
            if not (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)) or guarded:
                continue
            owner = node.value
            if isinstance(owner, ast.Name) and bound.get(owner.id) == 1:
                cls = names.get(owner.id)
            elif isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and bound.get(owner.value.id) == 1:
                cls = (modules.get(owner.value.id), owner.attr)  # models.User.name
            else:
                continue
            column = self.columns.get(cls, {}).get(node.attr)
            if column:
                end = len(lines[node.end_lineno - 1].encode()[:node.end_col_offset].decode())
                self.references.setdefault(column, set()).add((file, node.end_lineno, end - len(node.attr) + 1))


def arguments_of(application, site):
    return [a for path in application["models"] for a in ("--models", site / path)]


def check(program, site, tree, extra):
    start = time.monotonic()
    done = closure.run([program, "check-queries", tree, "--format", "json", "--fail-on", "never", *extra], cwd=site)
    if done.returncode:
        raise RuntimeError(f"check-queries {tree} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout), time.monotonic() - start


def key_of(finding):
    place = finding["location"]
    return (place["file"], place["line"], place["column"])


def column_of(finding):
    return f"{finding['object'].get('table')}.{finding['object'].get('column')}"


def plant_under_models(program, application, site, tree, snapshot, oracle, count, seed):
    """Renames away `count` columns that the oracle knows references to."""
    schemas = snapshot["schemas"]
    columns = {}
    for schema, space in schemas.items():
        for table, content in space["tables"].items():
            for column in content["columns"]:
                columns.setdefault(f"{table}.{column['name']}", []).append((schema, table, column["name"]))
    known = sorted(c for c in {**oracle.references, **oracle.strings} if len(columns.get(c, ())) == 1)
    chosen = random.Random(seed).sample(known, min(count, len(known)))
    result = {"faults": len(chosen), "found": 0, "references": 0, "references_found": 0, "extra": 0, "details": []}
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start:start + BATCH]
        broken = json.loads(json.dumps(snapshot))
        for name in batch:
            schema, table, column = columns[name][0]
            for each in broken["schemas"][schema]["tables"][table]["columns"]:
                if each["name"] == column:
                    each["name"] = "zz_" + column[:50]
        path = closure.WORK / f"{application['name']}.planted.json"
        path.write_text(json.dumps(broken))
        report, _ = check(program, site, tree, ["--db", f"snapshot:{path}", *arguments_of(application, site)])
        found = {(key_of(f), column_of(f)): f for f in report["findings"] if f["rule"].startswith("orm-") and f["location"]}
        for name in batch:
            expected, strings = oracle.references.get(name, set()), oracle.strings.get(name, set())
            of_column = {place for place, column in found if column == name}
            hit = expected & of_column
            hit |= {s for s in strings if any(p[0] == s[0] and s[1:3] <= p[1:] < s[3:] for p in of_column)}
            result["references"] += len(expected) + len(strings)
            result["references_found"] += len(hit)
            result["found"] += len(hit) == len(expected) + len(strings)
            result["details"] += [f"missed: {':'.join(map(str, p[:3]))} is {name}" for p in sorted((expected | strings) - hit)]
        for (place, name), finding in found.items():
            line = (site / place[0]).read_text().splitlines()[place[1] - 1]
            word = line[place[2] - 1:finding["location"]["end_column"] - 1]
            right = name in batch and (word in oracle.spelled.get(name, ()) or word == name.split(".", 1)[1] or
                                       oracle.is_in_string(name, place))
            if not right and not is_listed(application, finding):
                result["extra"] += 1
                result["details"].append(f"extra: {place[0]}:{place[1]}:{place[2]} {finding['message']}")
    return result


def is_listed(application, finding):
    place = finding["location"] or {"file": "", "line": 0}
    return any(e["file"] == place["file"] and e["rule"] == finding["rule"] and e["text"] in finding["message"]
               for e in application.get("finding", ()))


def judge(entry, application, options, server):
    name = application["name"]
    application = {**application, "finding": entry.get("finding", [])}
    python, url, _ = closure.prepare({k: v for k, v in application.items() if k != "finding"}, server)
    site = closure.site_packages(python).resolve()
    result = {"name": name, "version": application["version"]}
    report, seconds = check(options.program, site, entry["tree"], ["--db", url, *arguments_of(application, site)])
    summary = report["summary"]
    unlisted = [f for f in report["findings"] if f["severity"] != "info" and not is_listed(application, f)]
    result.update(seconds=seconds, coverage=summary, unlisted=unlisted, listed=len(report["findings"]) - len(unlisted))
    # SQL: the planter has its own server.
    script = next(closure.WORK.glob(f"{name}-*.sql"))
    count = options.faults or entry.get("faults", 100)
    under_sql = options.faults or entry.get("sql_faults", 25)
    result["sql"], result["sql_details"] = plant_under_sql(options.planter, site / entry["tree"], script, under_sql,
                                                           entry.get("helpers", []))
    # Models.
    lines, _ = attributes.real_lines({k: v for k, v in application.items() if k != "finding"}, python)
    oracle = Oracle(site, entry["tree"], lines)
    live = closure.run([options.program, "introspect", "--format", "json", "--db", url], cwd=closure.WORK)
    result["orm"] = plant_under_models(options.program, application, site, entry["tree"], json.loads(live.stdout), oracle,
                                       count, 1)
    return result


def plant_under_sql(planter, tree, script, count, helpers=()):
    done = closure.run([planter, tree, script, str(count), "1", *helpers])
    try:
        return json.loads(done.stdout), [line for line in done.stderr.splitlines() if not line.startswith("own:")]
    except ValueError as error:
        raise RuntimeError(f"the planter ended with {done.returncode}: {done.stderr[-2000:]}") from error


def failures(result):
    if "error" in result:
        return [result["error"]]
    out = []
    if result["unlisted"]:
        out.append(f"{len(result['unlisted'])} findings on its own schema")
    return out + sql_failures(result["sql"]) + orm_failures(result["orm"])


def sql_failures(sql):
    out = []
    if sql["found"] != sql["refused"] or sql["extra"]:
        out.append(f"SQL: {sql['found']} of {sql['refused']} found, {sql['extra']} extra")
    if sql["right_characters"] != sql["findings_there"]:
        out.append(f"SQL: {sql['right_characters']} of {sql['findings_there']} at the right characters")
    if sql["only_offline"] or sql["false_offline"] or sql["found_offline"] * 100 < sql["refused"] * 95:
        out.append(f"offline: {sql['found_offline']} of {sql['refused']}, {sql['only_offline'] + sql['false_offline']} false")
    return out


def orm_failures(orm):
    if orm["found"] != orm["faults"] or orm["extra"]:
        return [f"models: {orm['references_found']} of {orm['references']} references found, {orm['extra']} extra"]
    return []


def table(head, rows):
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *("| " + " | ".join(map(str, r)) + " |" for r in rows), ""]


def silence_row(result):
    c = result["coverage"]
    return [result["name"], result["version"], c["queries"], c["checked"], c["checked_in_part"], c["not_checked"], c["references"],
            c["orm_references"], c["undecided"] + c["orm_undecided"], len(result["unlisted"]), result["listed"]]


def sql_row(name, s):
    return [name, s["planted"], s["refused"], s["found"], f"{s['right_characters']} of {s['findings_there']}", s["extra"],
            s["found_offline"], s["only_offline"] + s["false_offline"]]


def orm_row(result):
    o = result["orm"]
    return [result["name"], o["faults"], o["references"], o["references_found"], o["extra"]]


def row(result):
    if "error" in result:
        return f"{result['name']}: could not be judged: {result['error'].splitlines()[0][:200]}"
    return " | ".join(map(str, silence_row(result) + sql_row("SQL", result["sql"]) + orm_row({**result, "name": "models"})))


def judge_extraction(listed, options):
    """Of each file: how many of the statements listed by hand are found, and the lines of those that are not."""
    python = closure.environment({"name": "extraction", "alone": listed["packages"], "requires": []})
    site = closure.site_packages(python)
    out = {}
    for file, lines in listed["lines"].items():
        done = closure.run([options.planter, "--spans", site / file])
        spans = [tuple(map(int, line.split("\t")[1:])) for line in done.stdout.splitlines()]
        out[file] = (len(lines), [n for n in lines if not any(a <= n <= b for a, b in spans)])
    return out


def judge_example(program):
    """What differs from the list of examples/streaming/expected-queries.md, written by hand."""
    expected = set()
    for line in (EXAMPLE / "expected-queries.md").read_text().splitlines():
        cells = [c.strip() for c in line.split("|")]
        if len(cells) > 3 and (place := re.fullmatch(r"(\S+\.py):(\d+)", cells[1])):
            expected.add((place[1], int(place[2]), cells[2]))
    done = closure.run([program, "check-queries", "--db", "file:schema.sql", "--format", "json", "--fail-on", "never"], cwd=EXAMPLE)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found = {(f["location"]["file"], f["location"]["line"], f["rule"]) for f in json.loads(done.stdout)["findings"]
             if f["severity"] != "info"}
    return ([f"missed: {f}:{n} {rule}" for f, n, rule in sorted(expected - found)] +
            [f"not on the list: {f}:{n} {rule}" for f, n, rule in sorted(found - expected)], len(expected))


def extraction_section(listed, found):
    total, missed = sum(n for n, _ in found.values()), sum(len(m) for _, m in found.values())
    text = ["## Statements found in ten hard files", "",
            "Statements that go to a database, listed by hand (`tests/judge/queries.toml`), and those that are found: "
            f"{total - missed} of {total}, {(total - missed) / total:.1%}. Of {', '.join(listed['packages'])}.", "",
            "| file | listed | found | lines not found |", "| --- | --- | --- | --- |"]
    return text + [f"| {f} | {n} | {n - len(m)} | {', '.join(map(str, m))} |" for f, (n, m) in found.items()] + [""]


def verdict(good):
    return "holds" if good else "DOES NOT HOLD"


def page(entries, results, example, listed, found):
    whole = [r for r in results if "error" not in r]

    def total(part, key):
        return sum(r[part][key] for r in whole)

    references = total("coverage", "references") + total("coverage", "orm_references")
    unlisted, known = sum(len(r["unlisted"]) for r in whole), sum(r["listed"] for r in whole)
    planted = total("sql", "planted") + example["planted"]
    faults = planted + total("orm", "faults")
    refused, caught = total("sql", "refused") + example["refused"], total("sql", "found") + example["found"]
    offline = total("sql", "found_offline") + example["found_offline"]
    false = sum(r["sql"]["only_offline"] + r["sql"]["false_offline"] for r in whole) + example["only_offline"] + example["false_offline"]
    named, named_found = total("orm", "references"), total("orm", "references_found")
    extra = total("sql", "extra") + example["extra"] + total("orm", "extra")
    listed_lines, missed = sum(n for n, _ in found.values()), sum(len(m) for _, m in found.values())
    text = [
        "# How exactly queries are checked", "",
        "Printed by `tests/judge/queries.py --write`; not written by hand. The applications are installed from the Python package",
        "registry; their databases are what SQLAlchemy creates from their own models.", "",
        *table(["judged", "measured", "goal", ""], [
            ["planted", f"{faults} faults: {caught} of {refused} refused queries and {named_found} of {named} references to models "
             f"found, {extra} findings elsewhere", "1,000 faults, all found, nothing else",
             verdict(faults >= 1000 and caught == refused and named_found == named and extra == 0)],
            ["silence", f"{unlisted} findings not accounted for, {known} listed, in {references} references", "at most 1 in 1,000",
             verdict((unlisted + known) * 1000 <= references)],
            ["agreement", f"offline: {false} complaints where the server has none, {offline} of {refused} found", "0, and 95 %",
             verdict(false == 0 and offline * 100 >= refused * 95)],
            ["extraction", f"{listed_lines - missed} of {listed_lines} statements listed by hand", "98 %",
             verdict(listed_lines > 0 and missed * 100 <= listed_lines * 2)]]),
        "Speed is measured by `bench/run.py`: [bench/RESULTS.md](../bench/RESULTS.md).", "",
        "## On their own schemas", "",
        "*findings*: of `check-queries`, asking the server: there must be none but those *listed* below, and infos.", "",
        *table(["application", "version", "SQL found", "checked whole", "around holes", "not checked", "SQL references",
                "model references", "undecided", "findings", "listed"], map(silence_row, whole)),
        "## Faults planted under SQL", "",
        "Tables and columns renamed away, each once, under the statements that name them. *refused*: queries that the server then",
        "refuses. *extra*: findings at any other place.", "",
        *table(["application", "faults", "refused", "found", "at its characters", "extra", "offline found", "offline false"],
               [sql_row("examples/streaming", example), *(sql_row(r["name"], r["sql"]) for r in whole)]),
        "## Faults planted under models", "",
        "Columns renamed away in the database. *references*: `Class.attribute` that Python's `ast` and SQLAlchemy's mappers show to",
        "stand for one of them, in code and in the strings of relationship(). *extra*: findings at any other place.", "",
        *table(["application", "faults", "references", "found", "extra"], map(orm_row, whole))]
    bad = [(r["name"], failure) for r in results for failure in failures(r)]
    bad += [("examples/streaming", failure) for failure in sql_failures(example)]
    if bad:
        text += ["## What does not hold", ""] + [f"- {n}: {f.splitlines()[0]}" for n, f in bad] + [""]
    accounted = [(e["name"], f) for e in entries for f in e.get("finding", ())]
    if accounted:
        text += ["## Findings on the applications' own schemas, each read by a person", ""]
        text += [f"- {n}: `{f['file']}`, {f['rule']}, “{f['text']}”: {f['why']}" for n, f in accounted] + [""]
    return "\n".join(text + extraction_section(listed, found))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--planter", required=True, type=pathlib.Path)
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--faults", type=int, help="planted in each application, instead of what queries.toml says")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program, options.planter = options.program.resolve(), options.planter.resolve()
    judged = tomllib.loads(TABLE.read_text())
    entries, listed = judged["application"], judged["extraction"]
    applications = {a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}
    chosen = [e for e in entries if (e["name"] in options.applications if options.applications else
                                     options.size == "real" or e.get("size") == "ci")]
    closure.WORK.mkdir(parents=True, exist_ok=True)
    results = []
    wrong, count = judge_example(options.program)
    print(f"examples/streaming: {count} places listed by hand, {len(wrong)} differ", *wrong, sep="\n  ")
    example, details = plant_under_sql(options.planter, EXAMPLE, EXAMPLE / "schema.sql", options.faults or 150)
    print(" | ".join(map(str, sql_row("examples/streaming", example))), *sql_failures(example), *details[:10], sep="\n  ")
    with postgres.Server() as server:
        for entry in chosen:
            try:
                result = judge(entry, applications[entry["name"]], options, server)
            except RuntimeError as error:
                result = {"name": entry["name"], "error": str(error)}
            results.append(result)
            print(row(result), flush=True)
            for failure in failures(result):
                print(f"  {entry['name']}: {failure}")
            for finding in result.get("unlisted", []):
                print(f"  {':'.join(map(str, key_of(finding)))}: {finding['rule']}: {finding['message']}")
            details = result.get("sql_details", []) + result.get("orm", {}).get("details", [])
            for line in details if options.verbose else details[:10]:
                print("  " + line)
            sys.stdout.flush()
    found = {}
    if options.size == "real" and (options.write or not options.applications):
        found = judge_extraction(listed, options)
        print(*extraction_section(listed, found), sep="\n")
    if options.write:
        PAGE.write_text(page(chosen, results, example, listed, found))
    failed = sum(1 for r in results if failures(r))
    total, missed = sum(n for n, _ in found.values()), sum(len(m) for _, m in found.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    sys.exit(1 if failed or wrong or sql_failures(example) or missed * 100 > total * 2 else 0)


if __name__ == "__main__":
    main()
