"""Types whose impl only running tells."""
import os

from sqlalchemy import Column, Enum, Integer, String, Text
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator

Base = declarative_base()


class ByEnvironment(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self):
        super().__init__()
        if os.environ.get("SHORT_TEXTS"):
            self.impl = String(7)


class EitherWay(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self):
        super().__init__()
        if os.environ.get("SHORT_TEXTS"):
            self.impl = Text()
            self.short = True
        else:
            self.impl = Text()


class Symbol:
    def __init__(self, value):
        self.value = value


class Registering(type):
    """Takes the members out of the class's body."""

    def __init__(cls, name, bases, body):
        cls._registry = registry = cls._registry.copy()
        for key, value in body.items():
            if isinstance(value, tuple) and value:
                registry[value[0]] = symbol = Symbol(value[0])
                setattr(cls, key, symbol)
        super().__init__(name, bases, body)


class Choices(metaclass=Registering):
    _registry = {}

    @classmethod
    def values(cls):
        return list(cls._registry.keys())

    @classmethod
    def column_type(cls):
        return ChoiceType(cls)


class ChoiceType(TypeDecorator):
    cache_ok = True

    def __init__(self, choices):
        self.choices = choices
        self.impl = Enum(*choices.values(), native_enum=False)

    def copy(self, **kw):
        return ChoiceType(self.choices)


class Manager(Choices):
    dnf = "dnf", "the manager dnf"
    apt = "apt", "the manager apt"


class Release(Base):
    __tablename__ = "releases"
    id = Column(Integer, primary_key=True)
    by_environment = Column(ByEnvironment)
    either_way = Column(EitherWay)
    manager = Column(Manager.column_type())
