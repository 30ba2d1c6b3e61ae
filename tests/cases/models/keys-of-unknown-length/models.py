"""Keys whose length only running tells: no sequence fills a text, whatever its length."""
import os

from sqlalchemy import Enum, Integer, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

LENGTH = int(os.environ.get("KEY_LENGTH", "25"))
SHORT = os.environ.get("SHORT_KEYS")


class Base(DeclarativeBase):
    pass


class Word(TypeDecorator):
    impl = String
    cache_ok = True


class Loaded(TypeDecorator):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(String(LENGTH))


class Set(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self):
        super().__init__()
        self.impl = String(LENGTH)


class Plain(Base):
    __tablename__ = "plain"
    key: Mapped[str] = mapped_column(String(LENGTH), primary_key=True)


class Decorated(Base):
    __tablename__ = "decorated"
    key: Mapped[str] = mapped_column(Word(LENGTH), primary_key=True)


class WithDialect(Base):
    __tablename__ = "with_dialect"
    key: Mapped[str] = mapped_column(Loaded, primary_key=True)


class SetInInit(Base):
    __tablename__ = "set_in_init"
    key: Mapped[str] = mapped_column(Set, primary_key=True)


class Either(Base):
    __tablename__ = "either"
    key: Mapped[str] = mapped_column(String(7) if SHORT else String(70), primary_key=True)


class Number(Base):
    """SQLAlchemy makes such a key SERIAL."""
    __tablename__ = "number"
    key: Mapped[str] = mapped_column(Numeric(LENGTH, 2), primary_key=True)


class Chosen(Base):
    __tablename__ = "chosen"
    key: Mapped[str] = mapped_column(Enum("a", "b", name="letters", native_enum=False, length=LENGTH), primary_key=True)
