"""Tables and columns that running code makes."""
from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()
Made = type("Made", (Base,), {"__tablename__": "made", "id": Column(Integer, primary_key=True)})


class Static(Base):
    __tablename__ = "static"
    id = Column(Integer, primary_key=True)


for name in ("loop_a", "loop_b"):
    setattr(Static, name, Column(String(3)))


def history_of(cls):
    return Table(cls.__tablename__ + "_history", Base.metadata, *[Column(c.name, c.type, primary_key=c.primary_key) for c in cls.__table__.c])


history = history_of(Static)
