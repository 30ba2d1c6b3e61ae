"""Column() beside a Mapped[] annotation keeps its own rule: nullable unless it says otherwise."""
from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Mixed(Base):
    __tablename__ = "mixed"
    id: Mapped[int] = Column(Integer, primary_key=True)
    label: Mapped[str] = Column(String(150))
    strict: Mapped[str] = Column(String(150), nullable=False)
    maybe: Mapped[Optional[str]] = Column(String(150), nullable=False)
    reference: Mapped[int] = Column(ForeignKey("mixed.id"))
    modern: Mapped[str] = mapped_column(String(3))
