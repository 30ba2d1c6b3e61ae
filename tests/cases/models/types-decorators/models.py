import json
import uuid

from sqlalchemy import CHAR, Column, DateTime, Integer, String, Text, TypeDecorator, types
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import UserDefinedType

Base = declarative_base()


class Json(TypeDecorator):
    impl = JSONB
    cache_ok = True


class Code(types.TypeDecorator):
    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.upper()


class Sized(TypeDecorator):
    """The arguments of the call go to the implementation."""
    impl = String
    cache_ok = True


class LongSized(Sized):
    """Takes impl from its base."""
    cache_ok = True


class UtcDateTime(TypeDecorator):
    impl = DateTime(timezone=True)
    cache_ok = True


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID(as_uuid=True))
        return dialect.type_descriptor(CHAR(32))


class GuidElse(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "sqlite":
            return dialect.type_descriptor(CHAR(32))
        else:
            return dialect.type_descriptor(UUID())


class Fixed(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, *args, **kwargs):
        super().__init__(length=77)


class Xml(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "XML"


class StringList(TypeDecorator):
    impl = ARRAY(Text)
    cache_ok = True


class Decorated(Base):
    __tablename__ = "decorated"

    id = Column(Guid, primary_key=True)
    json = Column(Json, nullable=False)
    json_call = Column(Json())
    code = Column(Code)
    sized = Column(Sized(12))
    sized_bare = Column(Sized)
    long_sized = Column(LongSized(length=300))
    at = Column(UtcDateTime)
    guid_else = Column(GuidElse())
    fixed = Column(Fixed)
    xml = Column(Xml)
    tags = Column(StringList)
