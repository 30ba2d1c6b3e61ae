from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parents"
    id = Column(Integer, primary_key=True)


class Child(Parent):
    __tablename__ = "children"
    id = Column(Integer, primary_key=True)
