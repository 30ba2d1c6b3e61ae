import datetime
import decimal
import uuid
from typing import Any, Dict, List, Optional

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    fullname: Mapped[Optional[str]] = mapped_column()
    nickname: Mapped[str | None] = mapped_column(Text)
    # The call wins over the annotation.
    forced_null: Mapped[str] = mapped_column(nullable=True)
    forced_not_null: Mapped[Optional[str]] = mapped_column(nullable=False)
    big: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[Dict[str, Any]] = mapped_column(JSONB)
    renamed: Mapped[int] = mapped_column("other_name")
    untyped = mapped_column(String)
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("account.id"))
    parent: Mapped[Optional["Account"]] = relationship(remote_side=[id])
    children: Mapped[List["Account"]] = relationship(back_populates="parent", overlaps="parent")
