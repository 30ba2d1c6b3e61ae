"""Runs every benchmark and writes bench/RESULTS.md. Called by scripts/bench."""
import argparse
import datetime
import os
import platform
import subprocess
import sys

import comparison
import drift_check
import fleet
import introspection
import inventory
import reading
import queries
from server import private_server

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def verdict(ratio, goal, at_least):
    met = ratio >= goal if at_least else ratio <= goal
    return "met" if met else "MISSED"


def fixed_cost(start, empty):
    return [
        f"An empty database takes {empty:.3f} s, {start:.3f} s of them to start the program: its shared libraries, libpq's most of "
        "all. The rest is the connection, the server's cold caches and the planning of the queries. Every size pays that; it "
        "is why the goals are hardest to meet for few tables.", "",
        "The server's own time is what its log says of the same statements, in a connection of their own, under the same settings: "
        "parsing, planning, executing, and sending the rows to a client that throws them away.", "",
        "`pg_dump` asks the same server for the same catalogs, and both wait for it most of the time. Where a table has a CHECK, "
        "an expression index or a partial index, as every table here has, the server must open it to print the expression, "
        "whoever asks.", "",
    ]


def introspection_table(server, program, python, sizes, rounds):
    lines = ["| tables | measured | seconds (best) | ratio | goal | |", "| ---: | --- | ---: | --- | --- | --- |"]
    for tables in sizes:
        # What takes milliseconds is measured more often, for the best to mean something.
        best, statements = introspection.measure(server, program, python, tables, rounds * 2 if tables < 1000 else rounds)
        ours, memory = best["introspect --format json"]
        own = best["server's own execution"][0]
        dump = best["pg_dump --schema-only"][0]
        reflect = best["SQLAlchemy MetaData.reflect()"][0]
        lines += [
            f"| {tables} | `introspect --format json`, {statements} statements | {ours:.3f} | | | |",
            f"| | the server's own time for the same queries | {own:.3f} | ours is {ours / own:.2f} of it | at most 1.35 | "
            f"{verdict(ours / own, 1.35, False)} |",
            f"| | `pg_dump --schema-only` | {dump:.3f} | {dump / ours:.1f} times ours | at least 5 | {verdict(dump / ours, 5, True)} |",
            f"| | SQLAlchemy `MetaData.reflect()` | {reflect:.3f} | {reflect / ours:.1f} times ours | at least 10 | "
            f"{verdict(reflect / ours, 10, True)} |",
            f"| | peak memory of ours | {memory:.0f} MiB | | at most 200 at 10,000 | {verdict(memory, 200, False)} |",
        ]
        print(f"bench: introspection of {tables} tables done", file=sys.stderr)
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--python", required=True, help="an interpreter with SQLAlchemy, Alembic and psycopg2")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--fleet", type=int, default=200, help="databases of the fleet")
    parser.add_argument("--applications", default="optuna,keystone,jupyterhub,prefect,galaxy-data", help="of tests/judge/applications.toml, whose models are read")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", default=os.path.join(ROOT, "bench", "RESULTS.md"))
    arguments = parser.parse_args()
    sizes = [int(s) for s in arguments.sizes.split(",")]
    with private_server() as server:
        version = server.psql("postgres", "-c", "SHOW server_version").split()[0]
        fixed = introspection.fixed_seconds(server, arguments.program, 3 * arguments.rounds)
        tables = introspection_table(server, arguments.program, arguments.python, sizes, arguments.rounds)
        compared = comparison.table(server, arguments.program, sizes, arguments.rounds, verdict)
        many = fleet.table(server, arguments.program, ROOT, arguments.fleet, max(1, arguments.rounds // 2), verdict)
        drift = drift_check.measure(server, arguments.program, arguments.python, ROOT, arguments.rounds)
    program = os.path.abspath(arguments.program)
    models = reading.table(program, arguments.applications.split(","), arguments.rounds)
    growth = reading.growth(program, runs=arguments.rounds)
    found = inventory.table(program, max(1, arguments.rounds // 2), verdict)
    asked = queries.table(arguments.program, max(1, arguments.rounds // 2), verdict)
    versions = subprocess.run(
        [arguments.python, "-c", "import sqlalchemy, alembic; print(sqlalchemy.__version__, alembic.__version__)"],
        check=True, capture_output=True, text=True).stdout.split()
    ratio = drift["alembic check"] / drift["compare-db-models"]
    lines = [
        "# Benchmarks", "",
        "Printed by `scripts/bench`; only the ratios of one run mean something, seconds depend on the machine.", "",
        f"{datetime.date.today().isoformat()}, {processor()}, {os.cpu_count()} cores, PostgreSQL {version}, "
        f"SQLAlchemy {versions[0]}, Alembic {versions[1]}; best of {arguments.rounds} interleaved rounds, each in a fresh process "
        "and connection.", "",
        "## Reading a schema", "",
        *tables, "",
        *fixed_cost(*fixed),
        "SQLAlchemy's time is the call alone, without the interpreter's start; the others are whole processes.", "",
        "## Comparing two schemas", "",
        *compared, "",
        "## Many databases", "",
        *many, "",
        "## Reading models", "",
        "One process over the application's whole package, tests and migrations left out, against a Python that imports its "
        "models; what a bare start takes is taken off both. MB/s a core are of processor time. The goals are 10 MB/s a core and "
        "30 times faster by the clock.", "",
        *models, "", *growth, "",
        "## Queries", "",
        "Against a server that stands; the program's start, its connection and its reading of the schema are timed apart and taken off. "
        "The server's own time is what its log says of each statement's Parse.", "",
        *asked, "",
        "## The inventory", "",
        *found, "",
        "## The verdict on the example", "",
        "| measured | seconds (best) | ratio | goal | |", "| --- | ---: | --- | --- | --- |",
        f"| `compare-db-models` on examples/streaming | {drift['compare-db-models']:.3f} | | | |",
        f"| `alembic check` on the same application | {drift['alembic check']:.3f} | {ratio:.0f} times ours | at least 20 | "
        f"{verdict(ratio, 20, True)} |", "",
    ]
    with open(arguments.output, "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
