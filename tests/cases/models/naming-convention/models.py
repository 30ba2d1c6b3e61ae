import enum

from sqlalchemy import (Boolean, CheckConstraint, Column, Enum, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, String,
                        Table, UniqueConstraint, func)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=convention)


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(index=True, unique=True)
    age: Mapped[int]
    kind = Column(Enum("a", "b", name="kind_check", native_enum=False, create_constraint=True))
    parent_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_id: Mapped[int] = mapped_column(ForeignKey("person.id", name="fk_given"))
    __table_args__ = (
        CheckConstraint("age > 0", name="age_positive"),
        UniqueConstraint("name", "age"),
        UniqueConstraint("age", "code", name="given_name"),
        Index(None, "age", "name"),
        Index("ix_given", "age"),
    )


class AVeryLongTableNameThatGoesOnAndOnUntilItReachesTheLimit(Base):
    __tablename__ = "a_very_long_table_name_that_goes_on_and_on_until_it_reaches_it"
    id: Mapped[int] = mapped_column(primary_key=True)
    a_column_with_a_long_name: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
