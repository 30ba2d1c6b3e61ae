from sqlalchemy import text
import sqlalchemy as sa
from sqlalchemy import text as sql
from textwrap import dedent

COUNT = "SELECT count(*) FROM users"
PARTS = {"one": "SELECT 1", "two": "SELECT id FROM users"}
LATER = sa.text("SELECT name FROM users WHERE id = :id")


class Queries:
    BY_NAME = "SELECT id FROM users" " WHERE name = :name"

    def run(self, session):
        return session.execute(sql(self.BY_NAME), {"name": "x"})


def plain(session):
    return session.execute(text(COUNT)).scalar()


def from_a_dictionary(session):
    return session.execute(text(PARTS["two"]))


def dedented(session):
    statement = dedent("""
        SELECT email
        FROM users  -- 100 %
        WHERE note = 'a:b' AND at > '12:30'::time AND path ~ '\\d'
    """)
    return session.execute(text(statement))


def not_sql(element):
    return element.text("select something from the list")


def fragments(query):
    return query.order_by(text("name DESC")).filter(text("id > 3"))
