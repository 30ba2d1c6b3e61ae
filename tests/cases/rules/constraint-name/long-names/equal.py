from sqlalchemy import CheckConstraint, Column, Integer, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    __table_args__ = (CheckConstraint("a > 0", name="cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"), UniqueConstraint("a", name="u"))
