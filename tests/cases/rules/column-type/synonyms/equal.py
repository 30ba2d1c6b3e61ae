from sqlalchemy import BIGINT, Column, DECIMAL, Float, Integer, SmallInteger, TIMESTAMP, VARCHAR
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Float(24))
    b = Column(Float(53))
    c = Column(DECIMAL(10, 2))
    d = Column(BIGINT)
    e = Column(TIMESTAMP(timezone=True))
    f = Column(ARRAY(VARCHAR(5)))
    g = Column(SmallInteger)
