import enum

from sqlalchemy import Column, Enum, Integer, MetaData
from sqlalchemy.orm import declarative_base

metadata = MetaData(schema="shop")
Base = declarative_base(metadata=metadata)


class State(enum.Enum):
    ON = 1
    OFF = 0


class Lamp(Base):
    __tablename__ = "lamp"

    id = Column(Integer, primary_key=True)
    plain = Column(Enum(State, name="plain_state"))
    own = Column(Enum(State, name="own_state", schema="other"))
    inherited = Column(Enum(State, name="inherited_state", inherit_schema=True))
    by_metadata = Column(Enum(State, name="metadata_state", metadata=metadata))


class Public(Base):
    __tablename__ = "lamp_public"
    __table_args__ = {"schema": "public"}
    id = Column(Integer, primary_key=True)
    inherited = Column(Enum(State, name="public_state", inherit_schema=True))
