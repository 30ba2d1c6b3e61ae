from sqlalchemy import Column, DateTime, Integer, String
from sqlalchemy.ext.declarative import declared_attr

from .owned import Owned
from .base import Base, Keyed, Stamped


class Named:
    name = Column(String(40))

    @declared_attr
    def rank(cls):
        return Column(Integer)

    note = Column(String)


class Account(Named, Owned, Stamped, Keyed, Base):
    __tablename__ = "account"
    email = Column(String(80))


class Group(Stamped, Base):
    __tablename__ = "group"
    id = Column(Integer, primary_key=True)
    size = Column(Integer)


class Late:
    late = Column(Integer)


class Session(Late, Keyed, Base):
    __tablename__ = "session"
    token = Column(String)


class Auditable(Base):
    __abstract__ = True
    audited = Column(DateTime)


class Entry(Auditable):
    __tablename__ = "entry"
    id = Column(Integer, primary_key=True)
