import psycopg2

TABLE = "users"
BASE = f"SELECT id FROM {TABLE}"


def connect():
    return psycopg2.connect("")


def by(column):
    return f"SELECT id FROM users WHERE {column} = %s"


class Database:
    INSERT = "INSERT INTO users (name) VALUES (%s)"

    def __init__(self):
        self.connection = connect()
        self.delete = "DELETE FROM users WHERE id = %s"

    def fetch(self, query, *values):
        raise NotImplementedError


class Special(Database):
    def store(self):
        with self.connection.cursor() as cursor:
            cursor.execute(self.INSERT, ("x",))
            cursor.execute(self.delete, (1,))
