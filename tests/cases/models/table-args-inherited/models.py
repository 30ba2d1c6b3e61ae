from sqlalchemy import CheckConstraint, Column, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base, declared_attr

Base = declarative_base()


class Slugged:
    slug = Column(String(20))

    @declared_attr
    def __table_args__(cls):
        return (Index(f"ix_{cls.__tablename__}_slug_own", "slug"), {"comment": "slugged"})


class Both(Slugged, Base):
    __tablename__ = "both"
    id = Column(Integer, primary_key=True)
    x = Column(Integer)

    @declared_attr
    def __table_args__(cls):
        return (UniqueConstraint("x", name="uq_both_x"),) + super().__table_args__


class Super(Slugged, Base):
    __tablename__ = "super"
    id = Column(Integer, primary_key=True)

    @declared_attr
    def __table_args__(cls):
        return (CheckConstraint("id > 0", name="ck_super"), *super().__table_args__)


class AbstractArgs(Base):
    __abstract__ = True
    __table_args__ = {"comment": "abstract"}
    id = Column(Integer, primary_key=True)


class Concrete(AbstractArgs):
    __tablename__ = "concrete"


class Overriding(AbstractArgs):
    __tablename__ = "overriding"
    __table_args__ = (UniqueConstraint("y"),)
    y = Column(Integer)
