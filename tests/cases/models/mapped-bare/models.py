import datetime
import decimal
import uuid
from typing import List, Optional, Union

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Owner(Base):
    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)
    things: Mapped[List["Thing"]] = relationship(back_populates="owner")


class Thing(Base):
    __tablename__ = "thing"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    a_str: Mapped[str]
    a_int: Mapped[int]
    a_float: Mapped[float]
    a_bool: Mapped[bool]
    a_bytes: Mapped[bytes]
    a_date: Mapped[datetime.date]
    a_time: Mapped[datetime.time]
    a_datetime: Mapped[datetime.datetime]
    a_delta: Mapped[datetime.timedelta]
    a_decimal: Mapped[decimal.Decimal]
    a_uuid: Mapped[uuid.UUID]
    o_str: Mapped[Optional[str]]
    p_str: Mapped[str | None]
    u_str: Mapped[Union[str, None]]
    n_str: Mapped[None | str]
    q_str: Mapped["str | None"]
    s_int: "Mapped[int]"
    s_opt: "Mapped[Optional[int]]"
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id"))
    owner: Mapped["Owner"] = relationship(back_populates="things")
