from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Root:
    id = Column(Integer, primary_key=True)
    code = Column(String(1))


class Left(Root):
    code = Column(String(2))
    left = Column(String(20))


class Right(Root):
    code = Column(String(3))
    right = Column(String(30))


class Both(Left, Right, Base):
    __tablename__ = "both_sides"
    own = Column(Integer)


class Other(Right, Left, Base):
    __tablename__ = "other_sides"
    own = Column(Integer)
