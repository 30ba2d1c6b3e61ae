"""What comparing two schemas costs beside reading one from the server.

The follower is the same schema in other words (CURRENT_TIMESTAMP for now(), no casts), so that its expressions are parsed and
compared by meaning. Comparing is `diff` of two snapshots without the time to load them, which is measured by itself.
"""
import os
import re
import subprocess
import sys
import tempfile

from introspection import run_measured


def measure(server, program, tables, rounds):
    database = f"bench_compare_{tables}"
    here = os.path.dirname(os.path.abspath(__file__))
    server.psql("postgres", "-c", f"CREATE DATABASE {database}")
    ddl = subprocess.run([sys.executable, os.path.join(here, "generate_schema.py"), str(tables)], check=True,
                         capture_output=True, text=True).stdout
    server.psql(database, script=ddl)
    best = {}

    def note(name, command):
        best[name] = min(best.get(name, float("inf")), run_measured(command)[0])

    with tempfile.TemporaryDirectory() as folder:
        truth, follower = os.path.join(folder, "truth.json"), os.path.join(folder, "follower.json")
        subprocess.run([program, "--db", server.dsn(database), "introspect", "--format", "json", "--output", truth], check=True)
        with open(truth, encoding="utf-8") as file:
            text = file.read()
        with open(follower, "w", encoding="utf-8") as file:
            file.write(re.sub(r"'::character varying\b|'::text\b", "'", text.replace("now()", "CURRENT_TIMESTAMP")))
        for _ in range(rounds):
            note("read", [program, "--db", server.dsn(database), "introspect", "--format", "json", "--output", "/dev/null"])
            note("diff", [program, "diff", f"snapshot:{truth}", f"snapshot:{follower}", "--fail-on", "never", "--output", "/dev/null"])
            for name, path in (("load truth", truth), ("load follower", follower)):
                note(name, [program, "--db", f"snapshot:{path}", "introspect", "--tables", "no_such_table", "--output", "/dev/null"])
    server.psql("postgres", "-c", f"DROP DATABASE {database}")
    best["compare"] = max(0.0, best["diff"] - best["load truth"] - best["load follower"])
    return best


def table(server, program, sizes, rounds, verdict):
    lines = ["| tables | reading | comparing | ratio | a table | goal | |", "| ---: | ---: | ---: | ---: | ---: | --- | --- |"]
    for tables in sizes:
        best = measure(server, program, tables, rounds)
        ratio = best["compare"] / best["read"]
        lines.append(f"| {tables} | {best['read']:.3f} s | {best['compare']:.3f} s | {ratio:.2f} | "
                     f"{best['compare'] / tables * 1e6:.0f} us | at most 0.3 at 10,000 | {verdict(ratio, 0.3, False)} |")
        print(f"bench: comparison of {tables} tables done", file=sys.stderr)
    return lines
