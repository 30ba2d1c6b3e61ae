from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    b = Column(Text)
    __table_args__ = (CheckConstraint('pg_catalog.lower("a") = "t"."a"', name="c"), CheckConstraint("a OPERATOR(pg_catalog.~) '^x'::text", name="d"))
