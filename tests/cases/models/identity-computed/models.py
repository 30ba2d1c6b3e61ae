import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Computed, Identity, Integer, Numeric, String, Text, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "order"
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    always = Column(BigInteger, Identity(always=True, start=42, increment=3))
    by_default = Column(Integer, Identity(always=False), nullable=False)
    quantity: Mapped[int]
    price = Column(Numeric(10, 2))
    total = Column(Numeric, Computed("quantity * price"))
    stored: Mapped[str] = mapped_column(Text, Computed("quantity::text", persisted=True))
    search = Column(TSVECTOR, Computed(sa.text("to_tsvector('english', 'x')"), persisted=True), nullable=False)
    count = Column(Integer)
    by_expression = Column(Integer, Computed(count + 1))


class Always(Base):
    __tablename__ = "always_key"
    id = Column(BigInteger, sa.Identity(always=True), primary_key=True)
