"""Functions as tokens of a naming convention: names that use them are not known, the others are."""
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, UniqueConstraint
from sqlalchemy.orm import declarative_base


def _column_names(constraint, table):
    return "_".join((c if isinstance(c, str) else c.name) for c in constraint.columns)


def _unique_index(constraint, table):
    return "uq_" if constraint.unique else ""


naming_convention = {
    "fk": "fk_%(table_name)s_%(column_names)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(unique_index)s%(table_name)s_%(column_names)s",
    "uq": "uq_%(table_name)s_%(column_names)s",
    "column_names": _column_names,
    "unique_index": _unique_index,
}
Base = declarative_base(metadata=MetaData(naming_convention=naming_convention))


class A(Base):
    __tablename__ = "a"
    __table_args__ = (Index(None, "b", "c", unique=True), UniqueConstraint("c", "b"), Index("ix_given", "c"))
    id = Column(Integer, primary_key=True)
    b = Column(Integer, index=True)
    c = Column(Integer, ForeignKey("a.id"))
