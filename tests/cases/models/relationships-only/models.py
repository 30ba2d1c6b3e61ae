"""Nothing here but relationships must add a column."""
from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import backref, declarative_base, relationship, foreign, remote

Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    b_id = Column(Integer, ForeignKey("b.id"))
    c_id = Column(ForeignKey("c.id"), nullable=False)
    b = relationship("B", backref=backref("as_", cascade="all, delete-orphan", passive_deletes=True))
    c = relationship(lambda: C, foreign_keys=lambda: [A.c_id], lazy="joined", uselist=False)


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)
    through = relationship(B, secondary=A.__table__, primaryjoin="C.id == A.c_id", secondaryjoin="B.id == A.b_id",
                           viewonly=True)
