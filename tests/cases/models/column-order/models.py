from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class First:
    f1: Mapped[int]
    f2: Mapped[str] = mapped_column(String(2))


class Last:
    l1: Mapped[int] = mapped_column(sort_order=10)
    l2 = Column(Integer)


class Table1(First, Last, Base):
    __tablename__ = "table1"
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    b: Mapped[str]
    a: Mapped[int] = mapped_column(Integer)
    c = mapped_column(Integer)
    early: Mapped[int] = mapped_column(sort_order=-5)


class Table2(Base, Last, First):
    __tablename__ = "table2"
    z: Mapped[int]
    id: Mapped[int] = mapped_column(primary_key=True)
    l2 = Column(String(7))
