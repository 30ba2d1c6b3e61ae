from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(Enum("sad", "ok", name="mood", schema="kinds"), nullable=False, server_default="ok")
    n = Column(Enum("a", name="other", schema="kinds"))
