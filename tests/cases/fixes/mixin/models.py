from sqlalchemy import Column, DateTime, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Stamped:
    created_at = Column(DateTime)
    note = Column(String(10))


class A(Stamped, Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Stamped, Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
