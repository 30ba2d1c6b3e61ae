from . import db
from .db import BASE, Database, by
from .db import connect as open_connection


def all_of_them():
    cursor = db.connect().cursor()
    cursor.execute(BASE)
    cursor.execute(db.by("name"), ("x",))
    cursor.execute(by("email"), ("x",))


def helper(database: Database):
    return database.fetch("SELECT name FROM users WHERE id = $1", 1)


def nested():
    connection = open_connection()
    query = "SELECT 1 AS one"

    def inner():
        return connection.cursor().execute(query)

    return inner
