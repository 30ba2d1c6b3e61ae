from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(Enum("a", name="other", schema="kinds"), nullable=False, server_default="a")
    n = Column(Enum("a", name="other", schema="kinds"))
