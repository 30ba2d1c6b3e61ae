"""What holding a whole fleet of databases against the models costs in one process, beside its slowest share.

Every database has the example's schema, and every tenth lacks an index or has another type. Two shares run at the same time,
each a process of its own, as a scheduler would run them on two cores; then one process takes the whole fleet.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

EXAMPLE = os.path.join("examples", "streaming")
CHANGES = ["ALTER TABLE users ADD COLUMN zz_fleet integer", "CREATE INDEX zz_fleet ON users (username)"]


def make(server, root, count):
    server.psql("postgres", "-c", "CREATE DATABASE fleet_base")
    with open(os.path.join(root, EXAMPLE, "schema.sql"), encoding="utf-8") as script:
        server.psql("fleet_base", script=script.read())
    for i in range(count):
        server.psql("postgres", "-c", f"CREATE DATABASE fleet_{i} TEMPLATE fleet_base")
        if i % 10 == 7:
            server.psql(f"fleet_{i}", "-c", CHANGES[i // 10 % len(CHANGES)])


def run(program, folder, fleet, shares):
    """The seconds of the slowest of these shares, all started at once, and their reports."""
    start = time.monotonic()
    processes = []
    for share in shares:
        output = os.path.join(folder, "report-" + share.replace("/", "-") + ".json")
        command = [program, "compare-db-models", "--fleet", fleet, "--shard", share, "--format", "json", "--output", output,
                   "--fail-on", "never"]
        processes.append((subprocess.Popen(command, cwd=folder), output))
    seconds = []
    for process, _ in processes:
        if process.wait() != 0:
            raise RuntimeError("compare-db-models --fleet failed")
        seconds.append(time.monotonic() - start)
    return max(seconds), [output for _, output in processes]


def table(server, program, root, count, rounds, verdict):
    make(server, root, count)
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        fleet = os.path.join(folder, "fleet.txt")
        with open(fleet, "w", encoding="utf-8") as file:
            file.writelines(server.dsn(f"fleet_{i}") + "\n" for i in range(count))
        with open(os.path.join(folder, "schema-inspector.toml"), "w", encoding="utf-8") as file:
            file.write(f"[models]\npaths = [{json.dumps(os.path.join(root, EXAMPLE, 'models'))}]\n")
        for _ in range(rounds):
            whole, reports = run(program, folder, fleet, ["1/1"])
            shares, parts = run(program, folder, fleet, ["1/2", "2/2"])
            best["whole"] = min(best.get("whole", float("inf")), whole)
            best["shares"] = min(best.get("shares", float("inf")), shares)
        merged = subprocess.run([program, "compare-db-models", "--format", "json", "--fail-on", "never", "--merge", *parts], check=True,
                                capture_output=True, cwd=folder).stdout
        with open(reports[0], "rb") as file:
            same = file.read() == merged
    ratio = best["whole"] / best["shares"]
    print(f"bench: a fleet of {count} databases done", file=sys.stderr)
    return [
        "| databases | one process | slower of two shares at once | ratio | a database | goal | |",
        "| ---: | ---: | ---: | ---: | ---: | --- | --- |",
        f"| {count} | {best['whole']:.2f} s | {best['shares']:.2f} s | {ratio:.2f} | {best['whole'] / count * 1e3:.0f} ms | at most 1.5 | "
        f"{verdict(ratio, 1.5, False)} |", "",
        f"The two shares merged are {'the same bytes as' if same else 'NOT what is said by'} the report of the whole.",
    ]
