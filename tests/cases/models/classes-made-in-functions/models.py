"""Classes that functions make: returned, called for nothing, in a class body, with a base that is given."""
from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


def plain():
    class Plain(Base):
        __tablename__ = "plain"
        id = Column(Integer, primary_key=True)

    return Plain


def named(table, length=20):
    class Named(Base):
        __tablename__ = table
        id = Column(Integer, primary_key=True)
        name = Column(String(length))

    return Named


def of_base(base, name="node"):
    class Node(base):
        __tablename__ = name
        id = Column(Integer, primary_key=True)
        parent_id = Column(ForeignKey(name + ".id"), index=True)

    return Node


def label_of(table):
    class Label(Base):
        __tablename__ = f"{table}_labels"
        __table_args__ = (UniqueConstraint("name", "parent", name=f"_{table}_labels_uc"),)
        id = Column(Integer, primary_key=True)
        name = Column(String(255))
        parent = Column(Integer, ForeignKey(f"{table}.id"))

    return Label


def two(prefix):
    name = prefix + "_first"

    class First(Base):
        __tablename__ = name
        id = Column(Integer, primary_key=True)

    name = prefix + "_second"

    class Second(Base):
        __tablename__ = name
        id = Column(Integer, primary_key=True)
        first_id = Column(ForeignKey(First.id))

    return First, Second


def never(table):
    class Never(Base):
        __tablename__ = f"{table}_never"
        id = Column(Integer, primary_key=True)

    return Never


Plain = plain()
One, Two = named("one"), named("two", length=30)
KEPT = []
KEPT.append(named("three", 40))
Node = of_base(Base)
pair = two("pair")


class Artifact(Base):
    __tablename__ = "artifacts"
    Label = label_of(__tablename__)
    id = Column(Integer, primary_key=True)
    labels = relationship(Label)


for each in ("run", "project"):
    KEPT.append(label_of("two" if each == "run" else "one"))
REGISTRY = {name: named(name, 7) for name in ("four", "five")}
