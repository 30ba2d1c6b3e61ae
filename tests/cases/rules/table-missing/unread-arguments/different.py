"""Where tables have schemas, arguments that cannot be read may name one."""
from not_installed import arguments_of
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class A(Base):
    __tablename__ = "a"
    __table_args__ = arguments_of("a")
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("app.a.id"))
    a = relationship(A)
