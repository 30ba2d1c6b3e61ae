from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Keyed:
    id = Column(Integer, primary_key=True)


class Stamped:
    created = Column(DateTime)
    updated = Column(DateTime)
