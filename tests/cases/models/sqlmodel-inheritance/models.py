import datetime
import enum
import uuid
from typing import ClassVar, List, Optional

import sqlalchemy as sa
from pydantic import ConfigDict, field_validator
from sqlalchemy import Column, ForeignKey, MetaData
from sqlmodel import AutoString, Enum, Field, Relationship, SQLModel

SQLModel.metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})


class Kind(enum.Enum):
    A = "a"
    B = "b"


class Identified(SQLModel):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True, index=True, nullable=False)


class Stamped(SQLModel):
    created: datetime.datetime = Field(default_factory=datetime.datetime.now, sa_type=sa.DateTime(timezone=True))
    updated: Optional[datetime.datetime] = None


class LinkModel(SQLModel, table=True):
    left_id: Optional[uuid.UUID] = Field(default=None, foreign_key="left.id", primary_key=True)
    right_id: Optional[uuid.UUID] = Field(default=None, foreign_key="right.id", primary_key=True, ondelete="CASCADE")


class LeftBase(SQLModel):
    name: str = Field(min_length=1, max_length=20, regex=None)
    kind: Kind = Kind.A


class Left(Identified, Stamped, LeftBase, table=True):
    limit: ClassVar[int] = 5
    model_config = ConfigDict(from_attributes=True)
    rights: List["Right"] = Relationship(back_populates="lefts", link_model=LinkModel)

    @field_validator("name")
    def check(cls, value):
        return value


class Right(Identified, table=True):
    __table_args__ = {"comment": "the right side"}
    alias: str = Field(alias="al", title="T")
    kind_column: Kind = Field(sa_column=Column(sa.Enum(Kind, name="kind_two"), nullable=False, server_default="A"))
    owner: Optional[str] = Field(default=None, sa_column=Column(sa.String, ForeignKey("owner_table.code", ondelete="SET NULL")))
    auto: str = Field(sa_type=AutoString)
    auto_length: Optional[str] = Field(default=None, sa_type=AutoString(9))
    lefts: List[Left] = Relationship(back_populates="rights", link_model=LinkModel)
    int_default: int = 0


class OwnerTable(SQLModel, table=True):
    __tablename__: str = "owner_table"
    code: str = Field(primary_key=True, max_length=5)


class LeftCreate(LeftBase):
    pass
