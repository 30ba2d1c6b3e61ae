"""Types whose __init__ sets what counts: the impl, and what load_dialect_impl and get_col_spec ask for."""
from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy import Column, Integer, SmallInteger, String, Text
from sqlalchemy.orm import declarative_base
from sqlalchemy.sql.sqltypes import SchemaType
from sqlalchemy.types import TypeDecorator, UserDefinedType

Base = declarative_base()


class State(IntEnum):
    a = 0


class SetAfter(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, length):
        super().__init__()
        self.impl = String(length)


class SetOther(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self):
        super().__init__()
        self.impl = String(7)


class SetBefore(TypeDecorator):
    """The constructor of TypeDecorator sets impl again."""
    impl = String
    cache_ok = True

    def __init__(self, length):
        self.impl = Text()
        super().__init__(length)


class OnlyInit(TypeDecorator):
    cache_ok = True

    def __init__(self, length):
        self.impl = String(length)


class FromBase(OnlyInit):
    cache_ok = True

    def __init__(self):
        super().__init__(length=11)


class InMethod(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, wide):
        super().__init__()
        if wide:
            self.choose(Text())
        else:
            self.choose(String(3))

    def choose(self, impl):
        setattr(self, "impl", impl)


class BothBases(TypeDecorator, SchemaType):
    impl = SmallInteger
    cache_ok = True

    def __init__(self, enum=None):
        self.enum = enum
        TypeDecorator.__init__(self)
        SchemaType.__init__(self)


class BothLength(TypeDecorator, SchemaType):
    impl = String
    cache_ok = True

    def __init__(self, length):
        SchemaType.__init__(self, name="not_an_argument_of_the_impl")
        TypeDecorator.__init__(self, length + 1)


class Dialect(TypeDecorator):
    impl = Text
    cache_ok = True

    def __init__(self, length, json_type=sa.JSON):
        self.length = length
        self.__json = json_type
        self._strings = False
        super().__init__()

    def __use_json(self, dialect):
        return hasattr(dialect, "_json_serializer") and not self._strings

    def load_dialect_impl(self, dialect):
        if self.length == 0 and self.__use_json(dialect):
            return dialect.type_descriptor(self.__json())
        return dialect.type_descriptor(String(self.length))


class PassedOn(TypeDecorator):
    impl = Text
    cache_ok = True

    def __init__(self, size):
        super().__init__()
        self.impl = String(size)

    def load_dialect_impl(self, dialect):
        if dialect.name == "mysql":
            return dialect.type_descriptor(Text())
        return self.impl


class Bits(UserDefinedType):
    cache_ok = True
    word = "bit"

    def __init__(self, size=1):
        self.size = size

    def get_col_spec(self, **kw):
        return f"{self.word}({self.size})"


class Short(String):
    def __init__(self):
        super().__init__(40)
        self.length = 20


class Table(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    set_after = Column(SetAfter(20))
    set_other = Column(SetOther)
    set_before = Column(SetBefore(30))
    only_init = Column(OnlyInit(5))
    from_base = Column(FromBase)
    in_method = Column(InMethod(False))
    in_method_wide = Column(InMethod(wide=True))
    both_bases = Column(BothBases(State))
    both_length = Column(BothLength(8))
    dialect = Column(Dialect(9))
    dialect_json = Column(Dialect(0))
    passed_on = Column(PassedOn(13))
    bits = Column(Bits(4))
    bits_bare = Column(Bits)
    short = Column(Short)
