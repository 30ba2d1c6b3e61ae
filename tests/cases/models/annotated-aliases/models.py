import datetime
from typing import Annotated, Optional

from sqlalchemy import ForeignKey, String, func, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, mapped_column(String(50))]
bool_false = Annotated[bool, mapped_column(server_default=text("false"))]
datetime_now = Annotated[datetime.datetime, mapped_column(TIMESTAMP(timezone=True), server_default=func.now())]
optional_text = Annotated[Optional[str], mapped_column(String(9))]
account_fk = Annotated[int, mapped_column(ForeignKey("account.id", ondelete="CASCADE"))]
indexed = Annotated[str, mapped_column(index=True)]
str30 = Annotated[str, 30]


class Base(DeclarativeBase):
    type_annotation_map = {str30: String(30)}


class Account(Base):
    __tablename__ = "account"
    id: Mapped[intpk]
    name: Mapped[str50]
    title: Mapped[Optional[str50]]
    enabled: Mapped[bool_false]
    created: Mapped[datetime_now]
    note: Mapped[optional_text]
    overridden: Mapped[str50] = mapped_column(String(70), nullable=True)
    renamed: Mapped[str50] = mapped_column("nom")
    searched: Mapped[indexed]
    short: Mapped[str30]
    short_or_none: Mapped[Optional[str30]]


class Session(Base):
    __tablename__ = "session"
    id: Mapped[intpk]
    account_id: Mapped[account_fk]
