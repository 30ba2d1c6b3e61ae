"""Attributes of mapped classes on real applications: what reading their source finds against what SQLAlchemy has mapped.

    attributes.py --program PRINT_ATTRIBUTES [--size ci|real] [--verbose] [APPLICATION...]

For each application of applications.toml, in the environment that closure.py makes: its models imported, their mappers
configured, and for each class that the reading knows

  1. every mapped attribute is found, with its kind, column and target; none is found that is not there;
  2. a class that the reading calls complete has no attribute that the reading lacks;
  3. no finding of the rules on the models alone, for SQLAlchemy has accepted them.

Exit status 1 when anything differs. Prints a line for each application.
"""
import argparse
import json
import os
import pathlib
import sys
import tomllib

import closure

HERE = pathlib.Path(__file__).resolve().parent


def real_lines(application, python):
    entry = closure.WORK / f"{application['name']}.attributes.json"
    entry.write_text(json.dumps(application))
    done = closure.run([python, HERE / "load_attributes.py", entry], cwd=closure.WORK,
                       env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONWARNINGS": "ignore"})
    if done.returncode:
        raise RuntimeError(f"cannot load {application['name']}:\n{done.stderr[-3000:]}")
    *lines, version = done.stdout.splitlines()
    return lines, version


class Reading:
    def __init__(self, text, findings):
        self.classes = {}  # name -> {attribute: (kind, detail, certain)}
        self.open = {}
        self.findings = findings
        for line in text.splitlines():
            name, mark, *rest = line.split(" ", 2)
            self.classes.setdefault(name, {})
            if mark == "!":
                self.open[name] = rest[0]
            elif mark == ".":
                attribute, words = rest[0].split(" ", 1)
                certain = not words.startswith("may ")
                words = words.removeprefix("may ")
                kind, _, detail = words.rpartition(" ")
                self.classes[name][attribute] = (kind, detail, certain)


MAPPED = {"column", "relationship", "backref", "column property", "composite", "synonym", "query expression", "hybrid",
          "association proxy"}
SAME = {"backref": "relationship", "query expression": "column property"}


def compare(lines, reading):
    """Lines of what is wrong, and how many facts were held against each other."""
    real, wrong, facts = {}, [], 0
    for line in lines:
        name, attribute, words = line.split(" ", 2)
        kind, _, detail = words.rpartition(" ")
        real.setdefault(name, {})[attribute] = (kind, detail)
    short = {}  # a package without __init__.py is not part of a module's name for the reading
    for name in reading.classes:
        short.setdefault(".".join(name.split(".")[-2:]), []).append(name)
    for name in [n for n in real if n not in reading.classes]:
        same = short.get(".".join(name.split(".")[-2:]), [])
        if len(same) == 1 and same[0] not in real:
            real[same[0]] = real.pop(name)
    for name, attributes in real.items():
        if name not in reading.classes:
            continue
        read = reading.classes[name]
        for attribute, (kind, detail) in attributes.items():
            facts += 1
            if attribute not in read:
                if name not in reading.open:
                    wrong.append(f"{name}.{attribute}: {kind} {detail} is not found")
                continue
            said, said_detail, certain = read[attribute]
            said = SAME.get(said, said)
            if said != kind and certain:
                wrong.append(f"{name}.{attribute}: {kind} {detail} is read as {said} {said_detail}")
            elif said == kind and certain and said_detail and not said_detail.startswith("~") and said_detail != detail:
                wrong.append(f"{name}.{attribute}: {kind} {detail} is read as {said_detail}")
        for attribute, (kind, detail, certain) in read.items():
            if kind in MAPPED and certain and attribute not in attributes:
                wrong.append(f"{name}.{attribute}: read as {kind} {detail}, and is not there")
    return wrong, facts, real


def judge(application, program):
    python = closure.environment(application)
    lines, version = real_lines(application, python)
    site = closure.site_packages(python)
    done = closure.run([program, site, ".".join(version.split(".")[:2]), *(site / path for path in application["models"])])
    if done.returncode:
        raise RuntimeError(done.stderr)
    reading = Reading(done.stdout, [f for f in done.stderr.splitlines() if f])
    wrong, facts, real = compare(lines, reading)
    known = [n for n in real if n in reading.classes]
    return {"classes": len(real), "read": len(known), "open": sum(n in reading.open for n in known), "facts": facts,
            "wrong": wrong, "findings": reading.findings, "reasons": sorted({reading.open[n] for n in known if n in reading.open}),
            "missing": sorted(set(real) - set(reading.classes))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    table = {a["name"]: a for a in tomllib.loads(closure.TABLE.read_text())["application"]}
    chosen = [a for n, a in table.items() if (n in options.applications if options.applications else
                                              options.size == "real" or a.get("size") == "ci")]
    closure.WORK.mkdir(parents=True, exist_ok=True)
    failed = 0
    print(f"{'application':28} classes  read  open  facts  wrong  findings")
    for application in chosen:
        try:
            result = judge(application, options.program.resolve())
        except RuntimeError as error:
            print(f"{application['name']:28} {str(error).strip()}", flush=True)
            failed += 1
            continue
        bad = result["wrong"] or result["findings"]
        failed += bool(bad)
        print(f"{application['name']:28} {result['classes']:7} {result['read']:5} {result['open']:5} {result['facts']:6} "
              f"{len(result['wrong']):6} {len(result['findings']):9}", flush=True)
        for line in result["wrong"][:None if options.verbose else 10] + result["findings"]:
            print("    " + line)
        if options.verbose:
            for line in result["reasons"]:
                print("    open: " + line)
            for line in result["missing"]:
                print("    not read: " + line)
        sys.stdout.flush()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
