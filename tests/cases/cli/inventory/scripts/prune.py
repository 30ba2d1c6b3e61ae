"""Looks at the catalog and then deletes: no program of ours does that."""
import psycopg2

if __name__ == "__main__":
    with psycopg2.connect("service=app") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns")
        cursor.execute("DELETE FROM audit WHERE note IS NULL")
