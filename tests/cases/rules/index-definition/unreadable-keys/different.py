from sqlalchemy import Column, Index, Integer, Text, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Text)
    b = Column(Text)
    __table_args__ = (Index("i1", text("lower(a")),)
