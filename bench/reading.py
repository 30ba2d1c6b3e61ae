"""How fast models are read: megabytes of Python source a second of one core, and against importing the same models.

    bench/reading.py PROGRAM [--runs N] [APPLICATION...]

Takes applications of tests/judge/applications.toml whose environments tests/judge/closure.py has made, and reads the
whole package that each one's models lie in, tests and migrations left out as the program leaves them out. `import` is a
Python that imports the models and does nothing else. Of both, what their bare start takes is taken off, and the
fastest run counts. Both are told by the clock, for reading uses all cores, and by processor time, which is that of all
cores together and what MB/s a core are reckoned from. On a busy machine the clock says more.
"""
import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "judge"))  # behind this folder: both have a queries.py
import closure  # noqa: E402

SKIPPED = {"tests", "test", "testing", "build", "dist", "alembic", "alembic_migrations", "__pycache__"}


class Times(typing.NamedTuple):
    wall: float
    processor: float

    def __sub__(self, other):
        return Times(self.wall - other.wall, self.processor - other.processor)


def fastest(runs, *commands):
    """The least of each command's times over some rounds, in which each runs once: a machine's moods fall on all alike."""
    rounds = [[times_of(command, **options) for command, options in commands] for _ in range(runs)]
    return [Times(min(t.wall for t in times), min(t.processor for t in times)) for times in zip(*rounds)]


def times_of(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, **options)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return Times(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def source_bytes(folder):
    total = 0
    for path in folder.rglob("*.py"):
        inside = path.relative_to(folder).parts[:-1]
        if not any(part in SKIPPED or "migrat" in part for part in inside):
            total += path.stat().st_size
    return total


def reading(program, folder):
    """The command that reads a folder, and what takes its bare start."""
    return ([program, "introspect", "--source", "models", "--models", folder, "--format", "json"], {}), ([program, "--version"], {})


def table(program, names=(), runs=3):
    """The lines of the table, one for each application."""
    lines = ["| application | source, MB | read, s | of all cores, s | MB/s a core | import, s | of all cores, s "
             "| times faster | by processor time |", "| --- |" + " ---: |" * 8]
    for application in tomllib.loads(closure.TABLE.read_text())["application"]:
        if names and application["name"] not in names:
            continue
        python = closure.environment(application, log=lambda text: print(text, file=sys.stderr))
        folder = closure.site_packages(python) / pathlib.Path(application["models"][0]).parts[0]
        size = source_bytes(folder) / 1e6
        code = application.get("prepare", "") + "\n" + "\n".join(
            f"import {name.removesuffix('.*')}" for name in application["import"])
        environment = {**os.environ, **application.get("environment", {}), "PYTHONWARNINGS": "ignore"}
        options = {"env": environment, "cwd": "/"}
        read, start, imported, bare = fastest(runs, *reading(program, folder), ([python, "-c", code], options),
                                              ([python, "-c", ""], options))
        read, imported = read - start, imported - bare
        lines.append(f"| {application['name']} | {size:.2f} | {read.wall:.3f} | {read.processor:.3f} "
                     f"| {size / read.processor:.1f} | {imported.wall:.2f} | {imported.processor:.2f} "
                     f"| {imported.wall / read.wall:.0f} | {imported.processor / read.processor:.0f} |")
    return lines


def growth(program, name="optuna", copies=(1, 2, 4, 8), runs=3):
    """Copies of one application side by side: the time of each must grow as their number."""
    application = next(a for a in tomllib.loads(closure.TABLE.read_text())["application"] if a["name"] == name)
    folder = closure.site_packages(closure.environment(application)) / pathlib.Path(application["models"][0]).parts[0]
    lines = [f"| copies of {name} | source, MB | read, s | of all cores, s | MB/s a core |", "|" + " ---: |" * 5]
    with tempfile.TemporaryDirectory() as work:
        made = 0
        for count in copies:
            while made < count:
                made += 1
                shutil.copytree(folder, pathlib.Path(work) / f"copy{made}" / folder.name,
                                ignore=shutil.ignore_patterns(*SKIPPED, "*.pyc"))
            size = source_bytes(pathlib.Path(work)) / 1e6
            read, start = fastest(runs, *reading(program, work))
            read -= start
            lines.append(f"| {count} | {size:.2f} | {read.wall:.3f} | {read.processor:.3f} | {size / read.processor:.1f} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    program = options.program.resolve()
    print("\n".join([*table(program, options.applications, options.runs), "", *growth(program, runs=options.runs)]))


if __name__ == "__main__":
    main()
