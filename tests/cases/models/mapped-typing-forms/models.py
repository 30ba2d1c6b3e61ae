import typing
import typing as t
from collections.abc import Sequence
from typing import List, Optional, Set, Union

import sqlalchemy.orm
from sqlalchemy import ForeignKey, orm
from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, Relationship, WriteOnlyMapped, mapped_column, relationship
from sqlalchemy.orm import Mapped as M


class Base(DeclarativeBase):
    registry = sqlalchemy.orm.registry()


class Forms(Base):
    __tablename__ = "forms"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    a: sqlalchemy.orm.Mapped[typing.Optional[str]]
    b: M[t.Union[int, None]]
    c: Mapped["Optional[int]"]
    d: Mapped[Optional["int"]]
    e: "M[str]"
    f: Mapped[Union[None, float]]
    g: Mapped[int] = sqlalchemy.orm.mapped_column("g_name")
    h: Mapped[t.Optional[int]] = mapped_column(ForeignKey("forms.id"))
    others: Mapped[List["Forms"]] = relationship(remote_side=[h], viewonly=True)
    in_set: Mapped[Set["Forms"]] = relationship(foreign_keys=[h], remote_side=[h], viewonly=True)
    rel: Relationship["Forms"] = relationship(remote_side=[id], viewonly=True)
