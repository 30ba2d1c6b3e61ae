"""Reading a whole schema: this program against the server's own execution time, pg_dump and SQLAlchemy's reflection.

Every competitor runs in turn within each round, in a process and a connection of its own, so that the noise of a shared
machine falls on all alike; what is compared is the minimum of the rounds.
"""
import json
import os
import re
import subprocess
import sys
import time

REFLECT = """
import sys, time
import sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[1])
begin = time.perf_counter()
metadata = sqlalchemy.MetaData()
metadata.reflect(engine)
print(time.perf_counter() - begin, len(metadata.tables))
"""


def run_measured(command, **options):
    """Wall seconds and peak resident MiB of a child process; its output is thrown away."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    if status != 0:
        raise RuntimeError(f"{command[0]} failed with status {status}")
    return seconds, usage.ru_maxrss / 1024


def recorded_statements(server, database, program):
    """The statements that one introspection sends, in order, as the server logged them."""
    server.psql("postgres", "-c", f"ALTER DATABASE {database} SET log_statement = 'all'")
    log = os.path.join(server.folder, "log")
    begin = os.path.getsize(log)
    subprocess.run([program, "--db", server.dsn(database), "introspect", "--format", "json"], check=True,
                   stdout=subprocess.DEVNULL)
    server.psql("postgres", "-c", f"ALTER DATABASE {database} RESET log_statement")
    with open(log, encoding="utf-8", errors="replace") as lines:
        lines.seek(begin)
        text = lines.read()
    entries = re.split(r"^\d{4}-\d\d-\d\d [^\n]*?\] (?=[A-Z]+: )", text, flags=re.M)
    statements = []
    for entry in entries:
        found = re.match(r"LOG:\s+(?:statement|execute <unnamed>|execute [^:]*): (.*)", entry, flags=re.S)
        if found:
            statements.append(found.group(1).strip().rstrip(";"))
    return statements


def server_seconds(server, database, statements):
    """What the server itself needs for the same statements in a fresh connection, by its log: parsing, planning,
    executing and sending the rows, here to a client that throws them away."""
    server.psql("postgres", "-c", f"ALTER DATABASE {database} SET log_min_duration_statement = 0")
    log = os.path.join(server.folder, "log")
    begin = os.path.getsize(log)
    server.psql(database, "-o", "/dev/null", script="".join(statement + ";\n" for statement in statements))
    server.psql("postgres", "-c", f"ALTER DATABASE {database} RESET log_min_duration_statement")
    with open(log, encoding="utf-8", errors="replace") as lines:
        lines.seek(begin)
        times = [float(t) for t in re.findall(r"LOG:  duration: ([\d.]+) ms  statement: ", lines.read())]
    if len(times) != len(statements):
        raise RuntimeError(f"the server logged {len(times)} of {len(statements)} statements")
    return sum(times) / 1000


def fixed_seconds(server, program, rounds):
    """The program's start, and a whole reading of a database without any table: what every size pays."""
    server.psql("postgres", "-c", "CREATE DATABASE bench_empty")
    command = [program, "--db", server.dsn("bench_empty"), "introspect", "--format", "json", "--output", "/dev/null"]
    start = min(run_measured([program, "--version"])[0] for _ in range(rounds))
    empty = min(run_measured(command)[0] for _ in range(rounds))
    server.psql("postgres", "-c", "DROP DATABASE bench_empty")
    return start, empty


def measure(server, program, python, tables, rounds):
    database = f"bench_{tables}"
    here = os.path.dirname(os.path.abspath(__file__))
    server.psql("postgres", "-c", f"CREATE DATABASE {database}")
    ddl = subprocess.run([sys.executable, os.path.join(here, "generate_schema.py"), str(tables)], check=True,
                         capture_output=True, text=True).stdout
    server.psql(database, script=ddl)
    statements = recorded_statements(server, database, program)
    best = {}

    def note(name, seconds, memory=0.0):
        old = best.get(name, (seconds, memory))
        best[name] = (min(old[0], seconds), max(old[1], memory))

    for round_number in range(rounds):
        note("introspect --format json", *run_measured(
            [program, "--db", server.dsn(database), "introspect", "--format", "json", "--output", "/dev/null"]))
        note("server's own execution", server_seconds(server, database, statements))
        if round_number < 3 or tables < 10000:  # ten seconds each at 10,000 tables
            note("pg_dump --schema-only", *run_measured(
                [server.tool("pg_dump"), "-s", "-h", server.folder, "-U", "postgres", "-f", "/dev/null", database]))
        if round_number < 1 or tables < 10000:  # half a minute each
            out = subprocess.run([python, "-c", REFLECT, server.url(database)], check=True, capture_output=True,
                                 text=True).stdout.split()
            if int(out[1]) != tables:
                raise RuntimeError(f"SQLAlchemy reflected {out[1]} of {tables} tables")
            note("SQLAlchemy MetaData.reflect()", float(out[0]))
    read = json.loads(subprocess.run([program, "--db", server.dsn(database), "introspect", "--format", "json"], check=True,
                                     capture_output=True, text=True).stdout)
    if len(read["schemas"]["public"]["tables"]) != tables:
        raise RuntimeError("introspect did not read every table")
    server.psql("postgres", "-c", f"DROP DATABASE {database}")
    return best, len(statements)
