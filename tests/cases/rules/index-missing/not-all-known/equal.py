from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Integer, ForeignKey("t.id"))
    __table_args__ = (
        UniqueConstraint("b"),
        CheckConstraint("b > 0"),
        ExcludeConstraint(("a", "="), name="e", using="btree"),
        Index("only_here", "a"),
        Index("always", "b"),
    )


class U(Base):
    __tablename__ = "u"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    __table_args__ = (Index("of_u", "a"),)
