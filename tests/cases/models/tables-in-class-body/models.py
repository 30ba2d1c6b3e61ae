"""A class used as a namespace of tables."""
import sqlalchemy as sa


def Table(*args, **kwargs):
    return sa.Table(*args, **kwargs)


class Model:
    metadata = sa.MetaData()

    masters = sa.Table(
        "masters", metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("active", sa.Integer, nullable=False, server_default=sa.DefaultClause("0")),
    )
    builds = sa.Table(
        "builds", metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("master_id", sa.Integer, sa.ForeignKey("masters.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer),
    )
    sa.Index("builds_number", builds.c.number, builds.c.master_id, unique=True)
    wrapped = Table("wrapped", metadata, sa.Column("id", sa.Integer, primary_key=True))
