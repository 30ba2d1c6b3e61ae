from sqlalchemy import ARRAY, BigInteger, Column, Double, Float, Integer, LargeBinary, Numeric, String, Text, Uuid
from sqlalchemy.dialects.postgresql import BIT, CHAR, INTERVAL, TIMESTAMP
from sqlalchemy.types import TypeDecorator
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Guid(TypeDecorator):
    impl = String(36)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return str(value)


class Money(TypeDecorator):
    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Numeric(12, 4))


class T(Base):
    __tablename__ = "t"
    id = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    a = Column(Guid)
    b = Column(Money())
    c = Column(Double)
    d = Column(LargeBinary)
    e = Column(ARRAY(Text))
    f = Column(Uuid)
    g = Column(TIMESTAMP(precision=3))
    h = Column(CHAR(2))
    i = Column(BIT(3))
    j = Column(INTERVAL(fields="DAY TO SECOND", precision=0))
    k = Column(Float(24))
