"""A mixin's columns that are there when the class's set holds their member."""
from enum import IntEnum

from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class LinkType(IntEnum):
    category = 1
    event = 2
    session = 3


class LinkMixin:
    allowed_link_types = frozenset(LinkType)

    @declared_attr
    def category_id(cls):
        if LinkType.category in cls.allowed_link_types:
            return Column(Integer)

    @declared_attr
    def event_id(cls):
        if LinkType.event in cls.allowed_link_types:
            return Column(Integer)

    @declared_attr
    def session_id(cls):
        if LinkType.session in cls.allowed_link_types:
            return Column(Integer)


class Folder(LinkMixin, Base):
    __tablename__ = "folders"
    id = Column(Integer, primary_key=True)


class Event(LinkMixin, Base):
    __tablename__ = "events"
    allowed_link_types = LinkMixin.allowed_link_types - {LinkType.category}
    id = Column(Integer, primary_key=True)


class Room(LinkMixin, Base):
    __tablename__ = "rooms"
    allowed_link_types = {LinkType.category} | {LinkType.session}
    id = Column(Integer, primary_key=True)


class Paper(LinkMixin, Base):
    __tablename__ = "papers"
    allowed_link_types = (LinkMixin.allowed_link_types & {LinkType.event}) ^ {LinkType.session}
    id = Column(Integer, primary_key=True)


class Note(LinkMixin, Base):
    __tablename__ = "notes"
    allowed_link_types = Event.allowed_link_types.intersection([LinkType.event, LinkType.category])
    id = Column(Integer, primary_key=True)
