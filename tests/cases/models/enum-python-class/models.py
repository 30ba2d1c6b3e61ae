import enum
from enum import Enum as PyEnum, IntEnum, StrEnum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing import Optional


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class JobStatus(str, PyEnum):
    not_started = "NOT_STARTED"
    in_progress = "IN_PROGRESS"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Kind(StrEnum):
    A = enum.auto()
    B = "bee"
    ALIAS = "bee"


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    color = Column(Enum(Color))
    named = Column(Enum(Color, name="paint"))
    status: Mapped[JobStatus]
    status_or_none: Mapped[Optional[JobStatus]]
    values: Mapped[JobStatus] = mapped_column(Enum(JobStatus, name="job_values", values_callable=lambda x: [e.value for e in x]))
    level = Column(Enum(Level), nullable=False, default=Level.LOW)
    kind = Column(Enum(Kind, name="Kind Of"))
    kind_values = Column(Enum(Kind, values_callable=lambda obj: [str(e.value) for e in obj], name="kind_values"))
    kind_members = Column(Enum(Kind, values_callable=lambda c: [m.value.upper() for m in c], name="kind_m", omit_aliases=True))
