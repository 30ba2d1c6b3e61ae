"""A private throw-away PostgreSQL for measurements: Unix socket only, no fsync, removed at the end."""
import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile

SETTINGS = """listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_locks_per_transaction = 1024
shared_buffers = 512MB
"""


def binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: float(p.split("/")[4]))
    if not found:
        raise SystemExit("no PostgreSQL server programs: scripts/setup --bench installs them")
    return found[-1]


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.bin = binaries()

    def dsn(self, database):
        return f"host={self.folder} user=postgres dbname={database}"

    def url(self, database):
        return f"postgresql+psycopg2://postgres@/{database}?host={self.folder}"

    def tool(self, name):
        return os.path.join(self.bin, name)

    def psql(self, database, *arguments, script=None):
        command = [self.tool("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", "-d", database]
        done = subprocess.run(command + list(arguments), input=script, text=True, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout


@contextlib.contextmanager
def private_server():
    folder = tempfile.mkdtemp(prefix="si-bench-")
    server = Server(folder)
    run = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres" if any(e.pw_name == "postgres" for e in pwd.getpwall()) else "nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
        run = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    data = os.path.join(folder, "data")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    try:
        subprocess.run(run + [server.tool("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8",
                              "--locale=C.UTF-8"], **quiet)
        with open(os.path.join(data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write(SETTINGS.format(folder=folder))
        subprocess.run(run + [server.tool("pg_ctl"), "-D", data, "-w", "-l", os.path.join(folder, "log"), "start"], **quiet)
        yield server
    finally:
        subprocess.run(run + [server.tool("pg_ctl"), "-D", data, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)
