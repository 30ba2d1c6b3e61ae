from sqlalchemy import Column, Integer, String, Unicode
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(String)
    b = Column(String(20))
    c = Column(Unicode)
