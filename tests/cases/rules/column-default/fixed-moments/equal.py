from sqlalchemy import Column, Date, DateTime, Integer, Text, Time, func, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(DateTime(timezone=True), server_default="now()")
    b = Column(DateTime, server_default=text("'Tomorrow'"))
    c = Column(Date, server_default=text("'today'::date"))
    d = Column(Time, server_default="now")
    e = Column(DateTime(timezone=True), server_default="epoch")
    f = Column(DateTime, server_default="Infinity")
    g = Column(Text, server_default="now")
    h = Column(DateTime(timezone=True), server_default=func.now())
    i = Column(Date, server_default="epoch")
    j = Column(DateTime, server_default="epoch")
