import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()

crates = sa.Table(
    "crates",
    Base.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("label", sa.String(20), nullable=False),
    sa.Column("weight", sa.Float),
)


class Maker(Base):
    __tablename__ = "makers"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
    place = sa.Column(sa.Text)
    since = sa.Column(sa.Date)


class Part(Base):
    __tablename__ = "parts"
    id = sa.Column(sa.Integer, primary_key=True)
    maker_id = sa.Column(sa.ForeignKey(Maker.id))
