from typing import Literal, get_args

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

STATES = ["new", "open", "closed"]
MORE = ("x", "y") + ("z",)
Size = Literal["s", "m", "l"]
LETTER = "letter"
EMAIL = "email"
CHANNELS = [LETTER, EMAIL]
shared = Enum("one", "two", name="shared_enum")


class Base(DeclarativeBase):
    pass


class Ticket(Base):
    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    mood = Column(Enum("sad", "ok", "it's fine", name="mood"))
    state = Column(Enum(*STATES, name="ticket_state"), nullable=False)
    more = Column(Enum(*MORE, name="more"))
    size = Column(Enum(*get_args(Size), name="size_of"))
    channel = Column(Enum(*CHANNELS, name="channel", native_enum=True))
    literal: Mapped[Literal["low", "high"]] = mapped_column(Enum("low", "high", name="literal_enum"))
    pg = Column(ENUM("p", "q", name="pg_enum"))
    pg_no_create = Column(postgresql.ENUM("p", "q", name="pg_enum", create_type=False))
    shared_a = Column(shared)
    shared_b = Column(shared, nullable=False)
