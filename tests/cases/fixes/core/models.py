import sqlalchemy as sa

metadata = sa.MetaData()

nodes = sa.Table(
    "nodes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("label", sa.String(10), nullable=False),
    sa.Column("gone", sa.Integer),
    sa.Index("ix_nodes_label", "label"),
)

edges = sa.Table("edges", metadata,
                 sa.Column("a", sa.ForeignKey("nodes.id"), primary_key=True),
                 sa.Column("b", sa.ForeignKey("nodes.id"), primary_key=True))
