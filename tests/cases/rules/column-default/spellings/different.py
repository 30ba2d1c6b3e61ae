from sqlalchemy import Boolean, Column, DateTime, Integer, Interval, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, nullable=False, default=0)
    b = Column(Boolean, nullable=False, server_default="true")
    c = Column(DateTime(timezone=True), server_default=func.clock_timestamp())
    d = Column(JSONB, server_default="[]")
    e = Column(Text, server_default="y")
    f = Column(UUID, server_default=text("md5('a')::uuid"))
    g = Column(Interval, server_default="2 days")
    h = Column(ARRAY(Text), server_default="{a}")
