"""How fast check-queries is: statements a second against a server, lines a second through a tree of Python.

    bench/queries.py PROGRAM [--statements N] [--lines N] [--runs N]

Makes its input in a folder of its own, runs the program several times against a server that stands, and prints the best wall
time of each as a table. The start of the program, its connection and its reading of the schema are timed apart, with a
project of one statement, and taken off. The server's own time for the same statements is what its log says of them.
"""
import argparse
import os
import pathlib
import re
import subprocess
import tempfile
import time

from server import private_server

FILE_HEAD = '"""Generated."""\nfrom sqlalchemy import text\n\n\n'
FILLER = 'def plain_{0}(value):\n    total = [value + {0}, "a text", {{"key": value}}]\n    return total\n\n\n'


def write_schema(folder, tables):
    lines = []
    for t in range(tables):
        columns = ", ".join(f"c{c} text" for c in range(10))
        lines.append(f"CREATE TABLE t{t} (id integer PRIMARY KEY, {columns});")
    (folder / "schema.sql").write_text("\n".join(lines))


def write_queries(folder, statements, tables):
    per_file = 100
    for start in range(0, statements, per_file):
        body = FILE_HEAD
        for s in range(start, min(start + per_file, statements)):
            t = s % tables
            body += (f"def query_{s}(session):\n    return session.execute(text(\n"
                     f'        "SELECT a.id, a.c1, b.c2 FROM t{t} a JOIN t{(t + 1) % tables} b ON b.id = a.id"\n'
                     f'        " WHERE a.c3 = :value AND b.c4 LIKE :pattern ORDER BY a.c5 LIMIT {s}"\n    ))\n\n\n')
        (folder / f"queries_{start}.py").write_text(body)


def write_tree(folder, lines):
    per_file, written, number = 1000, 0, 0
    while written < lines:
        part = folder / f"part_{number // 50}"
        part.mkdir(exist_ok=True)
        body = FILE_HEAD + "".join(FILLER.format(i) for i in range(per_file // 5))
        if number % 10 == 0:
            body += 'def one(session):\n    return session.execute(text("SELECT id FROM t0"))\n'
        (part / f"module_{number}.py").write_text(body)
        written += body.count("\n")
        number += 1
    return written


def run(program, folder, server, database):
    start = time.perf_counter()
    subprocess.run([program, "check-queries", "--db", server.dsn(database), "--quiet", "--output", "/dev/null"], cwd=folder, check=True)
    return time.perf_counter() - start


def server_seconds(program, folder, server, database):
    """What the server's log says of each Parse: seconds, and how many there were."""
    server.psql(database, "-c", f"ALTER DATABASE {database} SET log_min_duration_statement = 0")
    log = os.path.join(server.folder, "log")
    before = os.path.getsize(log)
    run(program, folder, server, database)
    server.psql(database, "-c", f"ALTER DATABASE {database} RESET log_min_duration_statement")
    with open(log, encoding="utf-8", errors="replace") as lines:
        lines.seek(before)
        took = [float(found[1]) for line in lines if (found := re.search(r"duration: ([0-9.]+) ms  parse ", line))]
    return sum(took) / 1000, len(took)


def measure(program, statements, lines, tables, runs):
    """Best wall times of the project with nothing, of the statements and of the tree; the lines that the tree has; the server's
    own seconds for the statements, and how many it was asked."""
    with tempfile.TemporaryDirectory(prefix="si-bench-") as name, private_server() as server:
        root = pathlib.Path(name)
        write_schema(root, tables)
        server.psql("postgres", "-c", "CREATE DATABASE queries")
        server.psql("queries", script=(root / "schema.sql").read_text())
        folders = {what: root / what for what in ("nothing", "statements", "tree")}
        for folder in folders.values():
            folder.mkdir()
        (folders["nothing"] / "one.py").write_text(FILE_HEAD + 'text("SELECT id FROM t0")\n')
        write_queries(folders["statements"], statements, tables)
        written = write_tree(folders["tree"], lines)
        (root / "schema.sql").unlink()
        rounds = [{what: run(program, folder, server, "queries") for what, folder in folders.items()} for _ in range(runs)]
        times = {what: min(round_[what] for round_ in rounds) for what in folders}
        own, asked = server_seconds(program, folders["statements"], server, "queries")
    return times, written, own, asked


def table(program, runs, verdict, statements=20000, lines=1000000):
    """The table of bench/RESULTS.md."""
    times, written, own, asked = measure(program, statements, lines, 200, runs)
    net = max(times["statements"] - times["nothing"], 1e-9)
    tree = times["tree"] - times["nothing"]
    return [
        "| `check-queries` | seconds (best) | without start and schema | rate | goal | |",
        "| --- | ---: | ---: | --- | --- | --- |",
        f"| {statements:,} statements, asking the server | {times['statements']:.2f} | {net:.2f} | "
        f"{statements / net:,.0f} statements/s | at least 20,000 | {verdict(statements / net, 20000, True)} |",
        f"| the server's own time to parse the {asked:,} it is asked | | {own:.2f} | {asked / max(own, 1e-9):,.0f} statements/s, one "
        "connection | | |",
        f"| a tree of {written:,} lines | {times['tree']:.2f} | {tree:.2f} | {written / max(tree, 1e-9):,.0f} lines/s | "
        f"at most 10 s | {verdict(times['tree'], 10, False)} |",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--statements", type=int, default=20000)
    parser.add_argument("--lines", type=int, default=1000000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()

    def verdict(ratio, goal, at_least):
        return "met" if (ratio >= goal if at_least else ratio <= goal) else "MISSED"

    program = str(pathlib.Path(args.program).resolve())
    print("\n".join(table(program, args.runs, verdict, args.statements, args.lines)))


if __name__ == "__main__":
    main()
