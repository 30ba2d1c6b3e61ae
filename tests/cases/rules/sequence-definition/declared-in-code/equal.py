from sqlalchemy import DDL, Column, Integer, Sequence, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()
numbers = Sequence("invoice_numbers", start=1000, increment=10)
legacy = Sequence("legacy", metadata=Base.metadata, minvalue=5, start=5, cache=20)


class Invoice(Base):
    __tablename__ = "invoices"
    id = Column(Integer, Sequence("invoices_id_seq", optional=True), primary_key=True)
    number = Column(Integer, numbers, server_default=numbers.next_value())
    ticket = Column(Integer, default=Sequence("tickets", 1, 1, maxvalue=5000, cycle=True))


event.listen(Invoice.__table__, "before_create", DDL("CREATE SEQUENCE IF NOT EXISTS by_hand INCREMENT BY 1 MAXVALUE 9223372036854775807"))
