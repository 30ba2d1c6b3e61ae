"""The declarative base is an attribute of a plain class, in its body or set after it."""
import sqlalchemy.orm
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base


class Meta:
    Base = declarative_base(name="Base", cls=object)


class Later:
    Base = None


Later.Base = sqlalchemy.orm.declarative_base(metadata=MetaData(naming_convention={"pk": "pk_%(table_name)s"}))
Short = Meta.Base


class KeyMixin:
    @declared_attr
    def __tablename__(cls) -> str:
        return cls.__name__.lower()

    @declared_attr
    def name(cls):
        return Column(String, primary_key=True)


class Named(Meta.Base):
    __tablename__ = "named"
    id = Column(Integer, primary_key=True)


class FeatureKey(KeyMixin, Meta.Base):
    named_id = Column(Integer, ForeignKey("named.id"))


class Other(Short):
    __tablename__ = "other"
    id = Column(Integer, primary_key=True)


class Mixin:
    id = Column(Integer, primary_key=True)
    __tablename__ = "mixed"


class Mixed(Mixin, Later.Base):
    x = Column(Integer, unique=True)


loose = sqlalchemy.Table("loose", Later.Base.metadata, Column("id", Integer, primary_key=True))
metadata = Meta.Base.metadata
later_metadata = Later.Base.metadata
