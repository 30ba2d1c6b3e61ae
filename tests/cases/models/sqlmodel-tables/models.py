import datetime as dt
import decimal
import enum
import uuid
from typing import Any, Dict, List, Optional

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy import JSON, Column, DateTime, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel


class Role(str, enum.Enum):
    admin = "ADMIN"
    user = "USER"


class HeroBase(SQLModel):
    name: str = Field(index=True)
    secret_name: str
    age: Optional[int] = Field(default=None, index=True)


class Hero(HeroBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: Optional[int] = Field(default=None, foreign_key="team.id")
    team: Optional["Team"] = Relationship(back_populates="heroes")


class Team(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    headquarters: str = Field(max_length=40)
    heroes: List["Hero"] = Relationship(back_populates="team")


class HeroRead(HeroBase):
    id: int


class AuditLog(SQLModel, table=True):
    __tablename__ = "audit_logs"
    __table_args__ = (UniqueConstraint("a_str", "a_int", name="uq_audit"), Index("ix_audit", "a_date", "a_int"))
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    a_str: str
    a_int: int
    a_float: float
    a_bool: bool = False
    a_bytes: bytes
    a_date: dt.date
    a_datetime: dt.datetime
    a_time: dt.time
    a_delta: dt.timedelta
    a_decimal: decimal.Decimal
    money: decimal.Decimal = Field(max_digits=8, decimal_places=3)
    role: Role
    role_or_none: Optional[Role] = None
    plain_default: str = "x"
    null_default: Optional[str] = None
    nullable_said: str = Field(nullable=True)
    unique_said: str = Field(unique=True)
    text: str = Field(sa_type=Text)
    length_type: str = Field(sa_type=String(9))
    column: Dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    column_named: dict = Field(default={}, sa_column=Column("renamed_json", JSON))
    arguments: dt.datetime = Field(sa_column_kwargs={"server_default": sa.func.now(), "nullable": False})
    tz: dt.datetime = Field(sa_type=DateTime(timezone=True), sa_column_args=[])
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", ondelete="CASCADE")
    described: str = Field(description="no comment", sa_column_kwargs={"comment": "a comment"})


class NotATable(BaseModel):
    id: int
