"""`__table__ = None` in a base hides nothing."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base


class _Base:
    __table__ = None
    created = Column(String(5))


Base = declarative_base(cls=_Base)


class Secure(Base):
    __abstract__ = True
    scope = Column(String(80), default="private")


class Parent(Secure):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)


class Child(Secure):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)


for cls in (Parent, Child):
    assert cls.__name__
Child.parent_id = Column(Integer, ForeignKey(Parent.id, ondelete="CASCADE"), nullable=True)
