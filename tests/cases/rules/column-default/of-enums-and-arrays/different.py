from sqlalchemy import ARRAY, Column, Date, DateTime, Enum, Integer, Interval, Numeric, Text, func, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


mood = Enum("sad", "ok", "happy", name="mood")


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(mood, nullable=False, server_default=text("'sad'::public.mood"))
    ms = Column(ARRAY(mood), server_default=text("ARRAY['ok', 'sad']::mood[]"))
    ts = Column(ARRAY(Text), server_default="{a,B}")
    n = Column(Numeric(6, 2), server_default=text("1.51"))
    i = Column(Interval, server_default=text("'30 seconds'::interval"))
    d = Column(Date, server_default=func.now())
    c = Column(DateTime(timezone=True), server_default=text("(CURRENT_TIMESTAMP + '2 days'::interval)"))
    x = Column(Integer, server_default=text("'-2'::integer"))
