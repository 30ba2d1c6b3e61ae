"""Base.metadata, its schema and its naming convention set after the base; a metadata of an abstract class."""

from sqlalchemy import Column, Integer, MetaData, String, Index, ForeignKey
from sqlalchemy.orm import declarative_base
Base = declarative_base()
Base.metadata = MetaData(schema="app", naming_convention={"pk": "pk_%(table_name)s", "ix": "idx_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    n = Column(String, index=True)
class Mixed(Base):
    __abstract__ = True
    metadata = MetaData(schema="second")
class B(Mixed):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    n = Column(String, index=True)
class B2(Mixed):
    __tablename__ = "b2"
    id = Column(Integer, primary_key=True)
    b = Column(Integer, ForeignKey(B.id))
other = declarative_base()
other.metadata.naming_convention = {"ix": "hey_%(column_0_label)s"}
other.metadata.schema = "third"
class C(other):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)
    n = Column(String, index=True)
