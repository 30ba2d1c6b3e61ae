"""Declared twice: PostgreSQL keeps one, SQLAlchemy declares both."""
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class OnKey(Base):
    __tablename__ = "on_key"
    id = Column(Integer, primary_key=True, unique=True)
    code = Column(String(5), unique=True)
    __table_args__ = (UniqueConstraint("code", name="uq_code"),)


class OnCompositeKey(Base):
    __tablename__ = "on_composite_key"
    a = Column(Integer, primary_key=True)
    b = Column(Integer, primary_key=True)
    __table_args__ = (UniqueConstraint("a", "b", name="uq_a_b"), UniqueConstraint("b", "a", name="uq_b_a"))
