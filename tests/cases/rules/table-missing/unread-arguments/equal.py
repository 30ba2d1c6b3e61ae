from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("app.a.id"))


class C(Base):
    __tablename__ = "c"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)
