"""Prints the columns."""
import psycopg2

if __name__ == "__main__":
    with psycopg2.connect("host=db dbname=app password=not-a-real-one") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns")
