from sqlalchemy import Boolean, CheckConstraint, Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, CheckConstraint("a > 0"))
    b = Column(Boolean(create_constraint=True, name="b"))
