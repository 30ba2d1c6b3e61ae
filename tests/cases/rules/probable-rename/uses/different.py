from sqlalchemy import Column, Date, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    opened_on = Column(Date)
    opening_year = Column(Text)


class Page(Base):
    __tablename__ = "pages"
    id = Column(Integer, primary_key=True)
    body = Column(Text)
    number_released = Column(Text)


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    weight = Column(Integer)
    tint = Column(Text)


class Seat(Base):
    __tablename__ = "seats"
    id = Column(Integer, primary_key=True)
    label = Column("tag", Text)


class Room(Base):
    __tablename__ = "rooms"
    id = Column(Integer, primary_key=True)
    storey = Column(Integer)


class Door(Base):
    __tablename__ = "doors"
    id = Column(Integer, primary_key=True)
    handles = Column(Integer)
