from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class P(Base):
    __tablename__ = "p"
    id = Column(Integer, primary_key=True)


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    p_id = Column(Integer, ForeignKey("p.id"))
    a = Column(Integer)
    __table_args__ = (CheckConstraint("a > 1"),)
