"""A child class and a second class of the table of the first, with extend_existing."""

from sqlalchemy import Column, Integer, String, ForeignKey, Table
from sqlalchemy.ext.declarative import declarative_base
Base = declarative_base()
class Parent(Base):
    __tablename__ = "p"
    id = Column(Integer, primary_key=True)
    kind = Column(String(10))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "p"}
class Child(Parent):
    __tablename__ = "p"
    __table_args__ = {"extend_existing": True}
    extra = Column(Integer)
    kind = Column(String(20))
    __mapper_args__ = {"polymorphic_identity": "c"}
class Again(Base):
    __tablename__ = "q"
    __table_args__ = {"extend_existing": True}
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
class Again2(Base):
    __tablename__ = "q"
    __table_args__ = {"extend_existing": True}
    id = Column(Integer, primary_key=True)
    b = Column(Integer, index=True)
