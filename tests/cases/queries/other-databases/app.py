import sqlite3

import psycopg2
from sqlalchemy import text


def local(path):
    connection = sqlite3.connect(path)
    connection.execute("SELECT a FROM cache")
    connection.cursor().execute("SELECT b FROM cache")


def unknown(cursor):
    cursor.execute("SELECT c FROM somewhere")


def ours(dsn):
    psycopg2.connect(dsn).cursor().execute("SELECT d FROM users")


def by_dialect(session, engine):
    if engine.dialect.name == "sqlite":
        session.execute(text("SELECT e FROM cache"))
    elif engine.dialect.name == "postgresql":
        session.execute(text("SELECT f FROM users"))
    if engine.dialect.name != "postgresql":
        return
    session.execute(text("SELECT g FROM users"))


def by_words(session):
    session.execute(text("PRAGMA foreign_keys = ON"))
    session.execute(text("SELECT `h` FROM `users`"))
    session.execute(text("SELECT sqlite_version()"))


class MysqlBackend:
    def run(self, session):
        session.execute(text("SELECT i FROM users"))
