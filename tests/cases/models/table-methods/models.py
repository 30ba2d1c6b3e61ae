"""Tables by hand in less common ways."""
import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql

meta = sa.MetaData(schema=None)
columns = (Column("x", Integer), Column("y", String(2)))


def common():
    return [Column("created", sa.DateTime, nullable=False), Column("note", sa.Text)]


one = Table("one", meta, Column("id", Integer, primary_key=True), *columns)
two = sa.Table("two", meta, sa.Column("id", sa.Integer, sa.ForeignKey(one.c.id), primary_key=True), *common(), schema="side")
one.append_column(Column("late", String(3)))
sa.Index("ix_one_late", one.c.late)
sa.UniqueConstraint(one.c.x, one.c.y, name="uq_after")
two.append_constraint(sa.CheckConstraint("id > 0", name="ck_after"))
