from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    a = Column(Integer, primary_key=True, autoincrement=False)
    b = Column(Integer, primary_key=True, autoincrement=False)
    c = Column(Integer, nullable=False)
