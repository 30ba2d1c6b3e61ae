from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from typing import Optional


class Base(DeclarativeBase):
    pass


class Stamped:
    stamp: Mapped[Optional[str]] = mapped_column(String(5))


class Versioned(Stamped):
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def creator_id(cls) -> Mapped[Optional[int]]:
        return mapped_column(ForeignKey("account.id"))


class Resource(Versioned, Base):
    """The columns of the mixins belong to this table only, not to the tables of the subclasses."""
    __tablename__ = "resource"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind"}


class File(Resource):
    __tablename__ = "file"
    id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    path: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "file"}


class Image(File):
    __tablename__ = "image"
    id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    width: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "image"}


class Sized:
    size: Mapped[Optional[int]]


class Icon(Sized, Image):
    """A mixin on a single-table subclass adds its column to the table of the joined parent."""
    hue: Mapped[Optional[str]]
    __mapper_args__ = {"polymorphic_identity": "icon"}


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
