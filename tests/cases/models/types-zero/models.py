"""Lengths and precisions of zero, and of one number alone."""

from sqlalchemy import CHAR, DECIMAL, FLOAT, REAL, Column, Float, Integer, Interval, LargeBinary, Numeric, String
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.declarative import declarative_base
Base = declarative_base()
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    a = Column(Float(0))
    b = Column(Float(1))
    c = Column(Float(24))
    d = Column(Float(25))
    e = Column(Float(53))
    f = Column(Float(None))
    g = Column(FLOAT(10))
    h = Column(Float(precision=5, asdecimal=True))
    j = Column(Numeric(5, 0))
    k = Column(Numeric(precision=3))
    l = Column(Numeric(scale=2))
    m = Column(String(0))
    n = Column(REAL(3))
    p = Column(pg.TIMESTAMP(precision=0))
    q = Column(pg.TIME(precision=3, timezone=True))
    r = Column(pg.INTERVAL(precision=2))
    s = Column(pg.INTERVAL(fields="DAY TO SECOND"))
    t = Column(pg.BIT(3))
    u = Column(pg.BIT(varying=True))
    v = Column(pg.BIT(5, varying=True))
    w = Column(LargeBinary(20))
    x = Column(CHAR())
    y = Column(DECIMAL(10, 2))
    z = Column(Interval(second_precision=3))
