"""Each says something else; what both say alike is certain: the index on `seen` is there, `ix_states_nowhere` is not."""
from sqlalchemy import Column, Float, ForeignKey, Index, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()
LegacyBase = declarative_base()


class Other(Base):
    __tablename__ = "other"
    id = Column(Integer, primary_key=True)


class States(Base):
    __tablename__ = "states"
    __table_args__ = (Index("ix_states_meta", "meta_id", "seen"), Index("ix_states_nowhere", "other_id"))
    id = Column(Integer, primary_key=True)
    meta_id = Column(Integer)
    seen = Column(Float, index=True)
    other_id = Column(Integer, ForeignKey("other.id"))


class LegacyStates(LegacyBase):
    __tablename__ = "states"
    __table_args__ = (Index("ix_states_nowhere", "other_id"),)
    id = Column(Integer, primary_key=True)
    seen = Column(Float, index=True)
    other_id = Column(Integer)
