"""The schema is the same either way; so are b's constraints. That c lies in one or the other is not known."""
import os

from sqlalchemy import Column, Index, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()
MORE = "MORE" in os.environ


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    __table_args__ = (
        (Index("always", "x"), Index("of_one", "x", "id"), {"schema": "app"})
        if MORE
        else (Index("always", "x"), {"schema": "app"})
    )


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    __table_args__ = {"schema": "app", "comment": "more"} if MORE else {"schema": "app"}


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)
    __table_args__ = {"schema": "app"} if MORE else {}
