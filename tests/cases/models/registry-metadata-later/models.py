"""The metadata is given to a registry after it was made."""
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

mapper_registry = registry()


class Base(DeclarativeBase):
    registry = mapper_registry
    metadata = MetaData(naming_convention={"fk": "%(table_name)s_%(column_0_name)s_fkey", "ix": "ix_%(column_0_label)s_x"})
    mapper_registry.metadata = metadata


class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(index=True)


class Pair:
    pass


Pair.table = Table(
    "pair",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id"), index=True),
)
mapper_registry.map_imperatively(Pair, Pair.table)
