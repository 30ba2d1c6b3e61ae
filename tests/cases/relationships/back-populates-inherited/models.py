"""The other side may be a parent's attribute, or lead to a parent or child."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Animal(Base):
    __tablename__ = "animals"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
    keeper_id = Column(ForeignKey("keepers.id"))
    keeper = relationship("Keeper", back_populates="animals")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "animal"}


class Dog(Animal):
    __mapper_args__ = {"polymorphic_identity": "dog"}


class Keeper(Base):
    __tablename__ = "keepers"
    id = Column(Integer, primary_key=True)
    animals = relationship("Animal", back_populates="keeper")
    dogs = relationship("Dog", back_populates="keeper", overlaps="animals,keeper", viewonly=True)
