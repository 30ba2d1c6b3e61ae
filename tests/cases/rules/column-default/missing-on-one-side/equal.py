from sqlalchemy import Boolean, Column, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, nullable=False, server_default=text("7"))
    b = Column(Text, nullable=False)
    c = Column(Integer, server_default="1")
    d = Column(Boolean, nullable=False, default=False)
    e = Column(JSONB, server_default='{"a": [1, 2]}')
    f = Column(Text, server_default="it's")
