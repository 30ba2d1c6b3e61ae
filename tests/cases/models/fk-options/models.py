from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"
    a = Column(Integer, primary_key=True)
    b = Column(String(5), primary_key=True)
    u = Column(Integer, unique=True)


class Child(Base):
    __tablename__ = "child"

    id = Column(Integer, primary_key=True)
    cascade = Column(Integer, ForeignKey("parent.u", ondelete="CASCADE"))
    lower = Column(Integer, ForeignKey("parent.u", ondelete="set null", onupdate="cascade"))
    restrict = Column(Integer, ForeignKey("parent.u", ondelete="RESTRICT", name="fk_restrict"))
    no_action = Column(Integer, ForeignKey("parent.u", ondelete="NO ACTION", onupdate="NO ACTION"))
    set_default = Column(Integer, ForeignKey("parent.u", ondelete="SET DEFAULT"))
    deferred = Column(Integer, ForeignKey("parent.u", deferrable=True, initially="DEFERRED", name="fk_deferred"))
    immediate = Column(Integer, ForeignKey("parent.u", deferrable=True, initially="IMMEDIATE"))
    altered = Column(Integer, ForeignKey("parent.u", use_alter=True, name="fk_altered"))
    full = Column(Integer, ForeignKey("parent.u", match="FULL"))
    not_valid = Column(Integer, ForeignKey("parent.u", postgresql_not_valid=True))
    pa = Column(Integer)
    pb = Column(String(5))
    two_a = Column(Integer, ForeignKey("parent.u"), ForeignKey("child.id"))

    __table_args__ = (
        ForeignKeyConstraint(["pa", "pb"], ["parent.a", "parent.b"], name="fk_both", ondelete="CASCADE", match="FULL"),
        ForeignKeyConstraint(("id",), ("parent.u",)),
        ForeignKeyConstraint([pb, pa], [Parent.b, Parent.a]),
    )
