from __future__ import annotations

import datetime
from typing import Optional

from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, registry, relationship

reg = registry()


class Base(MappedAsDataclass, DeclarativeBase):
    """Models are data classes too."""


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(30), default="x")
    nick: Mapped[Optional[str]] = mapped_column(default=None, repr=False)
    made: Mapped[datetime.datetime] = mapped_column(insert_default=func.now(), init=False)
    kw: Mapped[int] = mapped_column(kw_only=True, default_factory=lambda: 5)
    served: Mapped[int] = mapped_column(server_default="1", init=False)


class OptionThing(Base, kw_only=True):
    __tablename__ = "option_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[Optional[int]] = mapped_column(ForeignKey("thing.id"), default=None)


@reg.mapped_as_dataclass(init=True)
class Decorated:
    __tablename__ = "decorated"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
