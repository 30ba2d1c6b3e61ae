from __future__ import annotations

import sqlalchemy as sa

from shop import sautils


class Model:
    """The tables as attributes of a class."""
    metadata = sa.MetaData()
    hash_length = 40

    # a comment
    objects = sautils.Table(
        "objects",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name_hash", sa.String(hash_length), nullable=False),
    )
    values = sautils.Table(
        "values",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("object_id", sa.Integer, sa.ForeignKey("objects.id", ondelete="CASCADE"), nullable=False),
    )
    sa.Index("name_objects", objects.c.name_hash, unique=True)
    sa.Index("values_object", values.c.object_id)

    def method(self):
        return self.values
