"""registry.mapped_as_dataclass without a base class, its metadata shared with tables made by hand."""
from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Annotated, Any, ClassVar, Optional

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

metadata = sa.MetaData()
registry = orm.registry(metadata=metadata)
text = Annotated[str, mapped_column(sa.TEXT)]
datetime_tz = Annotated[datetime, mapped_column(sa.DateTime(timezone=True))]

user = sa.Table(
    "user", metadata,
    sa.Column("id", sa.types.UnicodeText, primary_key=True),
    sa.Column("email", sa.types.UnicodeText),
    sa.Column("password", sa.types.UnicodeText),
    sa.Index("idx_email", sa.func.lower(sa.Column("email")), unique=True, postgresql_where="(password = 'x'::text)"),
    sa.Index("idx_case", sa.text("(CASE WHEN email IS NULL THEN id ELSE email END)")),
)


class User:
    pass


@registry.mapped_as_dataclass
class FileOwner:
    __table__: ClassVar[sa.Table]
    __tablename__ = "file_owner"
    __table_args__ = (
        sa.Index("idx_owner", "owner_type", "owner_id", unique=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], "file_owner_file_id_fkey", ondelete="CASCADE"),
    )
    file_id: Mapped[text] = mapped_column(primary_key=True)
    owner_id: Mapped[text]
    owner_type: Mapped[text]
    pinned: Mapped[bool] = mapped_column(default=False)
    files: Mapped[list["File"]] = relationship(back_populates="owner", init=False, compare=False)


@registry.mapped_as_dataclass(kw_only=True)
class File:
    __tablename__ = "file"
    name: Mapped[text]
    ctime: Mapped[datetime_tz] = mapped_column(default=None)
    atime: Mapped[Optional[datetime_tz]] = mapped_column(default=None)
    data: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSONB), default_factory=dict)
    id: Mapped[text] = mapped_column(primary_key=True)
    owner: Mapped[Optional[FileOwner]] = relationship(back_populates="files", init=False)


registry.map_imperatively(User, user, properties={"_password": user.c.password})
