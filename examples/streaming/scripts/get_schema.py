"""Prints the live schema. Thrown together to have something to paste into a chat."""
import sys

import psycopg2

HOST = "db.streaming.example"
PASSWORD = "not-a-real-password-1"


def read_credentials(path="pgdb_access.txt"):
    """The access file is free text: `host: ...`, `user: ...`, `password: ...`, one a line."""
    found = {"host": HOST, "user": "streaming", "password": PASSWORD}
    try:
        with open(path) as lines:
            for line in lines:
                key, _, value = line.partition(":")
                if key.strip() in found:
                    found[key.strip()] = value.strip()
    except OSError:
        pass
    return found


def main():
    access = read_credentials()
    try:
        connection = psycopg2.connect(dbname="streaming", **access)
    except psycopg2.OperationalError as error:
        sys.exit(f"cannot connect with {access}: {error}")
    cursor = connection.cursor()
    cursor.execute("""
        SELECT table_name, column_name, data_type, is_nullable
        FROM information_schema.columns
        WHERE table_schema = 'public'
        ORDER BY table_name, ordinal_position
    """)
    for table, column, data_type, nullable in cursor:
        print(f"`{table}.{column}` {data_type} {'NULL' if nullable == 'YES' else 'NOT NULL'}")


if __name__ == "__main__":
    main()
