import uuid

from sqlalchemy import Column, ForeignKey, Integer, String, Uuid, BigInteger
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing import Optional


class Base(DeclarativeBase):
    pass


class A(Base):
    __tablename__ = "a"
    id = Column(BigInteger, primary_key=True)
    code = Column(String(13), unique=True)


class B(Base):
    __tablename__ = "b"
    # The key takes the type of what it refers to, over several tables.
    id = Column(ForeignKey("a.id"), primary_key=True)
    code = Column(ForeignKey("a.code"), nullable=False)


class C(Base):
    __tablename__ = "c"
    id = Column("b_id", ForeignKey(B.id), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("a.code"))
    annotated: Mapped[Optional[int]] = mapped_column(ForeignKey("b.id"))
    uid: Mapped[uuid.UUID] = mapped_column(ForeignKey("later.id"))
    bare = mapped_column(ForeignKey("later.id", ondelete="CASCADE"))
    parent: Mapped[int] = mapped_column(ForeignKey("c.b_id"))


class Later(Base):
    __tablename__ = "later"
    id = Column(Uuid, primary_key=True)
    c_id = Column(ForeignKey("c.b_id", use_alter=True, name="fk_later_c"))
