"""The verdict on the example, whole process: compare-db-models against `alembic check` on the same application."""
import os
import shutil
import subprocess
import tempfile

from introspection import run_measured

ENV = """
import os, sys
sys.path.insert(0, os.environ["EXAMPLE"])
from alembic import context
from sqlalchemy import create_engine
from extensions import db
import models
with create_engine(os.environ["BENCH_URL"]).connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata, compare_type=True, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"""


def measure(server, program, python, root, rounds):
    example = os.path.join(root, "examples", "streaming")
    server.psql("postgres", "-c", "CREATE DATABASE streaming")
    with open(os.path.join(example, "schema.sql"), encoding="utf-8") as script:
        server.psql("streaming", script=script.read())
    folder = tempfile.mkdtemp(prefix="si-alembic-")
    best = {}
    try:
        os.makedirs(os.path.join(folder, "versions"))
        with open(os.path.join(folder, "env.py"), "w", encoding="utf-8") as env:
            env.write(ENV)
        with open(os.path.join(folder, "alembic.ini"), "w", encoding="utf-8") as ini:
            ini.write(f"[alembic]\nscript_location = {folder}\n")
        variables = dict(os.environ, BENCH_URL=server.url("streaming"), EXAMPLE=example, PYTHONDONTWRITEBYTECODE="1")
        alembic = [python, "-m", "alembic", "-c", os.path.join(folder, "alembic.ini"), "check"]
        ours = [program, "--db", server.dsn("streaming"), "--fail-on", "never", "--output", "/dev/null", "compare-db-models"]
        for _ in range(rounds):
            seconds, _ = run_measured(ours, cwd=example)
            best["compare-db-models"] = min(best.get("compare-db-models", seconds), seconds)
            # `alembic check` exits with a failure because the example does differ: time it, and see that it got so far.
            import time
            begin = time.perf_counter()
            done = subprocess.run(alembic, env=variables, capture_output=True, text=True)
            seconds = time.perf_counter() - begin
            if "New upgrade operations detected" not in done.stdout + done.stderr:
                raise RuntimeError("alembic check did not reach its verdict:\n" + done.stderr[-2000:])
            best["alembic check"] = min(best.get("alembic check", seconds), seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        server.psql("postgres", "-c", "DROP DATABASE streaming")
    return best
