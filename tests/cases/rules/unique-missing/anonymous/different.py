from sqlalchemy import CheckConstraint, Column, Integer, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Integer)
    c = Column(Integer, CheckConstraint("c != 3"))
    d = Column(Integer)
    __table_args__ = (UniqueConstraint("a", "c"), CheckConstraint("1 < a"))
