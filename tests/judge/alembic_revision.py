"""The Alembic revision that plan-ddl writes, run by real Alembic: upgrade makes the planned changes, downgrade takes them back.

    alembic_revision.py --program FILE

On examples/streaming, with a server of its own: everything that plan-ddl proposes for the models and for lint goes into one
revision. After the upgrade the planned findings are gone; after the downgrade pg_dump prints what it printed before.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from alembic import command
from alembic.config import Config

import postgres

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "streaming"
ENV = """
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option("sqlalchemy.url").replace("postgresql:", "postgresql+psycopg2:"))
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""
failures = []


def expect(holds, message):
    if not holds:
        failures.append(message)
        print("FAIL", message)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    program = os.path.abspath(parser.parse_args().program)
    work = pathlib.Path(tempfile.mkdtemp(prefix="revision-"))
    folder = work / "streaming"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    with postgres.Server() as server:
        server.create_database("live")
        url = server.uri("live")
        subprocess.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", f"{EXAMPLE}/schema.sql"], check=True)
        # Without rows, no change is forbidden by them.
        subprocess.run([f"{server.bin}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c",
                        "SET client_min_messages = error; DO $$ DECLARE t text; BEGIN FOR t IN SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND "
                        "relnamespace = 'public'::regnamespace LOOP EXECUTE 'TRUNCATE ' || t || ' CASCADE'; END LOOP; END $$"],
                       check=True)

        def plan(*arguments):
            done = subprocess.run([program, "plan-ddl", "--db", url, *arguments], cwd=folder, capture_output=True, text=True)
            if done.returncode not in (0, 1):
                raise SystemExit(done.stderr)
            return done.stdout

        def dump():
            text = subprocess.run([f"{server.bin}/pg_dump", "--schema-only", "--no-owner", "-T", "alembic_version", "-d", url],
                                  capture_output=True, text=True, check=True).stdout
            return re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.M)

        before = dump()
        planned = {statement["finding"] for statement in json.loads(plan("--format", "json"))["statements"]}
        versions = work / "migrations" / "versions"
        versions.mkdir(parents=True)
        (versions / "planned.py").write_text(plan("--format", "alembic"))
        (work / "migrations" / "env.py").write_text(ENV)
        config = Config()
        config.set_main_option("script_location", str(work / "migrations"))
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, "head")
        expect(dump() != before, "the upgrade changes the schema")
        left = planned & {statement["finding"] for statement in json.loads(plan("--format", "json"))["statements"]}
        expect(not left, f"{len(left)} planned findings are still there")
        command.downgrade(config, "base")
        after = dump()
        if after != before:
            lines = sorted(set(before.splitlines()) ^ set(after.splitlines()))
            expect(False, "the downgrade does not bring the schema back: " + "; ".join(lines[:6]))
        print(f"{len(planned)} changes, up and down")
    shutil.rmtree(work)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
