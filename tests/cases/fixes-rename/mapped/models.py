from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Device(Base):
    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column("serial_no", String(20))
    weight: Mapped[int]
    size: Mapped[int]
    height: Mapped[int]

    def volume(self) -> int:
        return self.size * self.height


class Name(Base):
    __tablename__ = "names"

    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(20))
    given: Mapped[str] = mapped_column("given_by", String(30))
    last: Mapped[str] = mapped_column(String(40))
