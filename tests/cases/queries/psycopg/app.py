import psycopg2
import psycopg
from psycopg import sql
from psycopg2.extras import execute_values

INSERT = "INSERT INTO users (name, email) VALUES %s"


def one(dsn, name):
    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id FROM users WHERE name = %s AND share > '10%%'", (name,))
        execute_values(cursor, INSERT, [("a", "b")])
        return cursor.fetchone()


def two(dsn, table, columns):
    with psycopg.connect(dsn) as connection:
        query = sql.SQL("SELECT {fields} FROM {table} WHERE id = {id}").format(
            fields=sql.SQL(", ").join(map(sql.Identifier, columns)),
            table=sql.Identifier("public", "users"),
            id=sql.Placeholder("id"),
        )
        connection.execute(query, {"id": 1})
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def copy(connection: psycopg2.extensions.connection):
    with connection.cursor() as cur:
        cur.copy_expert("COPY users (id, name) TO STDOUT", None)
        cur.executemany("UPDATE users SET name = %(name)s WHERE id = %(id)s", [])
