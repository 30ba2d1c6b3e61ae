import enum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Mood(enum.Enum):
    sad = "sad"
    ok = "ok"


class Person(Base):
    __tablename__ = "people"

    id = Column(Integer, primary_key=True)
    mood = Column(Enum(Mood, name="mood"))
    level = Column(Enum("low", "high", name="level"))
