from sqlalchemy import DDL, Column, Integer, Sequence, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()
numbers = Sequence("invoice_numbers", start=1000, increment=5)
legacy = Sequence("legacy", metadata=Base.metadata, minvalue=5, start=50)
not_made = Sequence("not_made")
gone = Sequence("gone", metadata=Base.metadata)


class Invoice(Base):
    __tablename__ = "invoices"
    id = Column(Integer, Sequence("invoices_id_seq", optional=True), primary_key=True)
    number = Column(Integer, numbers, server_default=numbers.next_value())
    ticket = Column(Integer, default=Sequence("tickets", 1, 1, maxvalue=6000))


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, Sequence("order_ids", start=7), primary_key=True)


event.listen(Invoice.__table__, "before_create", DDL("CREATE SEQUENCE by_hand INCREMENT BY 2"))
