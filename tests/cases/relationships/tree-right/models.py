from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import backref, declarative_base, relationship

Base = declarative_base()


class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("nodes.id"))
    parent = relationship("Node", back_populates="children", remote_side=[id])
    children = relationship("Node", back_populates="parent")


class Leaf(Base):
    __tablename__ = "leaves"
    id = Column(Integer, primary_key=True)
    next_id = Column(ForeignKey("leaves.id"))
    next = relationship("Leaf", remote_side="Leaf.id", backref="previous")
    alone = relationship("Leaf", overlaps="next,previous")


class Twig(Base):
    __tablename__ = "twigs"
    id = Column(Integer, primary_key=True)
    up_id = Column(ForeignKey("twigs.id"))
    downs = relationship("Twig", backref=backref("up", remote_side=id))
