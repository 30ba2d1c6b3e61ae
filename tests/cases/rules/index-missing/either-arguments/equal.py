from sqlalchemy import Column, Index, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    __table_args__ = (Index("always", "x"), Index("of_one", "x", "id"), {"schema": "app"})


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    __table_args__ = (Index("of_b", "x"), {"schema": "app"})


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)
    __table_args__ = {"schema": "app"}
