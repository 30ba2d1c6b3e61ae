from sqlalchemy import Column, Float, ForeignKey, Index, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Other(Base):
    __tablename__ = "other"
    id = Column(Integer, primary_key=True)


class States(Base):
    __tablename__ = "states"
    __table_args__ = (Index("ix_states_meta", "meta_id", "seen"),)
    id = Column(Integer, primary_key=True)
    meta_id = Column(Integer)
    seen = Column(Float, index=True)
    other_id = Column(Integer, ForeignKey("other.id"))
