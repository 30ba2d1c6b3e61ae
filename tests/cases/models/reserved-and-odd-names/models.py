from sqlalchemy import Column, Enum, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "order"
    id = Column(Integer, primary_key=True)
    user = Column(String(5), index=True)
    select = Column("SELECT", Integer)


class Odd(Base):
    __tablename__ = 'we"ird | `name`'
    id = Column("a'b", Integer, primary_key=True)
    line = Column("new\nline", Integer)
    order_id = Column("ORDER id", Integer, ForeignKey("order.id"))
    kind = Column(Enum("x'y", 'a"b', name="user"))


class Accents(Base):
    __tablename__ = "Üser_tàble"
    id = Column(Integer, primary_key=True)
    größe = Column(Integer, unique=True)
