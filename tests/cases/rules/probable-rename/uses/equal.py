from sqlalchemy import Column, Date, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    opened_on = Column(Date)
    year_of_opening = Column(Text)


class Page(Base):
    __tablename__ = "pages"
    id = Column(Integer, primary_key=True)
    body = Column(Text)
    number_of_release = Column(Text)


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    weight = Column(Integer)
    colour = Column(Text)


class Seat(Base):
    __tablename__ = "seats"
    id = Column(Integer, primary_key=True)
    label = Column(Text)


class Room(Base):
    __tablename__ = "rooms"
    id = Column(Integer, primary_key=True)
    floor = Column(Integer)


class Door(Base):
    __tablename__ = "doors"
    id = Column(Integer, primary_key=True)
    lock = Column(Integer)
