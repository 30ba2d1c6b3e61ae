import tables
from db import Base
from sqlalchemy import Column, ForeignKey, Integer


class Thing(Base):
    __table__ = tables.things


class Use(Base):
    __tablename__ = "uses"
    id = Column(Integer, primary_key=True)
    thing_id = Column(Integer, ForeignKey(tables.things.c.id), unique=True)
