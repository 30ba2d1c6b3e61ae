from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, Numeric, String, Text
from sqlalchemy.orm import declarative_base, declared_attr

CONVENTION = {"fk": "fk_%(table_name)s_%(column_0_name)s", "ix": "ix_%(column_0_label)s"}
Base = declarative_base(metadata=MetaData(naming_convention=CONVENTION))


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


class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owners.id"))


class Owner(Base):
    __tablename__ = "owners"
    id = Column(Integer, primary_key=True)


class Cat(Owned, Base):
    __tablename__ = "cats"
    id = Column(Integer, primary_key=True)


class Dog(Owned, Base):
    __tablename__ = "dogs"
    id = Column(Integer, primary_key=True)
