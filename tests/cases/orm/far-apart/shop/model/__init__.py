"""`shop` has no __init__.py: it is a package all the same."""
from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, registry, relationship

mapper_registry = registry()


@mapper_registry.mapped
class User:
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[Optional[str]]
    parcels = relationship(
        "Parcel",
        primaryjoin=("and_(User.id == Parcel.users_id, \
            Parcel.label "
                     "!= User.email)"),
        order_by="""
            Parcel.label
        """,
    )


class Parcel:
    """Mapped imperatively: what it is annotated with declares nothing."""
    id: Mapped[int]
    label: Mapped[Optional[str]]
    owner: Mapped["User"]


Parcel.table = Table(
    "parcels", mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("users_id", ForeignKey("users.id")),
    Column("label", Text),
)
mapper_registry.map_imperatively(Parcel, Parcel.table, properties={"owner": relationship(User)})


@mapper_registry.mapped
class Stamp:
    __tablename__ = "stamps"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    user = relationship(User, backref="stamps", primaryjoin="foreign(Stamp.owner) == User.email")
