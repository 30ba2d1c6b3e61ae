"""An index of strings as an attribute belongs to no table and is never made; one of columns is."""
from sqlalchemy import Column, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column

Base = declarative_base()


class Body(Base):
    __tablename__ = "body"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    lost = Index("ix_lost", "a")
    made = Index("ix_made", a)
    made_desc = Index("ix_made_desc", a.desc(), unique=True)
    lost_unique = UniqueConstraint("a", name="uq_lost")
