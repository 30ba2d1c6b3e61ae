from sqlalchemy import BigInteger, Enum, Integer, String, Column, types
from sqlalchemy.dialects.postgresql import ARRAY, CIDR, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column
from sqlalchemy.types import TypeDecorator
import enum


class Inner(TypeDecorator):
    impl = String(15)
    cache_ok = True


class Outer(TypeDecorator):
    impl = Inner
    cache_ok = True


class Passing(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, length=21, **kwargs):
        super().__init__(length, **kwargs)


class Fixed(TypeDecorator):
    impl = types.Unicode
    cache_ok = True

    def __init__(self):
        super(Fixed, self).__init__(255)


class IntEnumType(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self, enum_class, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._enum_class = enum_class


class Generic(TypeDecorator):
    impl = types.TypeEngine
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name != "postgresql":
            return dialect.type_descriptor(String(50))
        return dialect.type_descriptor(CIDR())


class Sub(Inner):
    impl = types.Text


class Variant(TypeDecorator):
    impl = types.JSON().with_variant(JSONB, "postgresql")
    cache_ok = True


class Color(enum.Enum):
    RED = 1


class Base(DeclarativeBase):
    type_annotation_map = {Color: IntEnumType(Color)}


class Nested(Base):
    __tablename__ = "nested"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    outer = Column(Outer)
    passing = Column(Passing)
    passing_call = Column(Passing())
    passing_length = Column(Passing(33))
    passing_keyword = Column(Passing(length=34), nullable=False)
    fixed = Column(Fixed)
    int_enum = Column(IntEnumType(Color), nullable=False)
    generic = Column(Generic)
    sub = Column(Sub)
    variant = Column(Variant)
    in_array = Column(ARRAY(Inner))
    annotated: Mapped[Color]
