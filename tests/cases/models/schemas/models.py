from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA = "app"
metadata = MetaData(schema=SCHEMA)


class Base(DeclarativeBase):
    metadata = metadata


class Default(Base):
    __tablename__ = "by_default"
    id: Mapped[int] = mapped_column(primary_key=True)
    # A string target takes the schema of the metadata.
    other_id: Mapped[int] = mapped_column(ForeignKey("also_by_default.id"))
    aux_id: Mapped[int] = mapped_column(ForeignKey("aux.elsewhere.id"), index=True)


class Also(Base):
    __tablename__ = "also_by_default"
    id: Mapped[int] = mapped_column(primary_key=True)


class Elsewhere(Base):
    __tablename__ = "elsewhere"
    __table_args__ = {"schema": "aux"}
    id: Mapped[int] = mapped_column(primary_key=True)
    back_id: Mapped[int] = mapped_column(ForeignKey(SCHEMA + ".by_default.id", use_alter=True, name="fk_back"))


links = Table("links", metadata, Column("a", ForeignKey(Also.id), primary_key=True),
              Column("b", ForeignKey("aux.elsewhere.id"), primary_key=True))
other = Table("other", metadata, Column("id", Integer, primary_key=True), schema="third")
