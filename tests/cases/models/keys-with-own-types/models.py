"""The impl of a type says whether a key counts by itself, not what load_dialect_impl gives."""
from sqlalchemy import BigInteger, Column, Float, Integer, Numeric, String, SmallInteger
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator

Base = declarative_base()


class Number(TypeDecorator):
    impl = BigInteger
    cache_ok = True


class TextAsNumber(TypeDecorator):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Integer())


class Wide(TypeDecorator):
    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(SmallInteger() if dialect.name == "sqlite" else BigInteger())


class A(Base):
    __tablename__ = "a"
    id = Column(Number, primary_key=True)


class B(Base):
    __tablename__ = "b"
    id = Column(TextAsNumber, primary_key=True)


class C(Base):
    __tablename__ = "c"
    id = Column(Wide, primary_key=True)


class D(Base):
    __tablename__ = "d"
    id = Column(Numeric(10), primary_key=True, autoincrement=False)


class E(Base):
    __tablename__ = "e"
    id = Column(Float, primary_key=True, server_default="1.5")
    other = Column(Numeric(10, 2))
