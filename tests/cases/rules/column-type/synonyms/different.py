from sqlalchemy import Boolean, Column, DateTime, Integer, Numeric, VARCHAR
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer)
    b = Column(Numeric)
    c = Column(Numeric(10, 3))
    d = Column(Integer)
    e = Column(DateTime)
    f = Column(ARRAY(VARCHAR(6)))
    g = Column(Boolean)
