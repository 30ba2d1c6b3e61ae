import datetime

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Integer, String, func
from sqlalchemy.orm import declarative_base, declared_attr, relationship

Base = declarative_base()


class IdMixin:
    id = Column(Integer, primary_key=True)


class TimestampMixin:
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    updated_at = Column(DateTime(timezone=True), onupdate=func.now())


class NamedMixin(TimestampMixin):
    name = Column(String(80), nullable=False, index=True)


class Deleted(object):
    deleted = Column(Boolean, default=False)


class Team(IdMixin, NamedMixin, Base):
    __tablename__ = "team"
    motto = Column(String(20))


class Player(Base, NamedMixin, Deleted, IdMixin):
    __tablename__ = "player"
    # Overrides the mixin's column.
    name = Column(String(40), nullable=True)
    team_id = Column(Integer, ForeignKey("team.id"))


class NotAModel(IdMixin, TimestampMixin):
    """Has columns, is mapped nowhere."""
