"""Annotations that need the map."""
import datetime
from typing import Annotated, Any, Dict, List, NewType, Optional

from sqlalchemy import BigInteger, DateTime, JSON, Numeric, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from decimal import Decimal

UserName = NewType("UserName", str)
num_12_4 = Annotated[Decimal, 12]
timestamp = Annotated[datetime.datetime, mapped_column(nullable=False, server_default="now()")]


class Custom:
    pass


class Base(DeclarativeBase):
    type_annotation_map = {
        UserName: String(40),
        num_12_4: Numeric(12, 4),
        dict: JSON,
        dict[str, Any]: JSONB(),
        list[str]: ARRAY(String),
        List[int]: ARRAY(BigInteger()),
        datetime.datetime: DateTime(timezone=True),
        Custom: String(3),
    }


class Mapped1(Base):
    __tablename__ = "mapped1"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[UserName]
    name_or_none: Mapped[Optional[UserName]]
    number: Mapped[num_12_4]
    plain: Mapped[dict]
    document: Mapped[dict[str, Any]]
    strings: Mapped[list[str]]
    strings_or_none: Mapped[list[str] | None]
    numbers: Mapped[List[int]]
    stamped: Mapped[timestamp]
    custom: Mapped[Custom]
    inline: Mapped[Annotated[str, mapped_column(String(3), index=True)]]
