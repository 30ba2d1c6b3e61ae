"""Looks at one table: `python utils/db_check.py users`."""
import sys

import psycopg2

DSN = "host=db.streaming.example dbname=streaming user=streaming password=not-a-real-password-3"


def check(table):
    with psycopg2.connect(DSN) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", (table,)
        )
        for row in cursor:
            print(*row)
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = %s", (table,))
        print("rows, about:", cursor.fetchone()[0])


if __name__ == "__main__":
    check(sys.argv[1])
