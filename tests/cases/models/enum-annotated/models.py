import enum
from typing import Literal, Optional

import sqlalchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Grade(enum.Enum):
    A = 1
    B = 2


class Stringy(str, enum.Enum):
    yes = "Y"
    no = "N"


Status = Literal["pending", "received", "completed"]


class Base(DeclarativeBase):
    type_annotation_map = {
        Stringy: sqlalchemy.Enum(Stringy, native_enum=False, length=10),
        Status: sqlalchemy.Enum("pending", "received", "completed", name="status_enum"),
    }


class Exam(Base):
    __tablename__ = "exam"
    id: Mapped[int] = mapped_column(primary_key=True)
    grade: Mapped[Grade]
    maybe: Mapped[Optional[Grade]]
    stringy: Mapped[Stringy]
    status: Mapped[Status]
    inline: Mapped[Literal["u", "vv"]]
