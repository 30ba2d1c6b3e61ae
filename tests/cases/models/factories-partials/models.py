import functools
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()

NotNull = functools.partial(Column, nullable=False)
Name = partial(Column, String(40), nullable=False)
Short = partial(String, 10)


def primary_key(table):
    return Column(Integer, primary_key=True)


def foreign_key(target, nullable=False):
    return Column(Integer, ForeignKey(target, ondelete="CASCADE"), nullable=nullable, index=True)


def text_type(length=5):
    return sa.String(length)


key_type = Integer


class Made(Base):
    __tablename__ = "made"
    id = primary_key("Made")
    strict = NotNull(Integer)
    strict_named = NotNull("renamed", String(4))
    name = Name()
    overridden = NotNull(Integer, nullable=True)
    parent_id = foreign_key("made.id")
    other_id = foreign_key("made.id", nullable=True)
    short = Column(Short())
    typed = Column(text_type())
    typed_length = Column(text_type(7))
    aliased = Column(key_type)
