from sqlalchemy import Column, Identity, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, Identity(), primary_key=True)


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, Identity(always=True), primary_key=True)
