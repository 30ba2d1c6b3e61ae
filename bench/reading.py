"""How fast models are read: megabytes of Python source a second of one core, and against importing the same models.

    bench/reading.py PROGRAM [--runs N] [APPLICATION...]

Takes applications of tests/judge/applications.toml whose environments tests/judge/closure.py has made, and reads the
whole package that each one's models lie in, tests and migrations left out as the program leaves them out. Processor
time counts, not wall time, so that a busy machine says the same. `import` is a Python that imports the models and
does nothing else. Of both, what their bare start takes is taken off.
"""
import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "judge"))  # behind this folder: both have a queries.py
import closure  # noqa: E402

SKIPPED = {"tests", "test", "testing", "build", "dist", "alembic", "alembic_migrations", "__pycache__"}


def processor_time(command, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def source_bytes(folder):
    total = 0
    for path in folder.rglob("*.py"):
        inside = path.relative_to(folder).parts[:-1]
        if not any(part in SKIPPED or "migrat" in part for part in inside):
            total += path.stat().st_size
    return total


def read_seconds(program, folder, runs):
    command = [program, "introspect", "--source", "models", "--models", folder, "--format", "json"]
    bare = min(processor_time([program, "--version"]) for _ in range(runs))
    return min(processor_time(command) for _ in range(runs)) - bare


def table(program, names=(), runs=3):
    """The lines of the table, one for each application."""
    lines = ["| application | source, MB | read, s | MB/s | import, s | ratio |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for application in tomllib.loads(closure.TABLE.read_text())["application"]:
        if names and application["name"] not in names:
            continue
        python = closure.environment(application, log=lambda text: print(text, file=sys.stderr))
        folder = closure.site_packages(python) / pathlib.Path(application["models"][0]).parts[0]
        size = source_bytes(folder) / 1e6
        read = read_seconds(program, folder, runs)
        code = application.get("prepare", "") + "\n" + "\n".join(
            f"import {name.removesuffix('.*')}" for name in application["import"])
        environment = {**os.environ, **application.get("environment", {}), "PYTHONWARNINGS": "ignore"}
        bare = processor_time([python, "-c", ""], env=environment)
        imported = min(processor_time([python, "-c", code], env=environment, cwd="/") for _ in range(2)) - bare
        lines.append(f"| {application['name']} | {size:.2f} | {read:.2f} | {size / read:.1f} | {imported:.2f} | {imported / read:.0f} |")
    return lines


def growth(program, name="optuna", copies=(1, 2, 4, 8), runs=3):
    """Copies of one application side by side: the time of each must grow as their number."""
    application = next(a for a in tomllib.loads(closure.TABLE.read_text())["application"] if a["name"] == name)
    folder = closure.site_packages(closure.environment(application)) / pathlib.Path(application["models"][0]).parts[0]
    lines = [f"| copies of {name} | source, MB | read, s | MB/s |", "| ---: | ---: | ---: | ---: |"]
    with tempfile.TemporaryDirectory() as work:
        made = 0
        for count in copies:
            while made < count:
                made += 1
                shutil.copytree(folder, pathlib.Path(work) / f"copy{made}" / folder.name,
                                ignore=shutil.ignore_patterns(*SKIPPED, "*.pyc"))
            size = source_bytes(pathlib.Path(work)) / 1e6
            read = read_seconds(program, work, runs)
            lines.append(f"| {count} | {size:.2f} | {read:.2f} | {size / read:.1f} |")
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
