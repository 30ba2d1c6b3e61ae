"""Columns with an annotation come before those without."""
from sqlalchemy import Column, Enum, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
import enum


class Color(enum.Enum):
    RED = 1


class Base(DeclarativeBase):
    pass


class One(Base):
    __tablename__ = "one"
    classic_a = Column(Integer)
    id: Mapped[int] = mapped_column(primary_key=True)
    classic_b = Column(Enum(Color))
    bare: Mapped[int]
    modern = mapped_column(Integer)
    called: Mapped[str] = mapped_column(String(5))


class Mixin:
    m_classic = Column(Integer)
    m_bare: Mapped[int]
    m_modern = mapped_column(Integer)
    m_called: Mapped[int] = mapped_column(Integer)


class Two(Mixin, Base):
    __tablename__ = "two"
    classic = Column(Integer)
    id: Mapped[int] = mapped_column(primary_key=True)
    modern = mapped_column(Integer)
    bare: Mapped[int]
