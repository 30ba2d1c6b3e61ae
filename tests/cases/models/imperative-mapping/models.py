from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base, registry, relationship

mapper_registry = registry()
Base = declarative_base(metadata=mapper_registry.metadata)

user_table = Table("user_account", mapper_registry.metadata, Column("id", Integer, primary_key=True),
                   Column("user_name", String(50)), Column("fullname", String(50)))
address_table = Table("address", mapper_registry.metadata, Column("id", Integer, primary_key=True),
                      Column("user_id", ForeignKey("user_account.id")), Column("email", String(100)))
plain_table = Table("plain", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("data", String(5)))


class User:
    pass


@dataclass
class Address:
    id: int
    email: str


class Plain(Base):
    __table__ = plain_table


class Inline(Base):
    __table__ = Table("inline_table", Base.metadata, Column("id", Integer, primary_key=True), Column("x", String(6)))
    y = __table__.c.x


mapper_registry.map_imperatively(User, user_table, properties={
    "addresses": relationship(Address, backref="user"), "name": user_table.c.user_name})
mapper_registry.map_imperatively(Address, address_table)
