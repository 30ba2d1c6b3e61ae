# Deferred, an annotation does not see the attribute.
from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Date, Integer, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Call(Base):
    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[date | None]
    above: Mapped[Optional[date]] = mapped_column(Date)
    date: Mapped[datetime | None] = mapped_column(index=True)
    made_on: Mapped[date | None] = mapped_column(Date)
    other: Mapped[date | None] = mapped_column(Date, nullable=True)
    words: Mapped[str | None] = mapped_column(Text)
    str: Mapped[str | None] = mapped_column(Text)
    int: Mapped[int]
    count: Mapped[int | None] = mapped_column(Integer)
