from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.ext.declarative import declared_attr as old_declared_attr
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()

    id: Mapped[int] = mapped_column(primary_key=True)


class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(Integer, ForeignKey("person.id", ondelete="cascade"), index=True)

    @declared_attr
    def owner(cls) -> Mapped["Person"]:
        return relationship("Person", foreign_keys=[cls.owner_id])


class Coded:
    @declared_attr
    def code(cls):
        return Column("code_", String(8), nullable=False)

    @old_declared_attr
    def old(self):
        return Column(String(4))


class Person(Base):
    name: Mapped[str]


class Car(Owned, Coded, Base):
    plate: Mapped[str] = mapped_column(String(12), unique=True)


class Boat(Coded, Owned, Base):
    pass
