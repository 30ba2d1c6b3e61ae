import datetime
import decimal
import uuid
from typing import Any, Dict, Optional

from sqlalchemy import BigInteger, JSON, Numeric, String, Text, TIMESTAMP
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {
        int: BigInteger,
        str: Text(),
        datetime.datetime: TIMESTAMP(timezone=True),
        Dict[str, Any]: postgresql.JSONB,
        decimal.Decimal: Numeric(12, 4),
        uuid.UUID: String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql"),
    }


class Row(Base):
    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[Optional[str]]
    given: Mapped[str] = mapped_column(String(5))
    created: Mapped[datetime.datetime]
    data: Mapped[Dict[str, Any]]
    amount: Mapped[decimal.Decimal]
    uid: Mapped[uuid.UUID]
    flag: Mapped[bool]
