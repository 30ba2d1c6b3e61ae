from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from typing import Optional


class Base(DeclarativeBase):
    pass


class Employee(Base):
    __tablename__ = "employee"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str] = mapped_column(String(20))
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "employee"}


class Manager(Employee):
    budget: Mapped[Optional[int]]
    start_date: Mapped[Optional[str]] = mapped_column(String(10), use_existing_column=True)
    __mapper_args__ = {"polymorphic_identity": "manager", "polymorphic_load": "inline"}


class Engineer(Employee):
    __mapper_args__ = {"polymorphic_identity": "engineer"}
    level: Mapped[int] = mapped_column(nullable=True)
    start_date: Mapped[Optional[str]] = mapped_column(String(10), use_existing_column=True)
    mentor_id = Column(ForeignKey("employee.id"))


class Chief(Manager):
    __tablename__ = None
    __mapper_args__ = {"polymorphic_identity": "chief"}
    car = Column(String(8), index=True)
