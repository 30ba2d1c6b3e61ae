from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, Stamped, columns
from .. import db

if TYPE_CHECKING:
    from ..places.models import Place


class Person(Stamped, Base):
    __tablename__ = "person"
    id: Mapped[columns.pk]
    name: Mapped[db.columns.name]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place: Mapped[Place | None] = relationship()
