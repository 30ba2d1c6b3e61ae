"""Creates on an empty database all that the MetaData of some modules declares.

    create_all.py URL MODULE... [--path FOLDER] [--extension NAME]
"""
import argparse
import importlib
import sys

import sqlalchemy
from sqlalchemy import schema

import dump_metadata


def sqlalchemy_url(uri):
    return uri.replace("postgresql://", "postgresql+psycopg2://", 1) if uri.startswith("postgresql://") else uri


def schemas_of(metadatas):
    names = {t.schema for m in metadatas for t in m.tables.values()}
    names |= {s.schema for m in metadatas for s in m._sequences.values()}
    for metadata in metadatas:
        for table in metadata.tables.values():
            for column in table.columns:
                names.add(getattr(dump_metadata.implementation(column.type), "schema", None))
    return sorted(n for n in names if n and n != "public")


def drop_twin_indexes(metadatas):
    """Of several indexes of one name in one table, which a server would refuse, keeps the first. Names those dropped."""
    dropped = []
    for metadata in metadatas:
        for table in metadata.tables.values():
            seen = set()
            for index in sorted(table.indexes, key=lambda i: (str(i.name), str([str(e) for e in i.expressions]))):
                if index.name is not None and str(index.name) in seen:
                    table.indexes.discard(index)
                    dropped.append(str(index.name))
                seen.add(str(index.name))
    return dropped


def create(uri, metadatas, extensions=(), before=(), after=()):
    engine = sqlalchemy.create_engine(sqlalchemy_url(uri), future=True)
    with engine.begin() as connection:
        for name in extensions:
            connection.execute(sqlalchemy.text(f'CREATE EXTENSION IF NOT EXISTS "{name}"'))
        for statement in before:
            connection.exec_driver_sql(statement)
        for name in schemas_of(metadatas):
            connection.execute(schema.DDL('CREATE SCHEMA IF NOT EXISTS "%s"' % name.replace('"', '""').replace("%", "%%")))
        for metadata in metadatas:
            metadata.create_all(connection)
        for statement in after:
            connection.exec_driver_sql(statement)
    engine.dispose()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--path", action="append", default=[])
    parser.add_argument("--extension", action="append", default=[])
    options = parser.parse_args()
    sys.path[:0] = options.path
    modules = [importlib.import_module(name) for name in options.modules]
    create(options.url, dump_metadata.metadatas_of(modules), options.extension)


if __name__ == "__main__":
    main()
