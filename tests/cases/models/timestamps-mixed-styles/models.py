"""Classic and annotated columns of one class, mixins of both kinds."""
from datetime import datetime, timezone
from typing import Optional

import sqlalchemy as sa
from sqlalchemy import Column, DateTime, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_mixin, mapped_column


class Base(DeclarativeBase):
    __allow_unmapped__ = True


@declarative_mixin
class Created:
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(timezone.utc))


class Updated(Created):
    updated_at = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow, nullable=False)


class Mixed(Base, Updated):
    __tablename__ = "mixed"
    id = Column(Integer, primary_key=True)
    annotated_plain: str = Column(String(4))
    annotated_optional: Optional[int] = Column(Integer, nullable=False)
    not_a_column: int = 5
    modern: Mapped[str] = mapped_column(sa.String(6))
    between = mapped_column(sa.Date, nullable=False)
