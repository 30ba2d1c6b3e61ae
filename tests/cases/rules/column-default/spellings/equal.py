from sqlalchemy import Boolean, Column, DateTime, Integer, Interval, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, nullable=False, server_default="0")
    b = Column(Boolean, nullable=False, server_default=text("'f'"))
    c = Column(DateTime(timezone=True), server_default=func.current_timestamp())
    d = Column(JSONB, server_default=text("'{}'::jsonb"))
    e = Column(Text, server_default=text("'x'::character varying"))
    f = Column(UUID, server_default=func.gen_random_uuid())
    g = Column(Interval, server_default=text("interval '1 day'"))
    h = Column(ARRAY(Text), server_default=text("ARRAY[]::text[]"))
