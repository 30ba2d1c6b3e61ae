from sqlalchemy import Column, Date, Integer, Table, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True, autoincrement=False)
    at = Column(Date, primary_key=True)


class Parent(Base):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)


child = Table("child", Base.metadata, Column("id", Integer, nullable=False, server_default=text("nextval('parent_id_seq')")), Column("x", Integer))
