from sqlalchemy import Column, Enum, ForeignKey, Integer, MetaData, Numeric, String, Table, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String(10), nullable=False)
    email = Column(Text, unique=True)
    mood = Column(Enum("sad", "ok", name="mood"))
    nickname = Column("nick", Text)
    orders = relationship("Order", back_populates="user", order_by="Order.amount.desc()")

    @hybrid_property
    def shown(self):
        return self.nickname or self.name

    def greet(self):
        self.greeted = True
        return "hello"


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    users_id = Column(Integer, ForeignKey("users.id"), nullable=False)
    amount = Column(Numeric(10, 2), nullable=False)
    status = Column(Text, server_default="new")
    user = relationship(User, back_populates="orders")


tags = Table("tags", Base.metadata, Column("key", Text, primary_key=True), Column("label", Text))

import extras  # noqa: E402

extras.install()
