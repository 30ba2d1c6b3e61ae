from sqlalchemy import Column, Index, Integer, Text, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    __table_args__ = (Index("idx_name", func.lower(name), unique=True),)


class Other(Base):
    __tablename__ = "others"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    __table_args__ = (Index("idx_others", "name"),)


class Logged(Base):
    __tablename__ = "logged"
    id = Column(Integer, primary_key=True)
    name = Column(Text)
    __table_args__ = (Index("idx_logged", "name"),)


class Renamed(Base):
    __tablename__ = "renamed"
    id = Column(Integer, primary_key=True)
    name = Column(Integer)
