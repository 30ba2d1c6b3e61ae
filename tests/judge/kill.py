"""`fix-models --apply` killed in the middle: whatever the moment, every file is wholly old or wholly new.

    kill.py --program FILE [--size ci|real] [--seed N]

Every table of the example gets a column in its database, so that all model files change. Runs of `--apply` are killed with
SIGKILL at a random moment, half of them in the short time in which files are written. After each,

  1. every file has the bytes from before or those of a run that was left alone;
  2. nothing that Python would import has come beside them;
  3. running again brings every file to those of the run that was left alone.

Then somebody else changes a file while the program plans: it must refuse, and leave every file as it is.
"""
import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

import closure
import postgres

EXAMPLE = closure.ROOT / "examples/streaming"


class Project:
    def __init__(self, program, folder, snapshot):
        self.program, self.folder = program, folder
        self.command = [str(program), "fix-models", "--apply", "--unsafe", "--db", f"snapshot:{snapshot}", "--fail-on", "never"]

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(EXAMPLE, self.folder, ignore=shutil.ignore_patterns("__pycache__"))

    def bytes(self):
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in sorted(self.folder.rglob("*")) if p.is_file() and p.suffix == ".py"}

    def start(self):
        return subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def stamps(self):
        return [p.stat().st_mtime_ns for p in sorted((self.folder / "models").glob("*.py"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--size", choices=["ci", "real"], default="real")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    runs, changed = (20, 3) if options.size == "ci" else (200, 20)
    program = pathlib.Path(options.program).resolve()
    work = closure.WORK / "kill"
    work.mkdir(parents=True, exist_ok=True)
    snapshot = work / "database.json"
    with postgres.Server() as server:
        server.create_database("example")
        url = server.uri("example")
        add = """DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                 LOOP EXECUTE format('ALTER TABLE %s ADD COLUMN planted text', t); END LOOP; END $$"""
        for step in (["-f", EXAMPLE / "schema.sql"], ["-c", add]):
            done = closure.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, *step])
            if done.returncode:
                sys.exit(done.stderr)
        done = closure.run([program, "introspect", "--format", "json", "--db", url, "--output", snapshot])
        if done.returncode:
            sys.exit(done.stderr)
    project = Project(program, work / "project", snapshot)
    project.fresh()
    before = project.bytes()
    begin = time.monotonic()
    alone = project.start()
    stamps, first = project.stamps(), None
    while alone.poll() is None:
        if first is None and project.stamps() != stamps:
            first = time.monotonic() - begin
        time.sleep(0.0005)
    whole = time.monotonic() - begin
    after = project.bytes()
    files = [name for name in after if after[name] != before.get(name)]
    if alone.returncode or len(files) < 5:
        sys.exit(f"the run that was left alone ended with {alone.returncode} and changed {len(files)} files: {alone.stderr.read()[-500:]}")
    rng = random.Random(options.seed)
    states, problems = collections.Counter(), []
    for number in range(runs):
        project.fresh()
        process = project.start()
        if number % 2:
            stamps = project.stamps()
            while process.poll() is None and project.stamps() == stamps:
                time.sleep(0.0002)
            time.sleep(rng.random() * 0.03)
        else:
            time.sleep(rng.random() * whole * 1.1)
        process.kill()
        process.wait()
        process.stderr.close()
        now = project.bytes()
        new = sum(1 for name in files if now.get(name) == after[name])
        states["none written" if not new else "all written" if new == len(files) else "some written"] += 1
        problems += [f"run {number}: {name} is torn" for name in now if now[name] not in (before.get(name), after.get(name))]
        problems += [f"run {number}: {name} has come or gone" for name in set(now) ^ set(before)]
        if number % 5 == 1:
            again = project.start()
            again.communicate()
            if project.bytes() != after:
                problems.append(f"run {number}: a second run does not finish the work")
    for number in range(changed):
        project.fresh()
        victim = project.folder / rng.choice(files)
        process = project.start()
        time.sleep((first or whole) * 0.5 * rng.random())
        name = str(victim.relative_to(project.folder))
        was = victim.read_bytes()
        if was != before[name]:  # a faster run than the one that was timed has written it already
            process.communicate()
            states["changed too late"] += 1
            continue
        mine = was + b"# somebody else\n"
        victim.write_bytes(mine)
        said = process.communicate()[1]
        now = project.bytes()
        if process.returncode == 4:
            states["refused"] += 1
            problems += [f"change {number}: {n} is not as it was" for n in now if now[n] != (mine if n == name else before[n])]
            if "meanwhile" not in said:
                problems.append(f"change {number}: {said[-200:]}")
        elif now[name] == mine or b"# somebody else" not in now[name]:
            problems.append(f"change {number}: what somebody else wrote was overwritten (exit status {process.returncode})")
        else:
            states["read with the change"] += 1
    for problem in problems:
        print(problem)
    print(f"kill: {runs} runs killed, {len(files)} files each: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
          + f"; {len(problems)} problems")
    shutil.rmtree(project.folder, ignore_errors=True)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
