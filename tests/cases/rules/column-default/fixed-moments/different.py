"""What is written as a text is read once; now() as a function is not."""
from sqlalchemy import Column, Date, DateTime, Integer, Text, Time, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(DateTime(timezone=True), server_default=func.now())
    b = Column(DateTime, server_default="2021-02-03")
    c = Column(Date, server_default="infinity")
    d = Column(Time, server_default="04:05:07")
    e = Column(DateTime(timezone=True), server_default="-infinity")
    f = Column(DateTime, server_default="now")
    g = Column(Text, server_default="2020-02-03")
    h = Column(DateTime(timezone=True), server_default="now()")
    i = Column(Date, server_default="1970-01-02")
    j = Column(DateTime, server_default="1970-01-01 00:00:01")
