"""A name is looked up among the classes of its own base."""
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship

One = declarative_base()
Two = declarative_base()


class User(One):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    orders = relationship("Order", back_populates="user")


class Order(One):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    user = relationship("User", back_populates="orders")


class OrderTwo(Two):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
