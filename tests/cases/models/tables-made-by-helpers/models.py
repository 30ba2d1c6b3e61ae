"""Functions that make tables for those that call them, one of them once for all."""
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table

metadata = MetaData()
LOCKS = "locks"


def locks_table(metadata):
    if LOCKS in metadata.tables:
        return metadata.tables[LOCKS]
    return Table(LOCKS, metadata, Column("name", String(64), primary_key=True))


def counter(metadata, name, key, measures):
    if not key or not measures:
        raise ValueError("a counter needs a key and a measure")
    locks_table(metadata)
    return Table(
        f"{name}_counters",
        metadata,
        *(Column(column, type_, primary_key=True, nullable=False) for column, type_ in key),
        *(Column(measure, BigInteger, nullable=False) for measure in measures),
    )


FILES = counter(metadata, "file", key=[("id", Integer)], measures=["count", "size"])
USERS = counter(metadata, "user", key=[("id", Integer), ("kind", String(8))], measures=["count"])
