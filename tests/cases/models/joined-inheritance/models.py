from sqlalchemy import Column, Float, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Node(Base):
    __tablename__ = "node"
    id = Column(Integer, primary_key=True)
    kind = Column(String(20), nullable=False)
    label = Column(String(20))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "node"}


class Leaf(Node):
    __tablename__ = "leaf"
    id = Column(Integer, ForeignKey("node.id", ondelete="CASCADE"), primary_key=True)
    weight = Column(Float)
    __mapper_args__ = {"polymorphic_identity": "leaf"}


class Branch(Node):
    __tablename__ = "branch"
    node_id = Column(ForeignKey(Node.id), primary_key=True)
    # The same name as in the parent is a column of its own here.
    label = Column(String(99))
    __mapper_args__ = {"polymorphic_identity": "branch", "inherit_condition": node_id == Node.id}


class Twig(Branch):
    """Single-table below joined: its columns are the branch's."""
    bend = Column(Integer)
    __mapper_args__ = {"polymorphic_identity": "twig"}
