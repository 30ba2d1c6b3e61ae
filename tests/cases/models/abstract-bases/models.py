from sqlalchemy import Column, Integer, SmallInteger, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Model(Base):
    __abstract__ = True
    id = Column(Integer, primary_key=True)


class Titled(Model):
    __abstract__ = True
    title = Column(String(100), nullable=False)
    note = Column(Text)


class Book(Titled):
    __tablename__ = "book"
    pages = Column(SmallInteger)


class Film(Titled):
    __tablename__ = "film"
    # A mapped attribute set to None removes the inherited column.
    note = None
    minutes = Column(Integer)
