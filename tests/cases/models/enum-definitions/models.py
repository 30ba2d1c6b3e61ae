"""Python enums in every way they are written, and every way of naming their values."""
import enum
from enum import Enum, auto, unique

import sqlalchemy as sa
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()

Functional = enum.Enum("Functional", "one two three")
FunctionalList = Enum("FunctionalList", ["alpha", "beta"])
FunctionalPairs = Enum("FunctionalPairs", [("x", 1), ("y", 2)])


@unique
class Decorated(Enum):
    """A docstring is no member."""
    first = auto()
    second = auto()

    _ignore_ = ["temporary"]
    temporary = 5

    @property
    def label(self):
        return self.name.title()

    def method(self):
        return None

    @classmethod
    def choices(cls):
        return [m.value for m in cls]


class Tupled(Enum):
    A = ("a", 1)
    B = ("b", 2)

    def __init__(self, code, number):
        self.code = code


class BaseEnum(str, Enum):
    def __str__(self):
        return self.value


class Derived(BaseEnum):
    up = "UP"
    down = "DOWN"


def values(enum_class):
    return [member.value for member in enum_class]


class Holder(Base):
    class Inner(Enum):
        inside = 1
        outside = 2

    __tablename__ = "holder"
    id = Column(Integer, primary_key=True)
    functional = Column(sa.Enum(Functional))
    functional_list = Column(sa.Enum(FunctionalList, name="fl"))
    functional_pairs = Column(sa.Enum(FunctionalPairs, name="fp"))
    decorated = Column(sa.Enum(Decorated))
    tupled = Column(sa.Enum(Tupled))
    derived = Column(sa.Enum(Derived))
    derived_values = Column(sa.Enum(Derived, values_callable=values, name="derived_values"))
    inner = Column(sa.Enum(Inner))
    listed = Column(sa.Enum(*[m.value for m in Derived], name="listed"))
    starred_names = Column(sa.Enum(*[m.name for m in Decorated], name="starred_names"))
    by_member = Column(sa.Enum(Derived.up.value, Derived.down.value, name="by_member"))
    computed_name = Column(sa.Enum(Derived, name=Derived.__name__.lower() + "_type"))
    pg = Column(sa.dialects.postgresql.ENUM(Decorated, name="pg_decorated"))
