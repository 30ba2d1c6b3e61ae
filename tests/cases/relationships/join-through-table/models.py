from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()

link = Table("link", Base.metadata, Column("a_id", ForeignKey("a.id")), Column("b_id", Integer))


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    bs = relationship("B", secondary=link)


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
