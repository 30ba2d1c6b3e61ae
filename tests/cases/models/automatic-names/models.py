"""Table names made by a rule."""
import re

from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column


class Lower:
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()


OldBase = declarative_base(cls=Lower)


class UserAccount(OldBase):
    id = Column(Integer, primary_key=True)


def resolve_table_name(name):
    names = re.split("(?=[A-Z])", name)
    return "_".join([x.lower() for x in names if x])


class SnakeBase(DeclarativeBase):
    @declared_attr
    def __tablename__(self):
        return resolve_table_name(self.__name__)


class CaseType(SnakeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class PluralBase(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower() + "s"


class Widget(PluralBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Given(PluralBase):
    __tablename__ = "given_name"
    id: Mapped[int] = mapped_column(primary_key=True)


class Prefixed(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return f"app_{cls.__name__.lower()}"


class Thing(Prefixed):
    id: Mapped[int] = mapped_column(primary_key=True)
