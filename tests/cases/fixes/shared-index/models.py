from sqlalchemy import Column, Date, Integer, Numeric, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Dated:
    made_on = Column(Date, index=True)


class Note(Dated, Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    body = Column(Text, nullable=False)
    author = Column(String(40), index=True)
    pages = Column(Integer)


class Book(Dated, Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)


class Pen(Base):
    __tablename__ = "pens"
    id = Column(Integer, primary_key=True)
    colour = Column(String(12), index=True)
    maker = Column(Text, nullable=False)
    price = Column(Numeric)
    width = Column(Integer)
