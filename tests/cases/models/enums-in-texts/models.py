"""Members of enums in formatted texts, and constants that a class's own comprehension makes."""
from enum import Enum, IntEnum, ReprEnum, StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class _Mixin:
    @classmethod
    def get(cls, name, default=None):
        return cls.__members__.get(name, default)


class Number(_Mixin, int, ReprEnum):
    accept = 1
    reject = 2

    @property
    def is_last(self):
        return self in {Number.reject}


class Level(IntEnum):
    low = 3


class Word(StrEnum):
    yes = "y"


class Written(str, Enum):
    no = "n"

    def __str__(self):
        return self.value


class Pure(Enum):
    member = 7


class SourceType:
    NOTEBOOK, JOB = range(1, 3)
    _BY_NAME = {"NOTEBOOK": NOTEBOOK, "JOB": JOB}
    BY_NUMBER = {number: name for name, number in _BY_NAME.items()}

    @staticmethod
    def to_string(number):
        if number not in SourceType.BY_NUMBER:
            raise ValueError(number)
        return SourceType.BY_NUMBER[number]


SOURCE_TYPES = [SourceType.to_string(SourceType.NOTEBOOK), SourceType.to_string(SourceType.JOB)]


class Review(Base):
    __tablename__ = "reviews"
    id = Column(Integer, primary_key=True)
    action = Column(Integer)
    source_type = Column(String(20))
    word = Column(String)
    __table_args__ = (
        CheckConstraint("action = {} OR id < 0".format(Number.accept), name="braces"),
        CheckConstraint(f"action = {Number.accept} OR id < 0", name="f_string"),
        CheckConstraint("action = %d OR id < 0" % Level.low, name="percent"),
        CheckConstraint("action = {level}".format(level=Level.low), name="keyword"),
        CheckConstraint(
            "action IN ({n.accept}, {n.reject.value}) OR word = '{0.no.name}'".format(Written, n=Number), name="attributes"
        ),
        CheckConstraint("action < {count}".format(count=",".join(str(n.value) for n in Number if n.is_last)), name="made"),
        CheckConstraint(f"word IN ('{Word.yes}', '{Written.no}', '{Pure.member}')", name="words"),
        CheckConstraint(source_type.in_(SOURCE_TYPES), name="source_type"),
        Index("rejected", "id", unique=True, postgresql_where=text(f"action = {Number.reject}")),
    )
