"""Mixins that take the table's own column where it has one."""
from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    kind = Column(String(20))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}


class Started:
    @declared_attr
    def start_date(cls):
        return cls.__table__.c.get("start_date", Column(String(10)))


class Engineer(Started, Person):
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Manager(Started, Person):
    __mapper_args__ = {"polymorphic_identity": "manager"}
