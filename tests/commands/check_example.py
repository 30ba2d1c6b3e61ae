"""The example's findings are those that its page lists: all of them, nothing else."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter

COLUMNS = ("rule", "severity", "object", "expected", "actual")


def object_name(finding):
    what = finding["object"]
    if "table" not in what:
        return f"{what['kind']} {what['name']}"
    if "column" in what:
        return f"{what['table']}.{what['column']}"
    if "columns" in what:
        return f"{what['table']}({', '.join(what['columns'])})"
    return what["table"]


def main():
    program, example = os.path.abspath(sys.argv[1]), sys.argv[2]
    done = subprocess.run([program, "compare-db-models", "--db", "file:schema.sql", "--format", "json"], cwd=example,
                          capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 1:
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    report = json.loads(done.stdout)
    actual = Counter((f["rule"], f["severity"], object_name(f), f["expected"] or "", f["actual"] or "")
                     for f in report["findings"])
    with open(os.path.join(example, "expected-findings.tsv"), encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        expected = Counter(tuple(row[column] or "" for column in COLUMNS) for row in rows)
    for sign, rows in (("-", expected - actual), ("+", actual - expected)):
        for row in sorted(rows.elements()):
            print(sign, "\t".join(row))
    print(f"{expected.total()} expected, {actual.total()} found")
    sys.exit(actual != expected)


if __name__ == "__main__":
    main()
