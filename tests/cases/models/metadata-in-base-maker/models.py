"""A function makes the base and sets its metadata's convention and schema."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

CONVENTION = {
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}


def make_base(schema=None):
    base = declarative_base()
    base.metadata.naming_convention = CONVENTION
    if schema is not None:
        base.metadata.schema = schema
    return base


Base = make_base()
Other = make_base("other")


class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)
    name = Column(String(30), unique=True)


class Pet(Base):
    __tablename__ = "pet"
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey("owner.id"))


class Toy(Other):
    __tablename__ = "toy"
    id = Column(Integer, primary_key=True)
    name = Column(String(30), unique=True)
