from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, CheckConstraint("a > 0"))
    b = Column(Text, CheckConstraint("length(b) < 9", name="old"))
