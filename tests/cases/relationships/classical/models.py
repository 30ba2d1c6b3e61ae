"""Mapped imperatively, with properties of every kind."""
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import backref, column_property, registry, relationship, synonym

metadata = MetaData()
mapping = registry(metadata=metadata)
users = Table("users", metadata, Column("id", Integer, primary_key=True), Column("user_name", String),
              Column("mail", String, key="email"))
orders = Table("orders", metadata, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("users.id")))


class Shared:
    def greet(self):
        self.greeted = True


class User(Shared):
    @property
    def plain(self):
        return 1


class Order:
    def __init__(self, user, amount=0):
        self.user = user
        self.amount = amount


mapping.map_imperatively(User, users, properties={
    "name": users.c.user_name,
    "orders": relationship(Order, back_populates="user"),
    "nick": synonym("name"),
    "loud": column_property(users.c.user_name + "!"),
})
mapping.map_imperatively(Order, orders, properties={"user": relationship(User, back_populates="orders")})
