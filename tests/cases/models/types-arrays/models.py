import sqlalchemy as sa
from sqlalchemy import ARRAY, Column, Enum, Integer, String, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing import List, Optional


class Base(DeclarativeBase):
    pass


class Arrays(Base):
    __tablename__ = "arrays"

    id: Mapped[int] = mapped_column(primary_key=True)
    strings = Column(ARRAY(String))
    texts = Column(postgresql.ARRAY(Text()), nullable=False, server_default="{}")
    lengths = Column(ARRAY(String(10)))
    two = Column(ARRAY(Integer, dimensions=2))
    three = Column(postgresql.ARRAY(Integer, dimensions=3, as_tuple=True))
    tuples = Column(ARRAY(item_type=sa.BigInteger, as_tuple=True))
    moods = Column(ARRAY(Enum("sad", "ok", name="mood")))
    uuids: Mapped[List[str]] = mapped_column(postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
    numbers: Mapped[Optional[List[int]]] = mapped_column(ARRAY(sa.Numeric(5, 2)))
    times = Column(ARRAY(sa.DateTime(timezone=True)))
    documents = Column(postgresql.ARRAY(postgresql.JSONB))
