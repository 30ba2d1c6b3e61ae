from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    b = Column(Text)
    __table_args__ = (CheckConstraint("upper(a) = a", name="c"), CheckConstraint("a ~* '^x'", name="d"))
