from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.declarative import AbstractConcreteBase
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Vehicle(Base):
    __tablename__ = "vehicle"
    id = Column(Integer, primary_key=True)
    name = Column(String(50))


class Bus(Vehicle):
    __tablename__ = "bus"
    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    seats = Column(Integer)
    __mapper_args__ = {"concrete": True}


class Event(AbstractConcreteBase, Base):
    id = Column(Integer, primary_key=True)
    tag = Column(String(10))


class FileEvent(Event):
    __tablename__ = "file_event"
    file = Column(String(100))
    __mapper_args__ = {"polymorphic_identity": "file", "concrete": True}


class UserEvent(Event):
    __tablename__ = "user_event"
    who = Column(String(20))
    __mapper_args__ = {"polymorphic_identity": "user", "concrete": True}
