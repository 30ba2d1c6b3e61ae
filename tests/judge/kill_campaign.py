"""Kills the campaign (SIGKILL) at many moments: no file is torn, and the next run finishes the work.

    kill_campaign.py --program FILE [--kills N] [--ddl-kills N]

On copies of examples/streaming. Every file that a killed run leaves is one that a whole run shows between two phases,
byte for byte; after one more run all files are those of a run that was never killed. With changes of the database, on a
server: afterwards both are there, each logged once, whatever was killed.
"""
import argparse
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import psycopg2

import postgres

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "streaming"
PHASES = ["inventory", "ground-truth", "models", "queries", "agent-docs", "cleanup", "validation"]
failures = []


def expect(holds, message):
    if not holds:
        failures.append(message)
        print("FAIL", message, flush=True)


def tree(folder):
    """Content by path; the reports are a run's own, and a file that was being written has six letters behind its name."""
    out, unfinished = {}, 0
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or name.startswith("reports/"):
            continue
        stem, _, end = name.rpartition(".")
        if len(end) == 6 and (folder / stem).exists() and not (EXAMPLE / name).exists():
            unfinished += 1
            path.unlink()
            continue
        out[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return out, unfinished


class Runs:
    def __init__(self, program, work):
        self.program, self.work = os.path.abspath(program), work
        self.environment = {**os.environ, "SOURCE_DATE_EPOCH": "1704067200"}

    def copy(self, name):
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "reports"))
        return folder

    def command(self, database, *arguments):
        return [self.program, "--db", database, "reconcile", "--apply", *arguments]

    def run(self, folder, database, *arguments):
        done = subprocess.run(self.command(database, *arguments), cwd=folder, env=self.environment, capture_output=True, text=True)
        expect(done.returncode in (0, 1), f"exit {done.returncode}: {done.stderr[-500:]}")
        return done.stdout

    def kill(self, folder, database, moment, *arguments):
        """Kills the run as soon as `moment` holds; True when it was still at work."""
        process = subprocess.Popen(self.command(database, *arguments), cwd=folder, env=self.environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            if moment():
                process.send_signal(signal.SIGKILL)
                process.wait()
                return True
            time.sleep(0.001)
        return False


def check_files(runs, database, kills):
    states = {}

    def remember(folder):
        for name, content in tree(folder)[0].items():
            states.setdefault(name, set()).add(content)

    folder = runs.copy("phases")
    remember(folder)
    for phase in PHASES:
        runs.run(folder, database, "--phases", phase)
        remember(folder)
    folder = runs.copy("whole")
    runs.run(folder, database)
    written = len(list(folder.glob("reports/reconcile_*/*")))
    whole, _ = tree(folder)
    remember(folder)
    killed = unfinished = 0
    for i in range(kills):
        folder = runs.copy("killed")
        # A run writes its reports all along: their number is the clock.
        due = 1 + (written - 1) * i // kills

        def moment(folder=folder, due=due):
            return len(list(folder.glob("reports/reconcile_*/*"))) >= due

        killed += runs.kill(folder, database, moment)
        left, open_files = tree(folder)
        unfinished += open_files
        torn = [name for name, content in left.items() if content not in states.get(name, ())]
        expect(not torn, f"kill {i}: torn or unknown: {torn}")
        runs.run(folder, database)
        after, _ = tree(folder)
        expect(after == whole, f"kill {i}: the next run leaves {[n for n in whole.keys() | after.keys() if whole.get(n) != after.get(n)]}")
    expect(killed * 2 > kills, f"only {killed} of {kills} were killed at work")
    print(f"{kills} runs, {killed} killed at work, {unfinished} files beside the one they were to replace")


def check_database(runs, kills):
    with postgres.Server() as server:
        server.create_database("template")
        subprocess.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.uri("template"),
                        "-f", f"{EXAMPLE}/schema.sql"], check=True)

        def fresh():
            with psycopg2.connect(server.uri()) as connection:
                pass
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("DROP DATABASE IF EXISTS live WITH (FORCE)")
                cursor.execute("CREATE DATABASE live TEMPLATE template")
            connection.close()
            return server.uri("live")

        def ids(folder, url):
            import json
            plan = json.loads(subprocess.run([runs.program, "--db", url, "plan-ddl", "--format", "json"], cwd=folder,
                                             capture_output=True, text=True).stdout)
            return [s["id"] for s in plan["statements"] if s["rule"] in ("logged-change-missing", "primary-key")]

        folder = runs.copy("whole")
        url = fresh()
        changes = ids(folder, url)
        expect(len(changes) == 2, f"two changes are planned: {changes}")
        arguments = ("--phases", "database-changes", "--ddl", *changes)
        runs.run(folder, url, *arguments)
        killed = 0
        for i in range(kills):
            folder, url = runs.copy("killed"), fresh()
            begun = []

            def moment(folder=folder, begun=begun, pause=0.02 * i):
                """Some time after the changes have begun; before that it only reads."""
                if not begun and (folder / "reports/apply-ddl.begun").exists():
                    begun.append(time.monotonic())
                return bool(begun) and time.monotonic() - begun[0] >= pause

            killed += runs.kill(folder, url, moment, *arguments)
            out = runs.run(folder, url, *arguments)
            with psycopg2.connect(url) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT (SELECT count(*) FROM pg_attribute WHERE attname = 'imdb_rating' AND "
                               "attrelid = 'tv_channels'::regclass) + (SELECT count(*) FROM pg_constraint WHERE contype = 'p' "
                               "AND conrelid = 'users_faves_directors'::regclass)")
                there = cursor.fetchone()[0]
            connection.close()
            log = (folder / "docs/pgdb_changes.md").read_text()
            logged = [log.count(f" | {change} | applied | ") for change in changes]
            expect(there == 2 and logged == [1, 1], f"kill {i}: {there} of 2 are there, logged {logged}:\n{out}")
        expect(killed > 0, "no run was killed while it changed the database")
        print(f"{kills} runs with changes of the database, {killed} killed at work")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--ddl-kills", type=int, default=4)
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="kill-"))
    try:
        runs = Runs(options.program, work)
        truth = work / "truth.json"
        subprocess.run([runs.program, "introspect", "--db", "file:schema.sql", "--format", "json", "--output", str(truth)],
                       cwd=EXAMPLE, check=True)
        check_files(runs, f"snapshot:{truth}", options.kills)
        check_database(runs, options.ddl_kills)
    finally:
        shutil.rmtree(work)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
