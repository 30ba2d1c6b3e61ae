from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column(Integer, ForeignKey("customers.id", ondelete="set null"))
    parent_id = Column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(["parent_id"], ["sales.orders.id"], deferrable=True, initially="DEFERRED"),
        {"schema": "sales"},
    )
