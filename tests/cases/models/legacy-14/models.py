"""As written for SQLAlchemy 1.3 and 1.4."""
# -*- coding: utf-8 -*-
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, Sequence, Unicode, UnicodeText, func, types
from sqlalchemy.ext.declarative import declarative_base, declared_attr
from sqlalchemy.orm import backref, relationship, scoped_session, sessionmaker
from sqlalchemy.schema import CheckConstraint, Index, Table, UniqueConstraint
from sqlalchemy.sql import func as sqlfunc
from sqlalchemy.types import Text as TextType


class ModelBase(object):
    """A base class given to the factory."""
    created_at = Column(DateTime, default=func.now())

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower() + "_tbl"

    def save(self, session=None):
        pass


BASE = declarative_base(cls=ModelBase)


class SoftDelete(object):
    deleted = Column(Integer, default=0)


class Server(BASE, ModelBase, SoftDelete):
    __table_args__ = (UniqueConstraint("uuid", "deleted", name="uniq_server0uuid0deleted"), Index("server_uuid_idx", "uuid"))
    id = Column(Integer, primary_key=True, nullable=False)
    uuid = Column(Unicode(36), nullable=False)
    data = Column(UnicodeText())
    text = Column(TextType)
    flag = Column(types.Boolean, default=False, server_default="0")
    when = Column(types.DateTime, server_default=sqlfunc.now())


class Port(BASE):
    __tablename__ = "ports"
    id = Column(Integer, Sequence("ports_id_seq"), primary_key=True, autoincrement=True)
    server_id = Column(Integer, ForeignKey("server_tbl.id"), nullable=False)
    server = relationship(Server, backref=backref("ports"), foreign_keys=server_id,
                          primaryjoin="and_(Port.server_id == Server.id, Server.deleted == 0)")
