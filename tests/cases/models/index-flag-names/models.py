from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Flags(Base):
    __tablename__ = "flags"
    id: Mapped[int] = mapped_column(primary_key=True, index=True)
    a: Mapped[int] = mapped_column(index=True)
    b: Mapped[int] = mapped_column(unique=True)
    c: Mapped[int] = mapped_column(index=True, unique=True)
    d: Mapped[int] = mapped_column("d_name", index=True)
    e: Mapped[int] = mapped_column(unique=True, index=False)
    f: Mapped[int] = mapped_column(index=None, unique=None)
    Camel: Mapped[int] = mapped_column("CamelCase", index=True)
