from __future__ import annotations

import datetime
from typing import Optional

from sqlalchemy import ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Created(MappedAsDataclass, kw_only=True):
    created: Mapped[datetime.datetime] = mapped_column(default=None, server_default=func.now())


class Named(MappedAsDataclass):
    name: Mapped[str] = mapped_column(String(30), kw_only=True)


class Item(Created, Named, MappedAsDataclass, Base, kw_only=True):
    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("name"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("item.id"), default=None)
