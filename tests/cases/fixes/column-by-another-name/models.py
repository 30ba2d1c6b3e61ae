from sqlalchemy import Column as C
from sqlalchemy import Integer, String
from sqlalchemy.orm import declarative_base

try:
    from sqlalchemy.orm import mapped_column

    _Column = mapped_column
except ImportError:
    from sqlalchemy import Column as _Column

Base = declarative_base()


class Study(Base):
    __tablename__ = "studies"
    id = _Column(Integer, primary_key=True)
    name = _Column(String(40))


class Trial(Base):
    __tablename__ = "trials"
    id = C(Integer, primary_key=True)
    state = C(String(20))
    old = C(Integer)
