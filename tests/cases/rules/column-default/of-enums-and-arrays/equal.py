from sqlalchemy import ARRAY, Column, Date, DateTime, Enum, Integer, Interval, Numeric, Text, func, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


mood = Enum("sad", "ok", "happy", name="mood")


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    m = Column(mood, nullable=False, server_default=text("'ok'::public.mood"))
    ms = Column(ARRAY(mood), server_default=text("ARRAY['sad', 'ok']::mood[]"))
    ts = Column(ARRAY(Text), server_default="{a,b}")
    n = Column(Numeric(6, 2), server_default=text("1.5"))
    i = Column(Interval, server_default=text("'30 minutes'::interval"))
    d = Column(Date, server_default=func.current_date())
    c = Column(DateTime(timezone=True), server_default=text("(CURRENT_TIMESTAMP + '1 day'::interval)"))
    x = Column(Integer, server_default=text("'-1'::integer"))
