from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class P(Base):
    __tablename__ = "p"
    __table_args__ = {"schema": "other"}
    id = Column(Integer, primary_key=True)


class T(Base):
    __tablename__ = "t"
    __table_args__ = {"schema": "public"}
    id = Column(Integer, primary_key=True)
    p_id = Column(Integer, ForeignKey("other.p.id"))
