import os

from sqlalchemy import Column, Index, Integer
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Integer)

    @declared_attr
    def __table_args__(cls):
        if os.environ.get("MORE"):
            return (Index("sometimes", "a"), Index("always", "b"), Index("nowhere", "b", "a"), {"extend_existing": True})
        return (Index("nowhere", "b", "a"), Index("always", "b"), {"extend_existing": True})


class U(Base):
    __tablename__ = "u"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
