"""The same, but other code imports it."""
import psycopg2


def columns(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns")
        return cursor.fetchall()


if __name__ == "__main__":
    columns(psycopg2.connect("service=app"))
