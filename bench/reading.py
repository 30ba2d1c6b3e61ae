"""How fast models are read: megabytes of Python source a second of one core, and against importing the same models.

    bench/reading.py PROGRAM [--runs N] [APPLICATION...]

Takes applications of tests/judge/applications.toml whose environments tests/judge/closure.py has made, and reads the
whole package that each one's models lie in, tests and migrations left out as the program leaves them out. Processor
time counts, not wall time, so that a busy machine says the same. `import` is a Python that imports the models and
does nothing else; its own start is taken off.
"""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "judge"))
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("applications", nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    program = options.program.resolve()
    print("| application | source, MB | read, s | MB/s | import, s | ratio |\n| --- | --- | --- | --- | --- | --- |")
    for application in tomllib.loads(closure.TABLE.read_text())["application"]:
        if options.applications and application["name"] not in options.applications:
            continue
        python = closure.environment(application, log=lambda text: print(text, file=sys.stderr))
        folder = closure.site_packages(python) / pathlib.Path(application["models"][0]).parts[0]
        size = source_bytes(folder) / 1e6
        read = min(processor_time([program, "introspect", "--source", "models", "--models", folder, "--format", "json"])
                   for _ in range(options.runs))
        code = application.get("prepare", "") + "\n" + "\n".join(
            f"import {name.removesuffix('.*')}" for name in application["import"])
        environment = {**os.environ, **application.get("environment", {}), "PYTHONWARNINGS": "ignore"}
        bare = processor_time([python, "-c", ""], env=environment)
        imported = min(processor_time([python, "-c", code], env=environment, cwd="/") for _ in range(2)) - bare
        print(f"| {application['name']} | {size:.2f} | {read:.2f} | {size / read:.1f} | {imported:.2f} | "
              f"{imported / read:.0f} |", flush=True)


if __name__ == "__main__":
    main()
