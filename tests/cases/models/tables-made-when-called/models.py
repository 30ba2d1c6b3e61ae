"""Tables that are made by calls: of functions that return them, in loops, comprehensions, constructors and methods."""
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base

metadata = MetaData()
Base = declarative_base(metadata=metadata)


def returned(name):
    return Table(name, metadata, Column("id", Integer, primary_key=True))


def stated(name):
    Table(name, metadata, Column("id", Integer, primary_key=True), Column("text", String(9)))


def typed(name, **attributes):
    body = {"__tablename__": f"{name.lower()}_meta", **attributes, "id": Column(Integer, primary_key=True)}
    return type(f"{name}Meta", (Base,), body)


class Store:
    def __init__(self, name):
        self.name = name
        self.make()

    def make(self):
        self.table = Table(self.name + "_store", metadata, Column("id", Integer, primary_key=True))


class Shared:
    id = Column(Integer, primary_key=True)
    created = Column(String(8))


class RecordType:
    model = None

    def __init__(self, name, attributes=None):
        self.record_name = name
        self.lower_name = name.lower()
        self.attributes = attributes or {}
        self.create_model()

    def create_model(self):
        self.model = type(
            f"{self.record_name}Record",
            (Base, Shared),
            {"__tablename__": f"{self.lower_name}_record", **self.attributes},
        )


returned("alone")
stated("stated")
for name in ("two", "three"):
    returned(name)
for name in ("four", "five"):
    table = returned(name)
    globals()[name] = typed(name.title(), parent_id=Column(ForeignKey(f"{name}.id")))
BY_NAME = {name: returned(name) for name in ("six", "seven")}
KEPT = []
KEPT.append(typed("Discarded"))
Store("first")
second = Store("second")
affiliation = RecordType("Affiliation", attributes={"pid": Column(String(255), unique=True)})
KEPT.append(RecordType("Award"))
