import enum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Fruit(enum.Enum):
    apple = "a"
    banana = "b"
    clementine = "the long value"


class Basket(Base):
    __tablename__ = "basket"

    id = Column(Integer, primary_key=True)
    fruit = Column(Enum(Fruit, native_enum=False))
    fruit_values = Column(Enum(Fruit, native_enum=False, values_callable=lambda x: [e.value for e in x]))
    fruit_length = Column(Enum(Fruit, native_enum=False, length=50), nullable=False)
    fruit_checked = Column(Enum(Fruit, native_enum=False, create_constraint=True, name="ck_fruit"))
    fruit_checked_unnamed = Column(Enum("x", "yy", native_enum=False, create_constraint=True))
    strings = Column(Enum("north", "south", native_enum=False, name="direction"))
    native_checked = Column(Enum("left", "right", name="side", create_constraint=True))
