import sqlalchemy_utils
from sqlalchemy import Column, ForeignKey, Integer, Numeric, func
from sqlalchemy.orm import declarative_base, relationship
from sqlalchemy_utils import IPAddressType, Timestamp, UUIDType, aggregated, generic_repr
from sqlalchemy_utils.models import Timestamp as Stamped
from sqlalchemy_utils.types.bit import BitType

Base = declarative_base()


class Dated(Timestamp):
    created_by = Column(Integer)


@generic_repr
class Thread(Base, Timestamp):
    __tablename__ = "threads"
    id = Column(Integer, primary_key=True)

    @aggregated("comments", Column("comments", Integer, nullable=False, server_default="0"))
    def comment_count(self):
        return func.count("1")

    @sqlalchemy_utils.aggregated("comments", Column(Numeric(8, 2)))
    def sum_of_points(self):
        return func.sum(Comment.points)

    comments = relationship("Comment", backref="thread")


@generic_repr("id")
class Comment(Stamped, Base):
    __tablename__ = "comments"
    id = Column(Integer, primary_key=True)
    thread_id = Column(Integer, ForeignKey(Thread.id))
    points = Column(Integer)


class Named(Base, Dated):
    __tablename__ = "named"
    id = Column(Integer, primary_key=True)
    updated = Column("updated_at", Integer)


class WithModule(sqlalchemy_utils.Timestamp, Base):
    __tablename__ = "with_module"
    id = Column(Integer, primary_key=True)
    address = Column(IPAddressType(60))
    address_bare = Column(IPAddressType)
    text = Column(UUIDType(binary=False, native=False))
    native = Column(UUIDType(binary=False))
    bits = Column(BitType(9))
    bit = Column(BitType)
