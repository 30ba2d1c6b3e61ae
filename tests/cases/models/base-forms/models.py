"""Every form of a declarative base."""
from sqlalchemy import Column, DateTime, Integer, MetaData, String, func
from sqlalchemy.orm import (DeclarativeBase, DeclarativeBaseNoMeta, Mapped, as_declarative, declarative_base,
                            mapped_column, registry)


class Stamped:
    created_at = Column(DateTime, server_default=func.now())
    updated_at = Column(DateTime, onupdate=func.now())


ClsBase = declarative_base(cls=Stamped, name="ClsBase")


class OnClsBase(ClsBase):
    __tablename__ = "on_cls_base"
    id = Column(Integer, primary_key=True)


MetaBase = declarative_base(metadata=MetaData(schema="own"))


class OnMetaBase(MetaBase):
    __tablename__ = "on_meta_base"
    id = Column(Integer, primary_key=True)


reg = registry()
RegBase = reg.generate_base()


class OnRegBase(RegBase):
    __tablename__ = "on_reg_base"
    id = Column(Integer, primary_key=True)


@reg.mapped
class Decorated:
    __tablename__ = "decorated"
    id = Column(Integer, primary_key=True)


@as_declarative()
class AsBase:
    common = Column(String(3))


class OnAsBase(AsBase):
    __tablename__ = "on_as_base"
    id = Column(Integer, primary_key=True)


class NoMeta(DeclarativeBaseNoMeta):
    pass


class OnNoMeta(NoMeta):
    __tablename__ = "on_no_meta"
    id: Mapped[int] = mapped_column(primary_key=True)


class WithColumns(DeclarativeBase):
    """A base that has columns gives them to every model."""
    row_version: Mapped[int] = mapped_column(default=1)


class OnWithColumns(WithColumns):
    __tablename__ = "on_with_columns"
    id: Mapped[int] = mapped_column(primary_key=True)
