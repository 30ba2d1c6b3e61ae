from sqlalchemy import Column, Integer, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Integer)
    c = Column(Integer)
    __table_args__ = (UniqueConstraint("b", "a", name="u"), UniqueConstraint("c", name="d"))
