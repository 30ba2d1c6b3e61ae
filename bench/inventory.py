"""How fast the inventory is, and how much memory it takes, on a tree of 100,000 files with a million lines.

    bench/inventory.py PROGRAM [--files N] [--lines N] [--runs N] [--keep FOLDER]

Makes the tree in a folder of its own: Python, Markdown, SQL, JSON and YAML, most of which say nothing of the schema, one
in twenty-one that does, and a folder that .gitignore leaves out. The database is a snapshot, so no server is timed.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

TABLES = 60


def snapshot():
    columns = [{"name": name, "type": kind, "nullable": False, "default": None, "identity": None, "generated": None,
                "collation": None, "comment": None} for name, kind in (("id", "integer"), ("name", "text"), ("made_at", "date"))]
    table = {"kind": "table", "comment": None, "partition_of": None, "partition_key": None, "inherits": [], "columns": columns,
             "primary_key": {"name": None, "columns": ["id"]}, "foreign_keys": [], "unique_constraints": [],
             "check_constraints": [], "exclusion_constraints": [], "indexes": [], "triggers": [], "policies": []}
    return {"format": "schema-inspector/snapshot/1", "source": {"kind": "database", "name": "app", "server_version": "15.0"},
            "schemas": {"public": {"tables": {f"account_{t}": table for t in range(TABLES)}}}, "extensions": {}, "unresolved": []}


def content(number, lines):
    kind = ("py", "md", "py", "json", "yml", "py", "sql", "txt", "py", "md")[number % 10]
    plain = {
        "py": "def work_{0}(value, *, limit={0}):\n    total = [value + {0}, 'a text', {{'key': value}}]\n    return total\n",
        "md": "Some words about part {0}, see [that page](part_{0}.md) and `work_{0}()`.\n",
        "json": '{{"number": {0}, "words": ["one", "two"]}}\n', "yml": "part_{0}:\n  number: {0}\n",
        "sql": "-- nothing of ours: {0}\n", "txt": "line {0}\n",
    }[kind]
    text = ""
    while text.count("\n") < lines:
        text += plain.format(number + text.count("\n"))
    if number % 21 == 0:  # of every kind
        speaks = {"py": f"SQL = 'SELECT id, name FROM account_{number % TABLES}'\n",
                  "md": f"The owner is in `account_{number % TABLES}.name`.\n"}
        text += speaks.get(kind, f"account_{number % TABLES}\n")
    return kind, text


def make_tree(folder, files, lines):
    (folder / "app.json").write_text(json.dumps(snapshot()))
    (folder / "schema-inspector.toml").write_text('[database]\nurl = "snapshot:app.json"\n\n[models]\npaths = ["models.py"]\n')
    (folder / "models.py").write_text(
        "from sqlalchemy import Column, Date, Integer, Text\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n\n"
        + "".join(f"\nclass Account{t}(Base):\n    __tablename__ = 'account_{t}'\n    id = Column(Integer, primary_key=True)\n"
                  "    name = Column(Text, nullable=False)\n    made_at = Column(Date, nullable=False)\n\n" for t in range(TABLES)))
    (folder / ".gitignore").write_text("left_out/\n")
    written, total = 0, 0
    for number in range(files):
        part = folder / ("left_out" if number % 50 == 7 else f"part_{number // 500}")
        part.mkdir(exist_ok=True)
        kind, text = content(number, lines // files)
        (part / f"file_{number}.{kind}").write_text(text)
        written += 1
        total += text.count("\n")
    return written, total


def measure(program, folder, runs):
    """The best wall time, and the most memory that any run took."""
    best, memory = None, 0
    for _ in range(runs):
        begin = time.perf_counter()
        child = subprocess.Popen([program, "--quiet", "inventory", "--format", "json", "--output", "inventory.json", "--no-progress"], cwd=folder)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - begin
        if status:
            raise RuntimeError(f"inventory: {os.waitstatus_to_exitcode(status)}")
        best = took if best is None else min(best, took)
        memory = max(memory, usage.ru_maxrss / 1024)
    return best, memory


def table(program, runs, verdict, files=100_000, lines=1_000_000, keep=None):
    """The table of bench/RESULTS.md."""
    with tempfile.TemporaryDirectory(prefix="inventory-") as temporary:
        folder = pathlib.Path(keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "app.json").exists():
            make_tree(folder, files, lines)
        seconds, memory = measure(program, folder, runs)
        artifacts = json.loads((folder / "inventory.json").read_text())["artifacts"]
    return [
        f"| `inventory` of {files:,} files with {lines:,} lines | value | goal | |",
        "| --- | ---: | --- | --- |",
        f"| seconds (best) | {seconds:.2f} | at most 10 | {verdict(seconds, 10, False)} |",
        f"| peak memory, MiB | {memory:.0f} | at most 500 | {verdict(memory, 500, False)} |",
        f"| files that speak of the schema | {len(artifacts):,} | | |",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep")
    options = parser.parse_args()

    def verdict(value, goal, _at_least):
        return "met" if value <= goal else "MISSED"

    program = str(pathlib.Path(options.program).resolve())
    print("\n".join(table(program, options.runs, verdict, options.files, options.lines, options.keep)))


if __name__ == "__main__":
    main()
