from sqlalchemy import Column, Integer, PrimaryKeyConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    a = Column(Integer, nullable=False)
    b = Column(Integer, nullable=False)
    c = Column(Integer, nullable=False)
    __table_args__ = (PrimaryKeyConstraint("b", "a"),)
