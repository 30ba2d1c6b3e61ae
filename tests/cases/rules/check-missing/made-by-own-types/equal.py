from sqlalchemy import CheckConstraint, Column, Integer, SmallInteger, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Request(Base):
    __tablename__ = "requests"
    __table_args__ = (CheckConstraint("state IN (0, 1)", name="valid_enum_state"),)
    id = Column(Integer, primary_key=True)
    state = Column(SmallInteger, nullable=False)


class Color(Base):
    __tablename__ = "colors"
    __table_args__ = (CheckConstraint("color IN ('red', 'blue')", name="ck_color"),)
    id = Column(Integer, primary_key=True)
    color = Column(String(5))


class Plain(Base):
    __tablename__ = "plain"
    __table_args__ = (CheckConstraint("x > 0", name="ck_x"),)
    id = Column(Integer, primary_key=True)
    x = Column(SmallInteger)
