"""A class over a Table: every column is an attribute, unless the class names it."""
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base, relationship

metadata = MetaData()
Base = declarative_base(metadata=metadata)
users = Table("users", metadata, Column("id", Integer, primary_key=True), Column("user_name", String),
              Column("state", String), Column("mail", String, key="email"))
orders = Table("orders", metadata, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("users.id")))


class User(Base):
    __table__ = users
    name = users.c.user_name
    orders = relationship("Order", backref="user")

    @property
    def state(self):
        return "plain"


class Order(Base):
    __table__ = orders
    __mapper_args__ = {"exclude_properties": ["user_id"]} if False else {}


class Prefixed(Base):
    __table__ = Table("prefixed", metadata, Column("id", Integer, primary_key=True), Column("a", Integer))
    __mapper_args__ = {"column_prefix": "_"}
