from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class BareDict(Base):
    __tablename__ = "bare_dict"
    __table_args__ = {"schema": "two", "comment": "in a schema"}
    id = Column(Integer, primary_key=True)


class Tuple(Base):
    __tablename__ = "tuple"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(String(3))
    __table_args__ = (UniqueConstraint("a", "b", name="uq_tuple_a_b"), Index("ix_tuple_b", "b"))


class TupleDict(Base):
    __tablename__ = "tuple_dict"
    __table_args__ = (CheckConstraint("a > 0", name="ck_positive"), {"extend_existing": True, "comment": "with \"quotes\" and 'these'"})
    id = Column(Integer, primary_key=True)
    a = Column(Integer)


class ReferencedArgs(Base):
    __tablename__ = "referenced_args"
    __table_args__ = BareDict.__table_args__
    id = Column(Integer, primary_key=True)


class Function(Base):
    __tablename__ = "function"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)

    @declared_attr
    def __table_args__(cls):
        return (UniqueConstraint("x", name="uq_" + cls.__tablename__), {"comment": "from a function"})


class Named:
    __table_args__ = {"comment": "from a mixin"}


class FromMixin(Named, Base):
    __tablename__ = "from_mixin"
    id = Column(Integer, primary_key=True)


class KeyInArgs(Base):
    __tablename__ = "key_in_args"
    a = Column(Integer)
    b = Column(Integer)
    __table_args__ = (PrimaryKeyConstraint("b", "a", name="pk_args"), UniqueConstraint("a"))


class Concatenated(Base):
    __tablename__ = "concatenated"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)
    __table_args__ = (Index(None, "x"),) + (UniqueConstraint(x), CheckConstraint(x > 5),)
