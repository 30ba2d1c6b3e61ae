import sqlalchemy
import sqlalchemy as sa
import sqlalchemy.orm as so
from sqlalchemy import Column as C
from sqlalchemy import orm, types as t
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects.postgresql import JSONB as Document
from sqlalchemy.types import String as Str

Base = so.declarative_base()


class Spelled(Base):
    __tablename__ = "spelled"

    a = sa.Column(sa.Integer, primary_key=True)
    b = sqlalchemy.Column(sqlalchemy.String(10))
    c = C(Str(20), nullable=False)
    d = sa.schema.Column(sa.types.Text())
    e = sa.Column(t.Numeric(8, 3))
    f = sa.Column(pg.JSONB)
    g = so.mapped_column(Document, nullable=False)
    h = orm.mapped_column(sa.Date)
    i = sa.Column(pg.INET())
    j = sa.Column(sa.dialects.postgresql.UUID(as_uuid=True))
