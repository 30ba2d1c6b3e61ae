from sqlalchemy import Column, Index, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, unique=True)
    b = Column(Integer)
    c = Column(Integer)
    __table_args__ = (Index("ub", "b", unique=True),)
